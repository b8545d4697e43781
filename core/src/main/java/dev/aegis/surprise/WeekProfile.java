package dev.aegis.surprise;

/**
 * What is normal at this hour of this day of the week, learnt as the weeks go by: a mean for each
 * of the {@value #HOURS} hours of the UTC week, read between neighbours in proportion, and one
 * spread. It speaks in place of the {@link DayProfile} once a second week is over, and only of a
 * series that it tells clearly better, one whose weekends are not like its working days; until
 * then, and for all others, the hour of the day is what counts.
 */
final class WeekProfile {
  private static final int HOURS = 168;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long KNOWN_MILLIS = 14 * 24 * HOUR_MILLIS;
  private static final double BETTER = 0.7;
  // Points of an hour that its mean remembers: four weeks of minutes.
  private static final int REMEMBERED = 240;
  private static final double MEMORY = 1 / 1000.0;
  // An outlier counts in a spread as at most so many of it.
  private static final double CLIP = 6;
  // Well within what a mean can hold.
  private static final double LARGEST = 1e37;

  private final float[] level = new float[HOURS];
  private final short[] count = new short[HOURS];
  private double spread;
  private double spreadByHour;
  private long firstMillis = Long.MAX_VALUE;

  /**
   * Takes the next point.
   *
   * @param inverse one over the count of points so far
   * @param day the profile by hour of day, which took this point already
   * @return how far it is from normal for this hour of the week, in spreads; that of the day while
   *     the week tells nothing more
   */
  double offer(long epochMillis, double value, double inverse, DayProfile day) {
    if (!(Math.abs(value) < LARGEST)) {
      return day.deviation();
    }
    firstMillis = Math.min(firstMillis, epochMillis);
    long hour = Math.floorDiv(epochMillis, HOUR_MILLIS);
    int part = Math.floorMod(hour, HOURS);
    double offCentre = (epochMillis - hour * HOUR_MILLIS) / (double) HOUR_MILLIS - 0.5;
    int neighbour = Math.floorMod(hour + (offCentre >= 0 ? 1 : -1), HOURS);
    double deviation = day.deviation();
    if (count[part] > 0 && count[neighbour] > 0) {
      double usual = level[part] + Math.abs(offCentre) * (level[neighbour] - level[part]);
      double residual = value - usual;
      deviation = tellsMore(epochMillis) ? residual / spread : deviation;
      double rate = Math.max(MEMORY, inverse);
      spread += rate * (clipped(residual, spread) - spread);
      spreadByHour += rate * (clipped(day.residual(), spreadByHour) - spreadByHour);
    }
    count[part] += (short) (count[part] < REMEMBERED ? 1 : 0);
    level[part] += (float) ((value - level[part]) / count[part]);
    return deviation;
  }

  private boolean tellsMore(long epochMillis) {
    return epochMillis - firstMillis >= KNOWN_MILLIS
        && spread > 0
        && spread < BETTER * spreadByHour;
  }

  private static double clipped(double residual, double spread) {
    double size = Math.abs(residual);
    return spread > 0 ? Math.min(size, CLIP * spread) : size;
  }
}
