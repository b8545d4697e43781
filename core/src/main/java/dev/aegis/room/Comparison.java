package dev.aegis.room;

/**
 * What the replay foresaw of an executed plan beside what was measured. Both are taken over the
 * same time: from the recovery, or from the last step where there was none, to the end of the
 * watch. A figure that was not forecast or not measured is -1.
 *
 * @param probability forecast: that the SLO is met in time and held, 0 to 1
 * @param recoverySeconds forecast: median time from the verdict until the SLO is met for good
 * @param p99LowMillis forecast: 5th percentile of p99 over replications
 * @param p99Millis forecast: median of p99
 * @param p99HighMillis forecast: 95th percentile
 * @param errorRatio forecast: share of failed requests, 0 to 1
 * @param measuredRecoverySeconds measured: from the verdict until the SLO was met for good
 * @param measuredP99Millis measured: median over the scrapes
 * @param measuredErrorRatio measured: median over the scrapes, 0 to 1
 */
public record Comparison(
    double probability,
    double recoverySeconds,
    double p99LowMillis,
    double p99Millis,
    double p99HighMillis,
    double errorRatio,
    double measuredRecoverySeconds,
    double measuredP99Millis,
    double measuredErrorRatio) {
  public Comparison {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("expected a probability, found " + probability);
    }
  }

  /** Whether p99 was both forecast and measured. */
  public boolean hasP99() {
    return p99Millis >= 0 && measuredP99Millis >= 0;
  }

  /** Whether the measured p99 lies in the forecast's band of 90 %. */
  public boolean inBand() {
    return hasP99() && measuredP99Millis >= p99LowMillis && measuredP99Millis <= p99HighMillis;
  }
}
