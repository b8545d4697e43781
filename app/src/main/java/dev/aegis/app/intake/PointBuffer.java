package dev.aegis.app.intake;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The points of one series while they come in, in any order and number. Beyond its limit the points
 * are gathered into buckets of time, as narrow as the limit allows. Widths form a ladder in which
 * each divides the next, so the result depends on the set of points only, not on their order.
 */
final class PointBuffer {
  /** What becomes of several values in one bucket, or at the same instant. */
  enum Fold {
    MEAN,
    /** A mean of percentiles would hide the breach that one of them shows. */
    MAX
  }

  private static final long DAY = 86_400_000L;
  private static final long[] WIDTHS = {
    1,
    10,
    100,
    1_000,
    5_000,
    10_000,
    30_000,
    60_000,
    300_000,
    600_000,
    1_800_000,
    3_600_000,
    7_200_000,
    21_600_000,
    43_200_000,
    DAY,
    7 * DAY,
    28 * DAY,
    280 * DAY,
    2_800 * DAY
  };

  private final Fold fold;
  private long[] times = new long[16];
  private double[] values = new double[16];
  private int[] counts = new int[16];
  private int size;
  private int sorted;
  private int width;
  private int limit;
  private long doubled;

  PointBuffer(Fold fold, int limit) {
    this.fold = fold;
    this.limit = limit;
  }

  Fold fold() {
    return fold;
  }

  void add(long at, double value) {
    add(at, value, 1);
  }

  /** Adds a value that stands for so many readings. */
  void add(long at, double value, int count) {
    if (size == times.length) {
      makeRoom();
    }
    times[size] = bucket(at);
    values[size] = fold == Fold.MEAN ? value * count : value;
    counts[size] = count;
    size++;
  }

  /** Lowers the number of points that may stay. */
  void limit(int points) {
    if (points < limit) {
      limit = points;
      if (size > 2 * limit) {
        settle();
      }
    }
  }

  /** Sorts, folds what falls together, and widens the buckets until the limit holds. */
  void settle() {
    sort();
    foldEqualTimes();
    while (size > limit && width + 1 < WIDTHS.length) {
      widen();
    }
  }

  /** Buckets at least as wide as those of the other. */
  void asWideAs(PointBuffer other) {
    while (width < other.width) {
      settleThenWiden();
    }
  }

  /** Changes every value, in place. */
  void change(DoubleUnaryOperator change) {
    for (int i = 0; i < size; i++) {
      double changed = change.applyAsDouble(value(i));
      values[i] = fold == Fold.MEAN ? changed * counts[i] : changed;
    }
  }

  int size() {
    return size;
  }

  long time(int index) {
    return times[index];
  }

  double value(int index) {
    return fold == Fold.MEAN ? values[index] / counts[index] : values[index];
  }

  int count(int index) {
    return counts[index];
  }

  /** Values that came for an instant that had one already. */
  long doubled() {
    return doubled;
  }

  /** The width of the buckets in milliseconds; 1 when the points are as they came. */
  long widthMillis() {
    return WIDTHS[width];
  }

  /** The value at exactly this time; NaN where there is none. Call after {@link #settle}. */
  double at(long time) {
    int found = Arrays.binarySearch(times, 0, size, time);
    return found < 0 ? Double.NaN : value(found);
  }

  /** The median distance of neighbours in milliseconds; 0 with fewer than two points. */
  long interval() {
    if (size < 2) {
      return 0;
    }
    long[] gaps = new long[size - 1];
    for (int i = 1; i < size; i++) {
      gaps[i - 1] = times[i] - times[i - 1];
    }
    Arrays.sort(gaps);
    return gaps[gaps.length / 2];
  }

  private void settleThenWiden() {
    sort();
    foldEqualTimes();
    widen();
  }

  private void widen() {
    width++;
    for (int i = 0; i < size; i++) {
      times[i] = bucket(times[i]);
    }
    foldEqualTimes();
  }

  private long bucket(long at) {
    long span = WIDTHS[width];
    return span == 1 ? at : Math.floorDiv(at, span) * span;
  }

  private void makeRoom() {
    if (size < 2 * limit) {
      int room = Math.min(size * 2, 2 * limit);
      times = Arrays.copyOf(times, room);
      values = Arrays.copyOf(values, room);
      counts = Arrays.copyOf(counts, room);
    } else {
      settle();
    }
  }

  private void foldEqualTimes() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept > 0 && times[kept - 1] == times[i]) {
        values[kept - 1] =
            fold == Fold.MEAN
                ? values[kept - 1] + values[i]
                : Math.max(values[kept - 1], values[i]);
        counts[kept - 1] = saturated((long) counts[kept - 1] + counts[i]);
        doubled += width == 0 ? 1 : 0;
      } else {
        times[kept] = times[i];
        values[kept] = values[i];
        counts[kept] = counts[i];
        kept++;
      }
    }
    size = kept;
    sorted = kept;
  }

  private static int saturated(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  private void sort() {
    int from = Math.max(sorted, 1);
    for (int i = from; i < size; i++) {
      if (precedes(i, i - 1)) {
        mergeSort();
        break;
      }
    }
    sorted = size;
  }

  private boolean precedes(int a, int b) {
    return times[a] < times[b]
        || (times[a] == times[b] && Double.compare(values[a], values[b]) < 0);
  }

  /** Bottom-up merge sort of the three parallel arrays by time, then value. */
  private void mergeSort() {
    long[] t = new long[times.length];
    double[] v = new double[values.length];
    int[] c = new int[counts.length];
    for (int run = 1; run < size; run = run > size / 2 ? size : run * 2) {
      for (int low = 0; low < size; low += 2 * run) {
        int middle = Math.min(low + run, size);
        int high = Math.min(low + 2 * run, size);
        if (middle >= high || !precedes(middle, middle - 1)) {
          System.arraycopy(times, low, t, low, high - low);
          System.arraycopy(values, low, v, low, high - low);
          System.arraycopy(counts, low, c, low, high - low);
          continue;
        }
        int left = low;
        int right = middle;
        for (int out = low; out < high; out++) {
          boolean fromRight = left >= middle || (right < high && precedes(right, left));
          int in = fromRight ? right++ : left++;
          t[out] = times[in];
          v[out] = values[in];
          c[out] = counts[in];
        }
      }
      long[] oldTimes = times;
      double[] oldValues = values;
      int[] oldCounts = counts;
      times = t;
      values = v;
      counts = c;
      t = oldTimes;
      v = oldValues;
      c = oldCounts;
    }
  }
}
