package dev.aegis.telemetry;

/**
 * The service level objective: what the service promises its users.
 *
 * @param latencyP99Millis the highest 99th percentile of response times that is still good
 * @param errorRatio the highest share of failed requests that is still good, 0 to 1
 */
public record Slo(double latencyP99Millis, double errorRatio) {
  public Slo {
    if (!(latencyP99Millis > 0)) {
      throw new IllegalArgumentException(
          "expected a latency objective above 0 ms, found " + latencyP99Millis);
    }
    if (!(errorRatio > 0 && errorRatio < 1)) {
      throw new IllegalArgumentException(
          "expected an error objective between 0 and 1, found " + errorRatio);
    }
  }

  /** Whether these figures break the promise; NaN (not measured) breaks nothing. */
  public boolean breachedBy(double p99Millis, double errors) {
    return p99Millis > latencyP99Millis || errors > errorRatio;
  }
}
