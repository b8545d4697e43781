package dev.aegis.incident;

/** How far an incident has come, for people and for exit codes. */
public enum Status {
  /** No decision yet, and nobody is asked. */
  OPEN("open"),
  /** A person is asked to approve a plan. */
  WAITING("waiting for approval"),
  /** The SLO is met again. */
  RESOLVED("resolved"),
  /** A proved plan was handed to a person. */
  RECOMMENDED("a proved plan was handed to a person"),
  /** Approved, but its first step was held back. */
  NOT_EXECUTED("not resolved, nothing was executed"),
  /** A person said no. */
  DENIED("denied by a person"),
  /** Executed, did not help, taken back. */
  REVERTED("not resolved, the fix was taken back"),
  /** Executed, did not help, left in place. */
  LEFT_IN_PLACE("not resolved, the fix was left in place"),
  /** Nobody answered in time. */
  EXPIRED("not resolved, the approval expired"),
  /** Aegis stopped and a person takes over. */
  ESCALATED("escalated to a person"),
  /** It is not known whether an action was done. */
  UNKNOWN("outcome unknown, a person must look");

  private final String words;

  Status(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
