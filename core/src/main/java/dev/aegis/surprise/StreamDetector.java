package dev.aegis.surprise;

/**
 * Says of each point of one series how anomalous it is, knowing only the points before it. Memory
 * is constant and nothing is allocated for a point. Not thread-safe.
 */
public interface StreamDetector {
  /**
   * Takes the next point. One whose value is not finite, or whose time is before that of the point
   * before, is a gap: it scores 0 and nothing is learned from it.
   *
   * @param epochMillis when it was measured
   * @param value in the unit of the series
   * @return the anomaly score, 0 for what is normal, in the detector's unit; finite
   */
  double offer(long epochMillis, double value);
}
