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

  private final int window;
  private final int parts;
  private final byte[] recent;
  private final int[] counts;
  private final double[][] known;
  private final double[][] knownLogs;
  private final double[] met;
  private final double[] entropy;
  private int size;
  private int next;
  private long points;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /**
   * @param window points in it
   * @param parts of the range
   * @param room for so many distributions
   */
  WindowShapes(int window, int parts, int room) {
    this.window = window;
    this.parts = parts;
    recent = new byte[window];
    counts = new int[parts];
    known = new double[room][parts];
    knownLogs = new double[room][parts];
    met = new double[room];
    entropy = new double[window + 1];
    for (int count = 1; count <= window; count++) {
      double share = count / (double) window;
      entropy[count] = share * Math.log(share);
    }
  }

  /** Takes the next point; the distance of its window from the nearest known distribution. */
  double offer(double value) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    int part = high > low ? (int) Math.min(parts - 1, (value - low) / (high - low) * parts) : 0;
    if (points++ >= window) {
      counts[recent[next]]--;
    }
    recent[next] = (byte) part;
    counts[part]++;
    next = next + 1 == window ? 0 : next + 1;
    return points < window ? 0 : judge();
  }

  private double judge() {
    double own = 0;
    for (int part = 0; part < parts; part++) {
      own += entropy[counts[part]];
    }
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int each = 0; each < size; each++) {
      double distance = own - cross(knownLogs[each]);
      if (distance < least) {
        least = distance;
        nearest = each;
      }
    }
    double distance = nearest < 0 ? 0 : 2 * window * least;
    if (nearest < 0 || distance > NEW) {
      learn(room(), 1);
      return distance;
    }
    met[nearest]++;
    learn(nearest, 1.0 / window);
    return distance;
  }

  private double cross(double[] logs) {
    double sum = 0;
    for (int part = 0; part < parts; part++) {
      sum += counts[part] * logs[part];
    }
    return sum / window;
  }

  /** A free place, or the one of the distribution that was met least. */
  private int room() {
    int place = size;
    if (size < met.length) {
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
    double[] distribution = known[place];
    double[] logs = knownLogs[place];
    for (int part = 0; part < parts; part++) {
      double share = (counts[part] + PSEUDO_COUNT) / (window + PSEUDO_COUNT * parts);
      distribution[part] += rate * (share - distribution[part]);
      logs[part] = Math.log(distribution[part]);
    }
  }
}
