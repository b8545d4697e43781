package dev.aegis.surprise;

/**
 * How surprising it is that a series that rests at one value leaves it as it does. Points off that
 * value with fewer than {@value #CALM} points of rest between them are one excursion; its size is
 * all the way that the series went meanwhile, up and down, so that one step to a new value that is
 * kept is small and flapping is not. An excursion this size has the probability {@code P(begins) *
 * P(size >= s)}: the one by Laplace's rule of succession, the other with logarithms of sizes taken
 * for normal, whose mean and variance begin with one excursion of the first step's size. That a
 * series leaves its rest at all is never as surprising as {@value #RAREST} decades and more.
 */
final class Excursions {
  private static final int CALM = 10;
  private static final double RAREST = 4;
  private static final double MEMORY = 200;
  private static final double PRIOR_VARIANCE = 1;
  private static final double PRIOR_WEIGHT = 3;
  private static final double LEAST_SPREAD = 0.5;
  private static final double ANY_SIZE = 1.7;
  private static final double CLIP = 4;
  private static final double PER_DECADE = 1 / Math.log(10);

  private double points;
  private double met;
  private double weight;
  private double meanLog;
  private double squares;
  private int calm = CALM;
  private double size;
  private double firstLog;
  private double last;
  private long since;

  /**
   * Takes the next point.
   *
   * @param rest where the series rests
   * @return {@code -log10 P} of the excursion so far; 0 at rest
   */
  double offer(long epochMillis, double value, double rest) {
    points++;
    double step = points == 1 ? 0 : Math.abs(value - last);
    last = value;
    if (value == rest) {
      restAgain();
      size += under() ? step : 0;
      return 0;
    }
    if (!under()) {
      begin(epochMillis, Math.abs(value - rest));
    }
    calm = 0;
    size += step;
    return surprise();
  }

  private boolean under() {
    return calm < CALM;
  }

  private void begin(long epochMillis, double step) {
    met++;
    size = 0;
    firstLog = Math.log(step);
    since = epochMillis;
  }

  private void restAgain() {
    if (under() && ++calm == CALM && size > 0) {
      learn(Math.log(size));
    }
  }

  private void learn(double log) {
    double deviation = log - meanLog;
    double bound = CLIP * spread();
    double clipped = weight == 0 ? deviation : Math.clamp(deviation, -bound, bound);
    weight = Math.min(MEMORY, weight + 1);
    meanLog += clipped / weight;
    squares += clipped * clipped * (weight - 1) / weight;
    squares *= weight < MEMORY ? 1 : 1 - 1 / MEMORY;
  }

  private double spread() {
    double variance = (squares + PRIOR_VARIANCE * PRIOR_WEIGHT) / (weight + PRIOR_WEIGHT);
    return Math.max(LEAST_SPREAD, Math.sqrt(variance));
  }

  private double surprise() {
    double rarity = Math.min(RAREST, -Math.log10(met / (points + 1)));
    double usual = (meanLog * weight + firstLog) / (weight + 1);
    double off = size > 0 ? Math.max(0, (Math.log(size) - usual) / spread()) : 0;
    return rarity + PER_DECADE * off * off / 2;
  }

  /** Whether sizes are so different that nothing can be said of a wild one. */
  boolean ofAllSizes() {
    return spread() > ANY_SIZE;
  }

  /** When the newest excursion began. */
  long since() {
    return since;
  }
}
