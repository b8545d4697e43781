package dev.aegis.culprit;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;

/**
 * One quantity around an onset: values from just before it, values since, and, where there are
 * some, values from usual times, which tell how much it varies by itself. Immutable. The unit is
 * the caller's; whatever is not finite is left out.
 *
 * <p>Levels are medians and spreads come from the median absolute deviation, so that values of an
 * incident that had begun before it was noticed, or ended before the window did, move neither by
 * much (median and interquartile range survive late detection where mean and standard deviation do
 * not: Pham, Ha and Zhang, <i>BARO</i>, FSE 2024).
 */
public final class Course {
  /** From here on usual times tell more about the spread than the few values before the onset. */
  private static final int ENOUGH = 20;

  /** The median absolute deviation of a normal distribution, in standard deviations. */
  private static final double MAD = 0.6745;

  private static final double ALONE = 0.25;
  private static final int FEW = 3;

  /** A quantity that was not measured. */
  public static final Course NOTHING = new Course(Double.NaN, 0, Double.NaN, Double.NaN, 0);

  private final double level;
  private final double now;
  private final double spread;
  private final int reference;
  private final int since;

  /**
   * Copies what is finite.
   *
   * @param usual from usual times, in any order, possibly none
   * @param before from just before the onset, possibly none
   * @param since from the onset on, possibly none
   */
  public Course(double[] usual, double[] before, double[] since) {
    double[] always = finite(usual);
    double[] justBefore = finite(before);
    double[] afterwards = finite(since);
    double[] stood = justBefore.length > 0 ? justBefore : always;
    this.level = middle(stood);
    this.now = middle(afterwards);
    this.spread = spread(always.length >= ENOUGH || justBefore.length == 0 ? always : justBefore);
    this.reference = stood.length;
    this.since = afterwards.length;
  }

  private Course(double level, int reference, double spread, double now, int since) {
    this.level = level;
    this.reference = reference;
    this.spread = spread;
    this.now = now;
    this.since = since;
  }

  /**
   * A quantity of which only a summary is known; not {@link #known} where a figure is not finite.
   *
   * @param level where it stood, the median of so many values before the onset
   * @param deviation their median absolute deviation from it
   * @param now where it stands, the median of so many values since
   */
  public static Course summarised(
      double level, int before, double deviation, double now, int since) {
    boolean finite = Double.isFinite(level + deviation + now);
    double spread = before == 1 ? ALONE * Math.abs(level) : deviation / MAD;
    return finite ? new Course(level, before, spread, now, since) : NOTHING;
  }

  /** What is left of this when another, which runs beside it, is taken off. */
  public Course less(Course other) {
    return known() && other.known()
        ? new Course(
            level - other.level,
            Math.min(reference, other.reference),
            Math.hypot(spread, other.spread),
            now - other.now,
            Math.min(since, other.since))
        : NOTHING;
  }

  /** This over another, such as what is done by each; not known where the other is 0. */
  public Course per(Course other) {
    return known() && other.known() && other.level > 0 && other.now > 0
        ? new Course(
            level / other.level,
            Math.min(reference, other.reference),
            spread / other.level,
            now / other.now,
            Math.min(since, other.since))
        : NOTHING;
  }

  /** What stood at the same level, and is now so many times what it was. */
  public Course times(double more) {
    return known() && Double.isFinite(more)
        ? new Course(level, reference, spread, more * level, since)
        : NOTHING;
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
  }

  /** Whether there is anything to compare: values since, and values from before or usual ones. */
  public boolean known() {
    return since > 0 && reference > 0;
  }

  /** Where it stood: before the onset, or at usual times where nothing is from before; else NaN. */
  public double level() {
    return level;
  }

  /** Where it stands since; NaN when nothing was measured. */
  public double now() {
    return now;
  }

  /** How far it moved, above 0 for a rise; 0 when there is nothing to compare. */
  double shift() {
    return known() ? now - level : 0;
  }

  /**
   * How far it moves by chance, as a standard deviation.
   *
   * @param share of the level that always has to be reckoned with, such as 0.05
   * @param least the same in the quantity's unit
   */
  double noise(double share, double least) {
    if (!known()) {
      return least;
    }
    double error = spread * Math.sqrt(1.0 / since + 1.0 / reference);
    return Math.hypot(Math.hypot(error, share * level), least);
  }

  /** One value alone tells no spread: a quarter of it is taken. */
  private static double spread(double[] sorted) {
    if (sorted.length == 0) {
      return 0;
    }
    double median = Quantile.median(sorted);
    if (sorted.length == 1) {
      return ALONE * Math.abs(median);
    }
    return Quantile.median(Arrays.stream(sorted).map(value -> Math.abs(value - median))) / MAD;
  }

  /** The median; of three values or fewer the mean, so that one of three counts. */
  private static double middle(double[] sorted) {
    return sorted.length > FEW
        ? Quantile.median(sorted)
        : Arrays.stream(sorted).average().orElse(Double.NaN);
  }
}
