package dev.aegis.app.tracing;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Digest;
import dev.aegis.room.Execution;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was done about an incident, as one trace, read from the room's log: the detection, each
 * diagnosis, each replay, the wait for an approval, each step, each verification. The same log
 * gives the same trace with the same ids. It carries names and figures, and no sentence.
 */
public final class IncidentTrace {
  private static final int TRACE_DIGITS = 32;
  private static final int ID_DIGITS = 16;

  private final List<RoomMessage> log;
  private final String trace;
  private final String root;
  private final List<Work> spans = new ArrayList<>();

  /**
   * A span.
   *
   * @param parent empty for the root
   * @param failed whether what was done did not go well
   * @param attributes by name
   */
  record Work(
      String trace,
      String id,
      String parent,
      String name,
      Instant from,
      Instant to,
      boolean failed,
      Map<String, String> attributes) {
    Work {
      attributes = new TreeMap<>(attributes);
    }
  }

  private IncidentTrace(List<RoomMessage> log) {
    this.log = log;
    String room = log.getFirst().room().value();
    String begun = log.getFirst().ts().toString();
    this.trace = Digest.of(List.of(room, begun)).substring(0, TRACE_DIGITS);
    this.root = Digest.of(List.of(room, begun, "root")).substring(0, ID_DIGITS);
  }

  /** The spans, the root first; none where the log has no signal. */
  static List<Work> of(List<RoomMessage> log) {
    Signal signal =
        log.stream()
            .map(RoomMessage::payload)
            .filter(Signal.class::isInstance)
            .map(Signal.class::cast)
            .findFirst()
            .orElse(null);
    return signal == null ? List.of() : new IncidentTrace(log).spans(signal);
  }

  private List<Work> spans(Signal signal) {
    root(signal);
    Map<MessageId, Instant> said = new HashMap<>();
    Map<String, Instant> armed = new HashMap<>();
    Instant asked = Instant.EPOCH;
    Instant observed = Instant.EPOCH;
    for (RoomMessage message : log) {
      Instant at = message.ts();
      Instant since = since(message, said);
      Payload payload = message.payload();
      if (payload instanceof Signal) {
        add("detection", signal.startedAt(), at, false, Map.of());
      } else if (payload instanceof Diagnosis diagnosis) {
        add("diagnosis", since, at, false, Map.of("cause", diagnosis.leading().cause().wire()));
      } else if (payload instanceof ValidationResult result) {
        add("replay", since, at, false, replay(result));
      } else if (payload instanceof ApprovalRequest) {
        asked = at;
      } else if (payload instanceof Approval approval && asked.isAfter(Instant.EPOCH)) {
        add("approval", asked, at, !approval.granted(), Map.of("granted", "" + approval.granted()));
      } else if (payload instanceof Execution step) {
        step(step, at, armed);
        observed = step.state() == Execution.State.OBSERVED ? at : observed;
      } else if (payload instanceof Verification seen
          && seen.outcome() != Verification.Outcome.PENDING) {
        boolean held = seen.outcome() == Verification.Outcome.HELD;
        add("verification", observed.isAfter(Instant.EPOCH) ? observed : at, at, !held, Map.of());
      }
      said.put(message.id(), at);
    }
    return spans;
  }

  private void root(Signal signal) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("incident", log.getFirst().room().value());
    attributes.put("service", signal.service());
    attributes.put("region", signal.region());
    attributes.put("severity", signal.severity().name());
    Decision.Outcome outcome = outcome();
    attributes.put("outcome", outcome == null ? "escalated" : word(outcome));
    spans.add(
        new Work(
            trace,
            root,
            "",
            "incident",
            signal.startedAt(),
            log.getLast().ts(),
            outcome != Decision.Outcome.RESOLVED,
            attributes));
  }

  private Decision.@Nullable Outcome outcome() {
    Decision.Outcome last = null;
    for (RoomMessage message : log) {
      last = message.payload() instanceof Decision decision ? decision.outcome() : last;
    }
    return last;
  }

  /** When what a message answers was said. */
  private static Instant since(RoomMessage message, Map<MessageId, Instant> said) {
    return message.repliedTo().map(said::get).filter(Objects::nonNull).orElse(message.ts());
  }

  private static Map<String, String> replay(ValidationResult result) {
    return Map.of(
        "action", result.action().kind().wire(),
        "verdict", word(result.verdict()),
        "reason", result.reason().wire(),
        "probability", Double.toString(result.probability()),
        "replications", Integer.toString(result.replications()));
  }

  private void step(Execution step, Instant at, Map<String, Instant> armed) {
    if (step.state() == Execution.State.ARMED) {
      armed.put(step.key(), at);
    } else if (step.state() != Execution.State.DISPATCHED) {
      add(
          step.undo() ? "undo" : "step",
          armed.getOrDefault(step.key(), at),
          at,
          step.state() != Execution.State.OBSERVED,
          Map.of(
              "action", step.action().kind().wire(),
              "step", step.step() + 1 + " of " + step.steps(),
              "state", word(step.state())));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void add(
      String name, Instant from, Instant to, boolean failed, Map<String, String> attributes) {
    String id =
        Digest.of(List.of(root, name, Integer.toString(spans.size()))).substring(0, ID_DIGITS);
    Instant begun = from.isAfter(to) ? to : from;
    spans.add(new Work(trace, id, root, name, begun, to, failed, attributes));
  }
}
