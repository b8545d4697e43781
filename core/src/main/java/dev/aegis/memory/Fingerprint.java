package dev.aegis.memory;

import dev.aegis.incident.Incident;
import dev.aegis.room.Action;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a closed incident leaves behind, read from its room's log alone.
 *
 * @param room whose it is
 * @param at when it was detected
 * @param sketch what it looked like
 * @param cause what led when the fix was chosen that ended it
 * @param causeService in which service; empty for the one in trouble
 * @param statement that cause in the words of the incident
 * @param fixes what was proposed and what became of it, oldest first
 * @param standing what people let it be to later incidents
 */
public record Fingerprint(
    RoomId room,
    Instant at,
    Sketch sketch,
    Cause cause,
    String causeService,
    String statement,
    List<Fix> fixes,
    MemoryMark.Standing standing) {
  /** The language of evidence that holds what is remembered. */
  public static final String LANGUAGE = "memory";

  /** Names the evidence in which a room keeps its own log patterns. */
  public static final String PATTERNS = "log patterns of this incident";

  public Fingerprint {
    Objects.requireNonNull(room);
    Objects.requireNonNull(at);
    Objects.requireNonNull(cause);
    fixes = List.copyOf(fixes);
  }

  /** What became of a proposed fix. */
  public enum Outcome {
    /** It was executed, and the telemetry showed that the objective was met again. */
    HELD("held"),
    /** It was executed, and the telemetry showed that it did not help. */
    DID_NOT_HOLD("did not hold"),
    /** The replay rejected it: a forecast, and no outcome. */
    REJECTED("rejected by the replay");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * A fix and what became of it.
   *
   * @param name the action without its figures, see {@link #nameOf}
   */
  public record Fix(String name, Outcome outcome) {}

  /**
   * Of an incident that ended with an executed fix of which the telemetry showed that it held;
   * empty for every other.
   *
   * @param log of one room, in order
   */
  public static Optional<Fingerprint> of(List<RoomMessage> log) {
    Incident incident = Incident.of(log);
    boolean held =
        incident.phase().terminal()
            && incident.verification().map(Verification::outcome).stream()
                .anyMatch(o -> o == Verification.Outcome.HELD);
    Optional<Signal> signal = incident.signal();
    Optional<Diagnosis> diagnosis = beforeTheEnd(log);
    if (!held || signal.isEmpty() || diagnosis.isEmpty()) {
      return Optional.empty();
    }
    Hypothesis leading = diagnosis.get().leading();
    Signal s = signal.get();
    return Optional.of(
        new Fingerprint(
            log.getFirst().room(),
            s.detectedAt(),
            Sketch.of(s, leading.service(), patterns(diagnosis.get())),
            leading.cause(),
            leading.service(),
            leading.statement(),
            fixes(incident),
            standing(log)));
  }

  /** What the newest mark of a room says. */
  private static MemoryMark.Standing standing(List<RoomMessage> log) {
    return log.reversed().stream()
        .map(RoomMessage::payload)
        .filter(MemoryMark.class::isInstance)
        .map(p -> ((MemoryMark) p).standing())
        .findFirst()
        .orElse(MemoryMark.Standing.COUNTS);
  }

  /** The diagnosis by which the fix was chosen that held. */
  private static Optional<Diagnosis> beforeTheEnd(List<RoomMessage> log) {
    Diagnosis newest = null;
    for (RoomMessage message : log) {
      Payload payload = message.payload();
      if (payload instanceof Diagnosis diagnosis) {
        newest = diagnosis;
      } else if (payload instanceof Verification v && v.outcome() == Verification.Outcome.HELD) {
        break;
      }
    }
    return Optional.ofNullable(newest);
  }

  private static List<Fix> fixes(Incident incident) {
    List<Fix> fixes = new ArrayList<>();
    for (Incident.Judged judged : incident.judged()) {
      if (judged.result().verdict() == Verdict.REJECT) {
        fixes.add(new Fix(nameOf(judged.proposal().action()), Outcome.REJECTED));
      }
    }
    for (RoomMessage message : incident.log()) {
      if (message.payload() instanceof Verification v
          && v.outcome() != Verification.Outcome.PENDING) {
        Outcome outcome =
            v.outcome() == Verification.Outcome.HELD ? Outcome.HELD : Outcome.DID_NOT_HOLD;
        incident
            .plan(v.planHash())
            .map(Plan::action)
            .ifPresent(action -> fixes.add(new Fix(nameOf(action), outcome)));
      }
    }
    return fixes;
  }

  /** An action by kind and what it is done to, without how much of it, where, and versions. */
  public static String nameOf(Action action) {
    String of =
        switch (action) {
          case Action.ScalePods a -> a.service();
          case Action.RestartPods a -> a.service();
          case Action.RollbackDeploy a -> a.service();
          case Action.FailoverRegion a -> a.service();
          case Action.RollbackAndFailover a -> a.rollback().service();
          case Action.ShedLoad a -> a.service();
          case Action.SetFlag a -> a.flag() + "=" + a.to();
          case Action.SetConfig a -> a.key() + "=" + a.to();
        };
    return action.kind().wire() + " " + of;
  }

  /** The log patterns that a diagnosis kept. */
  private static Collection<String> patterns(Diagnosis diagnosis) {
    return diagnosis.evidence().stream()
        .filter(e -> e.language().equals(LANGUAGE) && e.source().equals(PATTERNS))
        .map(Evidence::rows)
        .flatMap(List::stream)
        .map(List::getFirst)
        .toList();
  }
}
