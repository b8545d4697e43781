package dev.aegis.anomaly;

/** Which way a quantity goes when something is wrong. */
public enum Direction {
  /** Only more is worse: response times, errors. */
  UP,
  /** Only less is worse: throughput, pods. */
  DOWN,
  /** Both are worse, or it is not known. */
  EITHER;

  /**
   * How far a deviation goes the wrong way.
   *
   * @param deviation observed less normal
   * @return above 0 when it goes the wrong way, 0 or below when not
   */
  double wrongness(double deviation) {
    return switch (this) {
      case UP -> deviation;
      case DOWN -> -deviation;
      case EITHER -> Math.abs(deviation);
    };
  }
}
