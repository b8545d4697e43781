package dev.aegis.surprise;

/**
 * Whether the newest window of points is spread over its range as no window before it was. The
 * range of the series so far is cut into parts; a window is the share of its points in each. Its
 * distance from a known distribution is {@code 2 W D(window || known)}, by relative entropy {@code
 * D}, and a window that is further than {@value #NEW} from all of them is learnt as a new one (Wang
 * and others, <i>Statistical Techniques for Online Anomaly Detection in Data Centers</i>, 2011).
 * When there is no room the one that was met least gives way.
 */
final class WindowShapes {
  /** The 99th percentile of chi-squared with four degrees of freedom. */
  private static final double NEW = 13.3;

  private static final double PSEUDO_COUNT = 0.5;

  /** Points of a window. */
  private static final int WINDOW = 30;

  /** Parts of the range. */
  private static final int PARTS = 5;

  /** Distributions there is room for. */
  private static final int ROOM = 16;

  /** Of each count of points in a part, its share and the share's term of the entropy. */
  private static final double[] SHARES = new double[WINDOW + 1];

  private static final double[] ENTROPY = new double[WINDOW + 1];

  static {
    for (int count = 0; count <= WINDOW; count++) {
      double share = count / (double) WINDOW;
      ENTROPY[count] = count == 0 ? 0 : share * Math.log(share);
      SHARES[count] = (count + PSEUDO_COUNT) / (WINDOW + PSEUDO_COUNT * PARTS);
    }
  }

  private final byte[] recent = new byte[WINDOW];
  private final int[] counts = new int[PARTS];
  // Part by part, so that all distributions change together when a point comes and one goes.
  private final double[] known = new double[PARTS * ROOM];
  private final double[] logs = new double[PARTS * ROOM];
  private final double[] cross = new double[ROOM];
  private final double[] met = new double[ROOM];
  private int size;
  private int nearest;
  private int next;
  private boolean full;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /** Takes the next point; the distance of its window from the nearest known distribution. */
  double offer(double value) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    int part = high > low ? (int) Math.min(PARTS - 1, (value - low) / (high - low) * PARTS) : 0;
    int place = next;
    int leaving = recent[place];
    recent[place] = (byte) part;
    counts[part]++;
    next = place + 1;
    if (full) {
      counts[leaving]--;
      exchange(leaving, part);
    }
    if (next == WINDOW) {
      next = 0;
      full = true;
      sumUp();
    }
    return full ? judge() : 0;
  }

  /** A point came and one went: two terms of each sum are others, whoever it was. */
  private void exchange(int leaving, int coming) {
    int from = leaving * ROOM;
    int to = coming * ROOM;
    for (int each = 0; each < cross.length; each++) {
      cross[each] += logs[to + each] - logs[from + each];
    }
  }

  /** Once a window, so that roundings do not add up. */
  private void sumUp() {
    for (int each = 0; each < size; each++) {
      cross[each] = cross(each);
    }
  }

  private double cross(int each) {
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      sum += counts[part] * logs[part * ROOM + each];
    }
    return sum;
  }

  private double judge() {
    if (size == 0) {
      learn(place(), 1);
      return 0;
    }
    findNearest();
    double distance = 2 * WINDOW * (own() - cross[nearest] / WINDOW);
    if (distance > NEW) {
      learn(place(), 1);
      return distance;
    }
    met[nearest]++;
    learn(nearest, 1.0 / WINDOW);
    return distance;
  }

  private double own() {
    double own = 0;
    for (int part = 0; part < PARTS; part++) {
      own += ENTROPY[counts[part]];
    }
    return own;
  }

  /** Mostly the one that it was before, which is why that is asked first. */
  private void findNearest() {
    double most = cross[nearest];
    for (int each = 0; each < size; each++) {
      if (cross[each] > most) {
        most = cross[each];
        nearest = each;
      }
    }
  }

  /** A free place, or the one of the distribution that was met least. */
  private int place() {
    int place = size;
    if (size < ROOM) {
      size++;
    } else {
      place = 0;
      for (int each = 1; each < size; each++) {
        place = met[each] < met[place] ? each : place;
      }
    }
    met[place] = 1;
    return place;
  }

  private void learn(int place, double rate) {
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      int at = part * ROOM + place;
      known[at] += rate * (SHARES[counts[part]] - known[at]);
      double log = Logarithm.of(known[at]);
      logs[at] = log;
      sum += counts[part] * log;
    }
    cross[place] = sum;
  }
}
