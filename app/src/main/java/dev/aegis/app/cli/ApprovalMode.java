package dev.aegis.app.cli;

/** Who answers the request for approval in the demo; the words of {@code --approve}. */
public enum ApprovalMode {
  /** A written policy says yes, and the record names it. */
  AUTO,
  /** The person at the terminal. */
  ASK,
  /** A written policy says no. */
  DENY
}
