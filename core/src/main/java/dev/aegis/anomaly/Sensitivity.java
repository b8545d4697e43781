package dev.aegis.anomaly;

import dev.aegis.telemetry.Metric;
import java.util.Objects;

/**
 * What is worth noticing in one quantity.
 *
 * <p>The floors answer a real trap: the spread of a series that hardly ever moves (pods, a count of
 * errors, a constant) is estimated as nearly 0, and then any step at all is a thousand sigmas. A
 * deviation is therefore never measured with a finer ruler than the floor.
 *
 * @param direction which way is wrong
 * @param absoluteFloor the finest spread believed, in the unit of the series, above 0
 * @param relativeFloor the finest spread believed as a share of the normal level, 0 or more
 */
public record Sensitivity(Direction direction, double absoluteFloor, double relativeFloor) {
  /** For a quantity of which nothing is known: either way, in any unit. */
  public static final Sensitivity GENERIC = new Sensitivity(Direction.EITHER, 1e-9, 0.05);

  public Sensitivity {
    Objects.requireNonNull(direction);
    if (!(absoluteFloor > 0) || !(relativeFloor >= 0)) {
      throw new IllegalArgumentException(
          "expected floors above 0, found " + absoluteFloor + " and " + relativeFloor);
    }
  }

  /** The sensitivity that suits a metric of the canonical vocabulary; generic for any other. */
  public static Sensitivity of(Metric metric) {
    if (metric.name().startsWith("latency_") || metric.equals(Metric.DEPENDENCY_LATENCY)) {
      return new Sensitivity(Direction.UP, 1, 0.05);
    }
    if (metric.equals(Metric.COMPLETION_RATE)) {
      return new Sensitivity(Direction.DOWN, 0.1, 0.05);
    }
    if (metric.equals(Metric.REQUEST_RATE)) {
      return new Sensitivity(Direction.EITHER, 0.1, 0.05);
    }
    if (metric.equals(Metric.PODS_READY)) {
      // One pod more or less must count, whatever their number.
      return new Sensitivity(Direction.DOWN, 0.3, 0);
    }
    if (metric.equals(Metric.POD_RESTARTS)) {
      return new Sensitivity(Direction.UP, 0.3, 0);
    }
    if (metric.equals(Metric.QUEUE_LENGTH)) {
      return new Sensitivity(Direction.UP, 1, 0.05);
    }
    if (metric.isOfLogPattern()) {
      return new Sensitivity(Direction.UP, 0.01, 0.05);
    }
    if (metric.name().endsWith("_ratio") || metric.equals(Metric.UTILISATION)) {
      // Two in a thousand: less is not felt by anyone.
      return new Sensitivity(Direction.UP, 0.002, 0.05);
    }
    return GENERIC;
  }

  /** The spread to measure with. */
  double scale(double centre, double spread) {
    return Math.max(spread, Math.max(absoluteFloor, relativeFloor * Math.abs(centre)));
  }
}
