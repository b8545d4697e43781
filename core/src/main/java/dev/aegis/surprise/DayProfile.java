package dev.aegis.surprise;

/**
 * What is normal at this time of day, learnt as the days go by: a mean and a spread for each of
 * {@value #PARTS} parts of the UTC day, read between neighbouring parts in proportion. A series
 * that is the same at all hours costs nothing by it; until every part was met the first day passes
 * without a word.
 */
final class DayProfile {
  private static final int PARTS = 24;
  private static final long DAY_MILLIS = 86_400_000;
  // Points of a part that its mean and its spread remember.
  private static final int REMEMBERED = 60;
  private static final double OVERALL_MEMORY = 1 / 1000.0;
  // An outlier counts in the spread as at most so many of it.
  private static final double CLIP = 6;

  private final double[] level = new double[PARTS];
  private final double[] spread = new double[PARTS];
  private final int[] count = new int[PARTS];
  private double overall;
  private double deviation;
  private double residual;

  /**
   * Takes the next point.
   *
   * @param inverse one over the count of points so far
   * @return how far it is from normal for this time of day, in spreads; 0 while that is not known
   */
  double offer(long epochMillis, double value, double inverse) {
    double at = Math.floorMod(epochMillis, DAY_MILLIS) * PARTS / (double) DAY_MILLIS;
    int part = (int) at;
    double offCentre = at - part - 0.5;
    int neighbour = offCentre >= 0 ? (part + 1) % PARTS : (part + PARTS - 1) % PARTS;
    double share = Math.abs(offCentre);
    deviation = 0;
    residual = 0;
    if (count[part] > 0 && count[neighbour] > 0) {
      judge(value, part, neighbour, share, inverse);
    }
    count[part]++;
    level[part] += rate(count[part]) * (value - level[part]);
    return deviation;
  }

  private void judge(double value, int part, int neighbour, double share, double inverse) {
    // In this form a series that stands still leaves no rounding behind to be surprised at.
    residual = value - level[part] - share * (level[neighbour] - level[part]);
    double local = (1 - share) * spread[part] + share * spread[neighbour];
    double scale = (local + overall) / 2;
    double size = Math.abs(residual);
    overall += Math.max(OVERALL_MEMORY, inverse) * (clipped(size, overall) - overall);
    spread[part] += rate(count[part] + 1) * (clipped(size, spread[part]) - spread[part]);
    deviation = scale > 0 ? residual / scale : 0;
  }

  /** What {@link #offer} said last. */
  double deviation() {
    return deviation;
  }

  /** The same in the unit of the series. */
  double residual() {
    return residual;
  }

  private static double rate(int count) {
    return count < REMEMBERED ? 1.0 / count : 1.0 / REMEMBERED;
  }

  private static double clipped(double size, double spread) {
    return spread > 0 ? Math.min(size, CLIP * spread) : size;
  }
}
