package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Few pods of a region that fail or are slow while their siblings, which run the same version and
 * are given the same requests, do well; or all pods of a region that fail while those of another,
 * which run the same version, do well and nothing was changed. What ails them is theirs: a mean
 * over all pods, or the version, would carry it to pods that have nothing of it.
 *
 * @param names the worst first; empty for all
 * @param of so many pods
 * @param from the first point of the history at which they were so
 * @param owed the share of all requests that failed for it, by point
 * @param favoured whether they are given more requests than their siblings
 * @param bad what it means for requests, in seconds of the history; none where they are only slow,
 *     which is not simulated
 */
// Columns of figures that nobody compares or prints.
@SuppressWarnings("ArrayRecordComponent")
record OddPods(
    List<String> names,
    int of,
    int from,
    double[] owed,
    boolean favoured,
    ServiceModel.BadPods bad) {
  /** With two there is no telling which is the odd one. */
  private static final int FEWEST = 3;

  private static final int NEWEST = 3;

  /** The least share of all requests that fail for it. */
  private static final double MATTERS = 0.002;

  /** An odd pod fails so many times as often as its siblings, and by more than chance. */
  private static final double WORSE = 3;

  private static final double STANDARD_ERRORS = 5;

  /** An odd pod takes so many times as long as its siblings. */
  private static final double SLOWER = 2;

  /** Whoever fails at once has room for the next request. */
  private static final double FAVOURED = 1.3;

  /** Pods this full refuse requests, which is no fault of theirs. */
  private static final double NOT_FULL = 0.95;

  OddPods {
    names = List.copyOf(names);
  }

  /** Finds them among the pods of the version that does most of the work now. */
  static Optional<OddPods> of(History h) {
    int last = h.size() - 1;
    if (last < NEWEST) {
      return Optional.empty();
    }
    String version = h.runs.get(h.mainVersion(h.lastWithShares(last)));
    String label = version.equals(History.UNNAMED) ? "" : version;
    List<String> pods = h.table.pods(label);
    if (pods.size() < FEWEST) {
      return Optional.empty();
    }
    return failing(h, label, pods).or(() -> slow(h, label, pods));
  }

  private static Optional<OddPods> failing(History h, String version, List<String> pods) {
    double[][] errors = columns(h, Metric.ERROR_RATIO, version, pods);
    double[] newest = newest(errors);
    double usual = Quantile.median(newest);
    double noise = STANDARD_ERRORS * Math.sqrt(usual * (1 - usual) / requests(h));
    int[] odd = above(newest, Math.max(WORSE * usual, usual + noise));
    double lost = Arrays.stream(odd).mapToDouble(p -> newest[p] - usual).sum();
    int seen = (int) Arrays.stream(newest).filter(Double::isFinite).count();
    if (!few(odd, seen) || !(lost / seen > MATTERS)) {
      return Optional.empty();
    }
    int from = since(h, errors, odd, lost / odd.length / 2);
    double[][] given = columns(h, Metric.COMPLETION_RATE, version, pods);
    double[] owed = owed(errors, given, odd, from);
    double region = Quantile.median(Arrays.copyOfRange(owed, from, owed.length));
    boolean refusing = Quantile.median(tail(h.utilisation)) > NOT_FULL;
    if (refusing || !Double.isFinite(region)) {
      return Optional.of(ailing(names(pods, odd, newest), seen, from, h));
    }
    return Optional.of(
        new OddPods(
            names(pods, odd, newest),
            seen,
            from,
            owed,
            favoured(newest(given), odd),
            new ServiceModel.BadPods(
                odd.length,
                Math.clamp(region * seen / odd.length, 0, 1),
                h.seconds(from) - h.table.lengths[from])));
  }

  /** Of which it is not known what it means for requests. */
  private static OddPods ailing(List<String> names, int of, int from, History h) {
    return new OddPods(names, of, from, new double[h.size()], false, ServiceModel.BadPods.NONE);
  }

  /** What the odd ones fail more than the median pod, as a share of what all of them are given. */
  private static double[] owed(double[][] errors, double[][] given, int[] odd, int from) {
    double[] owed = new double[errors[0].length];
    for (int i = from; i < owed.length; i++) {
      double usual = Quantile.median(at(errors, i));
      double all = Arrays.stream(at(given, i)).filter(Double::isFinite).sum();
      double seen = Arrays.stream(at(errors, i)).filter(Double::isFinite).count();
      double sum = 0;
      for (int p : odd) {
        double share = all > 0 ? given[p][i] / all : 1 / seen;
        sum += (errors[p][i] - usual) * share;
      }
      owed[i] = sum;
    }
    return owed;
  }

  private static double[] at(double[][] columns, int i) {
    return Arrays.stream(columns).mapToDouble(c -> c[i]).toArray();
  }

  private static boolean favoured(double[] given, int[] odd) {
    double usual = Quantile.median(given);
    return Arrays.stream(odd).anyMatch(p -> given[p] > FAVOURED * usual);
  }

  /**
   * All pods of a region, where nothing was changed that could tell it from another.
   *
   * @param timeoutSeconds what clients wait: of time-outs nobody knows whose fault they are
   */
  static Optional<OddPods> all(History h, History other, double timeoutSeconds) {
    int last = h.size() - 1;
    boolean alike =
        h.versions.size() == 1
            && last >= NEWEST
            && other.size() > NEWEST
            && other
                .runs
                .get(other.mainVersion(other.lastWithShares(other.size() - 1)))
                .equals(h.versions.getFirst());
    if (!alike || !serves(h, timeoutSeconds) || !serves(other, timeoutSeconds)) {
      return Optional.empty();
    }
    double[] own =
        IntStream.range(0, h.size())
            .mapToDouble(i -> ErrorFit.without(h.callErrors(i), h.errors[i]))
            .toArray();
    double there = Quantile.median(tail(other.errors));
    double here = Quantile.median(tail(own));
    double given = NEWEST * h.table.step * Quantile.median(tail(h.completions));
    double failed = Quantile.median(tail(h.errors));
    double noise = STANDARD_ERRORS * Math.sqrt(failed * (1 - failed) / Math.max(1, given));
    if (!(here > Math.max(WORSE * there, there + noise)) || !(here - there > MATTERS)) {
      return Optional.empty();
    }
    int from = h.size() - 1;
    while (from > 0 && own[from - 1] - there > (here - there) / 2) {
      from--;
    }
    double ratio = Quantile.median(Arrays.copyOfRange(own, from, own.length)) - there;
    double[] owed = new double[h.size()];
    Arrays.fill(owed, from, owed.length, ratio);
    return Optional.of(
        new OddPods(
            List.of(),
            (int) Math.round(h.pods[last]),
            from,
            owed,
            /* favoured= */ false,
            new ServiceModel.BadPods(
                ServiceModel.BadPods.ALL,
                Math.clamp(ratio, 0, 1),
                h.seconds(from) - h.table.lengths[from])));
  }

  /** Whether what a region fails is neither refused nor late, and nobody dies. */
  private static boolean serves(History h, double timeoutSeconds) {
    boolean steady = IntStream.range(h.size() - NEWEST, h.size()).allMatch(h::steady);
    return steady
        && !(Quantile.median(tail(h.p99)) > ErrorFit.IN_TIME * 1000 * timeoutSeconds)
        && !(Quantile.median(tail(h.utilisation)) > NOT_FULL);
  }

  private static Optional<OddPods> slow(History h, String version, List<String> pods) {
    double[][] millis = columns(h, Metric.LATENCY_MEAN, version, pods);
    double[] newest = newest(millis);
    double usual = Quantile.median(newest);
    int[] odd = above(newest, SLOWER * usual);
    int seen = (int) Arrays.stream(newest).filter(Double::isFinite).count();
    if (!few(odd, seen)) {
      return Optional.empty();
    }
    int from = since(h, millis, odd, (SLOWER - 1) * usual / 2);
    return Optional.of(ailing(names(pods, odd, newest), seen, from, h));
  }

  private static double[][] columns(History h, Metric metric, String version, List<String> pods) {
    return pods.stream().map(pod -> h.table.column(metric, version, pod)).toArray(double[][]::new);
  }

  private static double[] newest(double[][] columns) {
    return Arrays.stream(columns).mapToDouble(c -> Quantile.median(tail(c))).toArray();
  }

  private static double[] tail(double[] column) {
    return Arrays.copyOfRange(column, column.length - NEWEST, column.length);
  }

  /** Requests that each pod was given at the newest points. */
  private static double requests(History h) {
    double each = Quantile.median(tail(h.completions)) / Quantile.median(tail(h.pods));
    double given = NEWEST * h.table.step * each;
    return given > 1 ? given : 1;
  }

  private static int[] above(double[] newest, double limit) {
    return IntStream.range(0, newest.length).filter(p -> newest[p] > limit).toArray();
  }

  private static boolean few(int[] odd, int of) {
    return of >= FEWEST && odd.length > 0 && odd.length <= (of - 1) / 2;
  }

  /** By how much the odd ones exceed the median of all at each point from one on. */
  private static double[] excess(double[][] columns, int[] odd, int from) {
    return IntStream.range(from, columns[0].length)
        .mapToDouble(i -> {
          double usual = Quantile.median(at(columns, i));
          return Arrays.stream(odd).mapToDouble(p -> columns[p][i] - usual).average().orElse(0);
        })
        .toArray();
  }

  /** The first point of the newest run in which they exceed the others by as much. */
  private static int since(History h, double[][] columns, int[] odd, double least) {
    double[] excess = excess(columns, odd, 0);
    int from = h.size() - 1;
    while (from > 0 && !(excess[from - 1] <= least)) {
      from--;
    }
    return from;
  }

  private static List<String> names(List<String> pods, int[] odd, double[] newest) {
    return Arrays.stream(odd)
        .boxed()
        .sorted(Comparator.comparingDouble(p -> -newest[p]))
        .map(pods::get)
        .toList();
  }

  /** The share of all requests that failed for it at a point. */
  double errorRatio(int point) {
    return Double.isFinite(owed[point]) ? owed[point] : 0;
  }

  /** The same where the seconds of the model begin later. */
  ServiceModel.BadPods bad(double shift) {
    return new ServiceModel.BadPods(bad.count(), bad.errorRatio(), bad.fromSeconds() - shift);
  }

  boolean all() {
    return names.isEmpty();
  }

  /** Which ones, for people. */
  String who() {
    return all()
        ? "all pods"
        : String.format(
            Locale.ROOT, "%s (%d of %d pods)", String.join(", ", names), names.size(), of);
  }
}
