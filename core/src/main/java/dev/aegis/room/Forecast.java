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
   * @param errorRatio median share of failed requests, 0 to 1
   */
  public record Point(
      double secondsFromNow,
      double p99LowMillis,
      double p99Millis,
      double p99HighMillis,
      double errorRatio) {}
}
