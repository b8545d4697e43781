package dev.aegis.culprit;

import java.util.Objects;

/**
 * What calls to a component lose while it serves them.
 *
 * @param component who serves
 * @param caller who calls; empty when callers are not told apart, or come from outside
 * @param callsPerSecond since the onset, 0 or more
 * @param lossPerCall seconds until the answer, or the share of calls that fail, 0 to 1
 */
public record Served(String component, String caller, double callsPerSecond, Course lossPerCall) {
  public Served {
    Objects.requireNonNull(component);
    Objects.requireNonNull(caller);
    Objects.requireNonNull(lossPerCall);
    Calls.requireRate(callsPerSecond);
  }
}
