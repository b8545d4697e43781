package dev.aegis.app.replay;

import dev.aegis.app.recording.KeptIncident;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Judged;
import dev.aegis.remedy.Candidate;
import dev.aegis.remedy.Catalogue;
import dev.aegis.remedy.Situation;
import dev.aegis.room.Action;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Execution;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.Applied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An incident that can be judged again.
 *
 * @param name its id, or the path of the recording
 * @param kept what it is judged from
 * @param signal what was wrong
 * @param diagnosis why
 * @param firstLook when the first fix would have begun
 * @param log its room; empty for a recording that nobody judged yet
 */
record PastIncident(
    String name,
    KeptIncident kept,
    Signal signal,
    Diagnosis diagnosis,
    Instant firstLook,
    List<RoomMessage> log) {
  PastIncident {
    log = List.copyOf(log);
  }

  /**
   * One fix to judge.
   *
   * @param action the fix
   * @param at when it would have begun
   * @param applied what had been done by then
   * @param then what the replay said; {@code null} where it was not asked
   */
  record Question(
      Action action, Instant at, List<Applied> applied, @Nullable ValidationResult then) {
    Question {
      applied = List.copyOf(applied);
    }
  }

  /**
   * The fixes that were considered, each when it was judged; of a recording that nobody judged yet,
   * those that the catalogue has for it.
   */
  List<Question> considered() {
    if (log.isEmpty()) {
      return Catalogue.of(situation()).candidates().stream()
          .map(Candidate::action)
          .map(action -> new Question(action, firstLook, List.of(), null))
          .toList();
    }
    List<Question> questions = new ArrayList<>();
    for (Judged judged : Incident.of(log).judged()) {
      at(judged.resultId()).ifPresent(at -> questions.add(question(judged, at)));
    }
    return questions;
  }

  /** A fix that a person names; where the very same was judged, as it was judged. */
  Question asked(AskedFix fix) {
    Action action = new Completion(situation(), telemetry()).of(fix);
    return considered().stream()
        .filter(q -> q.action().equals(action) && q.then() != null)
        .findFirst()
        .orElse(new Question(action, firstLook, List.of(), null));
  }

  /** How many verdicts of its room cannot be computed again. */
  long notKept() {
    return Incident.of(log).judged().stream().filter(j -> at(j.resultId()).isEmpty()).count();
  }

  private Question question(Judged judged, Instant at) {
    return new Question(
        judged.proposal().action(), at, appliedBefore(judged.resultId()), judged.result());
  }

  private Optional<Instant> at(MessageId verdict) {
    return Optional.ofNullable(kept.judgedAt().get(verdict));
  }

  private List<Applied> appliedBefore(MessageId verdict) {
    List<Applied> applied = new ArrayList<>();
    for (RoomMessage message : log) {
      if (message.id().equals(verdict)) {
        break;
      }
      if (message.payload() instanceof Execution e && e.state() == Execution.State.DISPATCHED) {
        applied.add(new Applied(e.action(), message.ts()));
      }
    }
    return applied;
  }

  private Telemetry telemetry() {
    return kept.upTo(firstLook);
  }

  private Situation situation() {
    return Situation.read(signal, diagnosis, kept.profile(), telemetry(), firstLook);
  }
}
