package dev.aegis.culprit;

import java.util.Objects;

/**
 * What calls lose between two components: what the caller waits longer than the callee works.
 *
 * @param caller who calls
 * @param callee who is called
 * @param callsPerSecond since the onset, 0 or more
 * @param lossPerCall seconds on the way there and back
 */
public record Transit(String caller, String callee, double callsPerSecond, Course lossPerCall) {
  public Transit {
    Objects.requireNonNull(caller);
    Objects.requireNonNull(callee);
    Objects.requireNonNull(lossPerCall);
    Calls.requireRate(callsPerSecond);
  }
}
