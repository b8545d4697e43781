package dev.aegis.anomaly;

/**
 * Counts bad points in a row. A silence much longer than the usual spacing breaks the row: three
 * bad points of which two are hours old are not three in a row. Not thread-safe.
 */
final class Run {
  private static final double SILENCE = 6;
  private static final double SMOOTHING = 0.2;

  private int length;
  private long onset;
  private long last = Long.MIN_VALUE;
  private double usualSpacing = Double.NaN;

  /** Whether the point is newer than every one before it; an older one is not to be used. */
  boolean isNewer(long epochMillis) {
    return epochMillis > last;
  }

  /**
   * Takes the next point's time; must be called once a point, before {@link #bad} or {@link #good}.
   */
  void tick(long epochMillis) {
    if (last != Long.MIN_VALUE) {
      double spacing = epochMillis - last;
      if (spacing > SILENCE * usualSpacing) {
        length = 0;
      } else {
        usualSpacing =
            Double.isNaN(usualSpacing)
                ? spacing
                : usualSpacing + SMOOTHING * (spacing - usualSpacing);
      }
    }
    last = epochMillis;
  }

  void bad() {
    if (length == 0) {
      onset = last;
    }
    length++;
  }

  void good() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** The first point of the row; meaningful while {@link #length} is above 0. */
  long onset() {
    return onset;
  }
}
