package dev.aegis.incident;

import static dev.aegis.incident.Milestone.ABSTAINED;
import static dev.aegis.incident.Milestone.APPROVAL_ASKED;
import static dev.aegis.incident.Milestone.ARMED;
import static dev.aegis.incident.Milestone.CLOSED;
import static dev.aegis.incident.Milestone.DENIED;
import static dev.aegis.incident.Milestone.DIAGNOSED;
import static dev.aegis.incident.Milestone.ESCALATED;
import static dev.aegis.incident.Milestone.GRANTED;
import static dev.aegis.incident.Milestone.HELD;
import static dev.aegis.incident.Milestone.LOST_SIGHT;
import static dev.aegis.incident.Milestone.NOT_HELD;
import static dev.aegis.incident.Milestone.OBSERVED;
import static dev.aegis.incident.Milestone.PASSED;
import static dev.aegis.incident.Milestone.PROPOSED;
import static dev.aegis.incident.Milestone.REJECTED;
import static dev.aegis.incident.Milestone.REVIEW_ASKED;
import static dev.aegis.incident.Milestone.SIGNALLED;
import static dev.aegis.incident.Milestone.SIGNED_OFF;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an incident stands. The table below is the whole lifecycle; a milestone that a phase does
 * not list leaves the phase as it is.
 */
public enum Phase {
  /** Nothing was said yet. */
  QUIET,
  /** A signal is in the room. */
  OPEN,
  /** Causes are ranked. */
  EXPLAINED,
  /** A fix waits for its replay. */
  PROVING,
  /** A fix has passed. */
  PROVED,
  /** The security specialist is looking. */
  IN_REVIEW,
  /** A person is asked. */
  AWAITING_APPROVAL,
  /** A person, or a policy, has said yes. */
  APPROVED,
  /** A step is being taken on the target. */
  EXECUTING,
  /** Taken, or taken back; the telemetry has not answered yet, or another fix is asked for. */
  VERIFYING,
  /** The telemetry shows that it helped. */
  RECOVERED,
  /** The telemetry shows that it did not, or a person said no. */
  FAILED,
  /** Over for Aegis. */
  CLOSED_BY_DECISION,
  /** A person has taken over. */
  WITH_A_PERSON,
  /** Nobody can tell what was done. */
  OUTCOME_UNKNOWN;

  private static final Map<Phase, Map<Milestone, Phase>> TABLE = table();

  /** Where this milestone leads from here; empty when it changes nothing. */
  public Optional<Phase> on(Milestone milestone) {
    return Optional.ofNullable(TABLE.getOrDefault(this, Map.of()).get(milestone));
  }

  /** Whether Aegis has stopped acting. */
  public boolean terminal() {
    return switch (this) {
      case CLOSED_BY_DECISION, WITH_A_PERSON, OUTCOME_UNKNOWN -> true;
      case QUIET,
          OPEN,
          EXPLAINED,
          PROVING,
          PROVED,
          IN_REVIEW,
          AWAITING_APPROVAL,
          APPROVED,
          EXECUTING,
          VERIFYING,
          RECOVERED,
          FAILED ->
          false;
    };
  }

  /** The table, for the documentation and for the test that visits every transition. */
  public static Map<Phase, Map<Milestone, Phase>> transitions() {
    return TABLE;
  }

  private static Map<Phase, Map<Milestone, Phase>> table() {
    Map<Phase, Map<Milestone, Phase>> table = new EnumMap<>(Phase.class);
    table.put(QUIET, row(Map.of(SIGNALLED, OPEN)));
    table.put(OPEN, row(Map.of(DIAGNOSED, EXPLAINED, ESCALATED, WITH_A_PERSON)));
    table.put(EXPLAINED, row(Map.of(PROPOSED, PROVING, ESCALATED, WITH_A_PERSON)));
    table.put(
        PROVING,
        row(
            Map.of(
                PASSED, PROVED,
                REJECTED, EXPLAINED,
                ABSTAINED, EXPLAINED,
                ESCALATED, WITH_A_PERSON)));
    table.put(
        PROVED,
        row(
            Map.of(
                REVIEW_ASKED, IN_REVIEW,
                APPROVAL_ASKED, AWAITING_APPROVAL,
                ESCALATED, WITH_A_PERSON)));
    table.put(IN_REVIEW, row(Map.of(SIGNED_OFF, PROVED, ESCALATED, WITH_A_PERSON)));
    table.put(
        AWAITING_APPROVAL,
        row(
            Map.of(
                GRANTED, APPROVED,
                DENIED, FAILED,
                PROPOSED, PROVING,
                CLOSED, CLOSED_BY_DECISION,
                ESCALATED, WITH_A_PERSON)));
    table.put(
        APPROVED,
        row(Map.of(ARMED, EXECUTING, CLOSED, CLOSED_BY_DECISION, ESCALATED, WITH_A_PERSON)));
    table.put(
        EXECUTING,
        row(
            Map.of(
                OBSERVED, VERIFYING,
                LOST_SIGHT, OUTCOME_UNKNOWN,
                ESCALATED, WITH_A_PERSON)));
    table.put(
        VERIFYING,
        row(
            Map.of(
                ARMED, EXECUTING,
                PROPOSED, PROVING,
                HELD, RECOVERED,
                NOT_HELD, FAILED,
                CLOSED, CLOSED_BY_DECISION,
                ESCALATED, WITH_A_PERSON)));
    table.put(RECOVERED, row(Map.of(CLOSED, CLOSED_BY_DECISION, ESCALATED, WITH_A_PERSON)));
    table.put(
        FAILED,
        row(
            Map.of(
                ARMED, EXECUTING,
                PROPOSED, PROVING,
                CLOSED, CLOSED_BY_DECISION,
                ESCALATED, WITH_A_PERSON)));
    return Map.copyOf(table);
  }

  private static Map<Milestone, Phase> row(Map<Milestone, Phase> entries) {
    return new EnumMap<>(entries);
  }
}
