package dev.aegis.room;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the incident ended for Aegis.
 *
 * @param outcome how
 * @param action what was executed; {@code null} when nothing was
 * @param decidedBy who allowed it or said no, such as {@code policy:demo}; empty when nobody was
 *     asked
 * @param sentence for people
 * @param worth what it cost and saved
 */
public record Decision(
    Outcome outcome, @Nullable Action action, String decidedBy, String sentence, Worth worth)
    implements Payload {

  /** How it ended. */
  public enum Outcome {
    /** The SLO is met again. */
    RESOLVED,
    /** A person said no. */
    DENIED,
    /** Executed, did not help, taken back; a person takes over. */
    REVERTED,
    /**
     * Executed, did not help, left in place because taking it back is worse; a person takes over.
     */
    LEFT_IN_PLACE,
    /** Approved, and its first step never went to its target; a person takes over. */
    NOT_EXECUTED,
    /** A proved plan was handed to a person, who carries it out: nothing was executed. */
    RECOMMENDED,
    /** Nobody answered in time. */
    EXPIRED,
    /** It is not known whether the action was done; a person must look. */
    UNKNOWN
  }

  /**
   * Time and money of an incident, all computed from its record.
   *
   * @param downtimeSeconds from onset until the SLO was met again, or until now when it is not
   * @param manualSeconds what people would have needed
   * @param downtimeDollars revenue lost in {@code downtimeSeconds}
   * @param remediationDollars what the fix cost in the cloud
   * @param avertedDollars revenue that was not lost, less the remediation; 0 when not resolved
   */
  public record Worth(
      double downtimeSeconds,
      double manualSeconds,
      double downtimeDollars,
      double remediationDollars,
      double avertedDollars) {}

  public Decision {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(decidedBy);
    Objects.requireNonNull(sentence);
    Objects.requireNonNull(worth);
  }

  @Override
  public Intent intent() {
    return Intent.DECISION;
  }
}
