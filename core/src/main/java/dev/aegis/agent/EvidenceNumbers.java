package dev.aegis.agent;

import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
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
            .flatMap(m -> Evidence.of(m.payload()).stream())
            .map(Evidence::id)
            .filter(id -> FORM.matcher(id).matches())
            .mapToInt(id -> Integer.parseInt(id.substring(1)))
            .max()
            .orElse(0);
  }
}
