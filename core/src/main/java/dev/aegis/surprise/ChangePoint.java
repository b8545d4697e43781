package dev.aegis.surprise;

/**
 * Finds that a level has changed, and when: two cumulative sums of the deviations, in spreads, that
 * exceed what is tolerated (Page, <i>Continuous Inspection Schemes</i>, 1954), {@code S = max(0, S
 * + z - k)} upwards and the same downwards. The onset is where the sum that speaks was last 0,
 * which is the likeliest point of the change (Hinkley, 1970). The level and the spread that
 * deviations are measured by are exponentially weighted and follow at leisure; a deviation counts
 * as at most {@value #CLIP} spreads, so that one wild point is no change.
 */
public final class ChangePoint implements StreamDetector {
  private static final double TOLERATED = 0.75;
  private static final double CLIP = 4;
  private static final double RATE = 1.0 / 256;
  private static final int WARM_UP = 32;
  private static final double OLD = 300;

  private double level;
  private double spread;
  private double up;
  private double down;
  private long upSince;
  private long downSince;
  private long lastMillis = Long.MIN_VALUE;
  private long points;

  /**
   * {@inheritDoc}
   *
   * @return the larger sum, in spreads
   */
  @Override
  public double offer(long epochMillis, double value) {
    if (epochMillis < lastMillis || !Double.isFinite(value)) {
      return 0;
    }
    lastMillis = epochMillis;
    points++;
    double deviation = points == 1 ? 0 : value - level;
    double rate = points < 1 / RATE ? 1.0 / points : RATE;
    double clipped = deviation;
    if (points > WARM_UP && spread > 0) {
      sum(epochMillis, within(deviation / spread, CLIP));
      clipped = within(deviation, CLIP * spread);
    }
    level = points == 1 ? value : level + rate * clipped;
    spread += rate * (Math.abs(clipped) - spread);
    double sum = Math.max(up, down);
    if (sum > OLD) {
      beginAnew(value);
    }
    return sum;
  }

  private static double within(double deviation, double most) {
    return Math.min(most, Math.max(-most, deviation));
  }

  /** What has lasted so long is the new level, and the next change is told from that. */
  private void beginAnew(double value) {
    level = value;
    up = 0;
    down = 0;
  }

  /** A sum that was 0 has its onset here, if it grows; without a branch that noise would decide. */
  private void sum(long epochMillis, double deviation) {
    upSince = up == 0 ? epochMillis : upSince;
    up = Math.max(0, up + deviation - TOLERATED);
    downSince = down == 0 ? epochMillis : downSince;
    down = Math.max(0, down - deviation - TOLERATED);
  }

  /** Whether the larger sum speaks of a rise. */
  public boolean rising() {
    return up >= down;
  }

  /**
   * The first point of the change that the larger sum speaks of; the newest point while neither sum
   * is above 0.
   */
  public long onsetMillis() {
    boolean rising = rising();
    boolean none = (rising ? up : down) == 0;
    return none ? lastMillis : rising ? upSince : downSince;
  }
}
