package dev.aegis.agent;

import dev.aegis.room.Answer;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers evidence so that an id names one thing in the whole room. */
final class EvidenceNumbers {
  private static final Pattern FORM = Pattern.compile("e[0-9]{1,8}");

  private EvidenceNumbers() {}

  /** The first number that no evidence of the log bears. */
  static int next(List<RoomMessage> log) {
    return 1
        + log.stream()
            .flatMap(m -> of(m.payload()).stream())
            .map(Evidence::id)
            .filter(id -> FORM.matcher(id).matches())
            .mapToInt(id -> Integer.parseInt(id.substring(1)))
            .max()
            .orElse(0);
  }

  private static List<Evidence> of(Payload payload) {
    if (payload instanceof Signal signal) {
      return signal.evidence();
    }
    if (payload instanceof Diagnosis diagnosis) {
      return diagnosis.evidence();
    }
    if (payload instanceof Answer answer) {
      return answer.evidence();
    }
    if (payload instanceof ValidationResult result) {
      return result.evidence();
    }
    return payload instanceof Verification verification ? verification.evidence() : List.of();
  }
}
