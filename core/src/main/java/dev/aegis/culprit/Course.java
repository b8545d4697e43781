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

  private final double[] usual;
  private final double[] before;
  private final double[] since;

  /**
   * Copies what is finite.
   *
   * @param usual from usual times, in any order, possibly none
   * @param before from just before the onset, possibly none
   * @param since from the onset on, possibly none
   */
  public Course(double[] usual, double[] before, double[] since) {
    this.usual = finite(usual);
    this.before = finite(before);
    this.since = finite(since);
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
  }

  /** Whether there is anything to compare: values since, and values from before or usual ones. */
  public boolean known() {
    return since.length > 0 && before.length + usual.length > 0;
  }

  /** Where it stood: before the onset, or at usual times where nothing is from before; else NaN. */
  public double level() {
    return middle(before.length > 0 ? before : usual);
  }

  /** Where it stands since; NaN when nothing was measured. */
  public double now() {
    return middle(since);
  }

  /** How far it moved, above 0 for a rise; 0 when there is nothing to compare. */
  double shift() {
    return known() ? now() - level() : 0;
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
    double[] told = usual.length >= ENOUGH || before.length == 0 ? usual : before;
    int reference = before.length > 0 ? before.length : usual.length;
    double error = spread(told) * Math.sqrt(1.0 / since.length + 1.0 / reference);
    return Math.hypot(Math.hypot(error, share * level()), least);
  }

  /** One value alone tells no spread: a quarter of it is taken. */
  private static double spread(double[] sorted) {
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
