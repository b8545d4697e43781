package dev.aegis.app.score;

import java.util.List;

/**
 * What a detection in each row of one file is worth (Lavin and Ahmad, <i>Evaluating Real-time
 * Anomaly Detection Algorithms - the Numenta Anomaly Benchmark</i>, 2015). In a window a detection
 * is worth {@code S(p) / S(-1)} with {@code S(p) = 2 / (1 + e^{5p}) - 1} and {@code p = -(last -
 * row + 1) / width}: most at the left edge. Outside it costs {@code S((row - last) / (width - 1))}
 * of the window before, which is nearly nothing just after it, and 1 where there is none or it is
 * further away than three widths. The first rows of a file do not count.
 */
final class NabRuler {
  private static final double PROBATION_SHARE = 0.15;
  private static final double LONGEST_PROBATION = 750;
  private static final double FAR = 3;
  private static final int OUTSIDE = -1;

  private final int windows;
  private final int probation;
  private final int[] windowOf;
  private final double[] worth;

  /**
   * @param rows of the file
   * @param windows in time order, apart from each other
   */
  NabRuler(int rows, List<NabWindow> windows) {
    this.windows = windows.size();
    probation = (int) Math.min(Math.floor(PROBATION_SHARE * rows), LONGEST_PROBATION);
    windowOf = new int[rows];
    worth = new double[rows];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      while (next < windows.size() && row > windows.get(next).last()) {
        next++;
      }
      boolean inside = next < windows.size() && row >= windows.get(next).first();
      windowOf[row] = inside ? next : OUTSIDE;
      worth[row] = inside ? inside(row, windows.get(next)) : outside(row, windows, next);
    }
  }

  private static double inside(int row, NabWindow window) {
    return sigmoid(-(window.last() - row + 1) / (double) window.width()) / sigmoid(-1);
  }

  private static double outside(int row, List<NabWindow> windows, int next) {
    if (next == 0) {
      return -1;
    }
    NabWindow before = windows.get(next - 1);
    return sigmoid((row - before.last()) / (double) (before.width() - 1));
  }

  private static double sigmoid(double position) {
    return position > FAR ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
  }

  int rows() {
    return worth.length;
  }

  int windows() {
    return windows;
  }

  boolean counts(int row) {
    return row >= probation;
  }

  /** Which window a row lies in, from 0; below 0 when in none. */
  int windowOf(int row) {
    return windowOf[row];
  }

  /** From -1 to 1; above 0 in windows. */
  double worth(int row) {
    return worth[row];
  }
}
