package dev.aegis.anomaly;

/** Whom an incident wakes, from the one that need not be woken to the one who must be. */
public enum Wake {
  /** The error budget lasts: somebody looks when they look. */
  NOBODY,
  /** The budget of the month will not last: somebody looks on the next working day. */
  TICKET,
  /** A good part of the budget is gone within hours: the engineer on call is woken. */
  PAGE
}
