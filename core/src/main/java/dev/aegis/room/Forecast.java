package dev.aegis.room;

import java.util.List;

/**
 * How the replay expects the service to go on.
 *
 * @param label such as {@code do nothing} or {@code scale_pods}
 * @param points ascending in time
 */
public record Forecast(String label, List<Point> points) {
  public Forecast {
    points = List.copyOf(points);
  }

  /**
   * One interval of the replay, over all replications.
   *
   * @param secondsFromNow end of the interval; below 0 lies before the fix
   * @param p99LowMillis 5th percentile of p99 over replications
   * @param p99Millis median
   * @param p99HighMillis 95th percentile
   * @param errorLow 5th percentile over replications of the share of failed requests, 0 to 1
   * @param errorRatio median of it
   * @param errorHigh 95th percentile of it
   */
  public record Point(
      double secondsFromNow,
      double p99LowMillis,
      double p99Millis,
      double p99HighMillis,
      double errorLow,
      double errorRatio,
      double errorHigh) {

    /** An interval in which the share of failed requests is the same in all replications. */
    public Point(
        double secondsFromNow,
        double p99LowMillis,
        double p99Millis,
        double p99HighMillis,
        double errorRatio) {
      this(
          secondsFromNow,
          p99LowMillis,
          p99Millis,
          p99HighMillis,
          errorRatio,
          errorRatio,
          errorRatio);
    }
  }
}
