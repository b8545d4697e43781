package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One region's recorded past, in the quantities that the fits need. */
final class History {
  /** A version without a name: the recording does not tell versions apart. */
  static final String UNNAMED = "current";

  /** Above this share of the time in collections a pod's stopwatch measures the pod. */
  private static final double AWAKE = 0.02;

  /** Up to this share of errors a queue shrinks because requests are served. */
  private static final double NEARLY_NONE = 0.02;

  /** A queue that changes by less than this share of what is completed says nothing. */
  private static final double FELT = 0.10;

  final Observed table;
  final String region;
  final double[] offered;
  final double[] p50;
  final double[] p99;
  final double[] errors;
  final double[] completions;
  final double[] utilisation;
  final double[] pods;
  final double[] died;
  final double[] waiting;

  /** What was seen of the calls to other services, the declared dependency first. */
  final List<Called> calls;

  /** Names of the columns below: versions, or in a split history versions under settings. */
  final List<String> versions;

  /** The version of each column. */
  final List<String> runs;

  /** Share of the completions, by version and point. */
  final double[][] share;

  /** Mean heap ratio, by version and point. */
  final double[][] heap;

  /** Pods that answer, by version and point; of a split history by version alone. */
  final double[][] ready;

  /** Few pods that are not like the others. */
  final Optional<OddPods> odd;

  /** Points at which pods that answer nothing hold requests, which look like slow work. */
  final boolean[] blind;

  History(Telemetry telemetry, ServiceProfile profile, String region, Instant origin) {
    this.region = region;
    table =
        new Observed(
            telemetry,
            profile.service(),
            region,
            origin,
            List.of(Metric.REQUEST_RATE, Metric.LATENCY_P99));
    offered = table.column(Metric.REQUEST_RATE);
    p50 = table.column(Metric.LATENCY_P50);
    p99 = table.column(Metric.LATENCY_P99);
    errors = table.column(Metric.ERROR_RATIO);
    double[] completed = table.column(Metric.COMPLETION_RATE);
    completions = new double[completed.length];
    for (int i = 0; i < completed.length; i++) {
      completions[i] = Double.isNaN(completed[i]) ? answered(i) : completed[i];
    }
    utilisation = table.column(Metric.UTILISATION);
    double[] answering = table.column(Metric.PODS_READY);
    if (Double.isNaN(Quantile.median(answering))) {
      double declared = profile.region(region).map(r -> (double) r.pods()).orElse(Double.NaN);
      Arrays.fill(answering, declared > 0 ? declared : Double.NaN);
    }
    pods = answering;
    died = table.column(Metric.POD_RESTARTS);
    waiting = table.column(Metric.QUEUE_LENGTH);
    if (table.has(Metric.COMPLETION_RATE)) {
      countThoseThatWait();
    }
    calls = calls(profile.dependency());
    List<String> named = table.versions();
    versions = named.isEmpty() ? List.of(UNNAMED) : named;
    runs = versions;
    share = shares(named);
    heap = new double[versions.size()][];
    ready = new double[versions.size()][];
    for (int v = 0; v < versions.size(); v++) {
      String column = named.isEmpty() ? "" : versions.get(v);
      heap[v] = table.column(Metric.HEAP_RATIO, column);
      ready[v] = table.column(Metric.PODS_READY, column);
    }
    blind = SilentFit.blind(this);
    odd = OddPods.of(this);
  }

  /**
   * Calls to another service as the caller sees them.
   *
   * @param to the service
   * @param millis mean time of a call, by point
   * @param errors share of the calls that failed, by point
   */
  // Columns of figures that nobody compares or prints.
  @SuppressWarnings("ArrayRecordComponent")
  record Called(String to, double[] millis, double[] errors) {}

  private List<Called> calls(String declared) {
    List<Called> found = new ArrayList<>();
    if (table.has(Metric.DEPENDENCY_LATENCY)) {
      found.add(called(declared.isEmpty() ? "dependency" : declared, Metric.DEPENDENCY_LATENCY));
    }
    for (String to : table.called()) {
      if (found.isEmpty() || !to.equals(declared)) {
        found.add(called(to, Metric.callLatency(to)));
      }
    }
    return List.copyOf(found);
  }

  private Called called(String to, Metric latency) {
    return new Called(
        to, seenByTheAwake(table.column(latency)), table.column(Metric.callErrors(to)));
  }

  /** Mean time that a request spends in calls; NaN where none was recorded. */
  double callMillis(int i) {
    double sum = 0;
    boolean seen = false;
    for (Called call : calls) {
      seen |= Double.isFinite(call.millis()[i]);
      sum += Double.isFinite(call.millis()[i]) ? call.millis()[i] : 0;
    }
    return seen ? sum : Double.NaN;
  }

  /** Share of requests of which at least one call failed, taken as independent; 0 when not seen. */
  double callErrors(int i) {
    double passing = 1;
    for (Called call : calls) {
      double failed = call.errors()[i];
      passing *= Double.isNaN(failed) ? 1 : 1 - Math.clamp(failed, 0, 1);
    }
    return 1 - passing;
  }

  /** Mean time in calls, by point. */
  double[] callMillis() {
    return java.util.stream.IntStream.range(0, size()).mapToDouble(this::callMillis).toArray();
  }

  /**
   * A caller that stands still in a collection finds every answer late. What it measured of the
   * dependency then tells of itself: the last figure from before is kept.
   */
  private double[] seenByTheAwake(double[] measured) {
    double[] collecting = table.column(Metric.GC_RATIO);
    double last = Double.NaN;
    for (int i = 0; i < measured.length; i++) {
      if (collecting[i] > AWAKE && !Double.isNaN(last)) {
        measured[i] = last;
      } else if (Double.isFinite(measured[i])) {
        last = measured[i];
      }
    }
    return measured;
  }

  private History(History whole, int[] epoch, Optional<OddPods> odd) {
    this.odd = odd;
    table = whole.table;
    region = whole.region;
    offered = whole.offered;
    p50 = whole.p50;
    p99 = whole.p99;
    errors = whole.errors;
    completions = whole.completions;
    utilisation = whole.utilisation;
    pods = whole.pods;
    died = whole.died;
    waiting = whole.waiting;
    calls = whole.calls;
    int epochs = 1 + Math.max(0, Arrays.stream(epoch).max().orElse(0));
    List<String> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<double[]> shares = new ArrayList<>();
    List<double[]> heaps = new ArrayList<>();
    for (int e = 0; e < epochs; e++) {
      for (int v = 0; v < whole.versions.size(); v++) {
        labels.add(label(whole.versions.get(v), e));
        names.add(whole.versions.get(v));
        shares.add(during(e, epoch, whole.share[v], 0));
        heaps.add(during(e, epoch, whole.heap[v], Double.NaN));
      }
    }
    versions = List.copyOf(labels);
    runs = List.copyOf(names);
    share = shares.toArray(double[][]::new);
    heap = heaps.toArray(double[][]::new);
    ready = whole.ready;
    blind = whole.blind;
  }

  /**
   * The same history with one column for each version and epoch, so that every fit by version tells
   * epochs apart as well.
   *
   * @param epoch by point; below 0 where a point belongs to none, such as one in which a setting
   *     changed
   */
  History split(int[] epoch) {
    return new History(this, epoch, odd);
  }

  /** The same history, of which other pods are known to be odd. */
  History with(Optional<OddPods> otherOdd) {
    return new History(this, new int[size()], otherOdd);
  }

  /** The column's name of a version in an epoch of a split history. */
  static String label(String version, int epoch) {
    return epoch == 0 ? version : version + " after change " + epoch;
  }

  private static double[] during(int epoch, int[] epochs, double[] column, double otherwise) {
    double[] kept = column.clone();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = epochs[i] == epoch ? kept[i] : otherwise;
    }
    return kept;
  }

  /**
   * Many counters count a request when it ends, and miss those that a growing queue has taken in.
   * What pods completed and their queues grew by has arrived (conservation of requests), as long as
   * no pod comes or goes and nearly all are answered.
   */
  private void countThoseThatWait() {
    for (int i = 1; i < offered.length; i++) {
      double grown = (waiting[i] - waiting[i - 1]) / table.lengths[i];
      if (steady(i) && errors[i] < NEARLY_NONE && Math.abs(grown) > FELT * completions[i]) {
        offered[i] = Math.max(0, completions[i] + grown);
      }
    }
  }

  private double answered(int i) {
    return Double.isNaN(errors[i]) ? offered[i] : offered[i] * (1 - errors[i]);
  }

  private double[][] shares(List<String> named) {
    double[][] shares = new double[versions.size()][table.size()];
    if (named.size() <= 1) {
      Arrays.fill(shares[0], 1);
      return shares;
    }
    double[] sum = new double[table.size()];
    for (int v = 0; v < shares.length; v++) {
      double[] completed = table.column(Metric.COMPLETION_RATE, named.get(v));
      for (int i = 0; i < sum.length; i++) {
        shares[v][i] = Double.isNaN(completed[i]) ? 0 : completed[i];
        sum[i] += shares[v][i];
      }
    }
    for (double[] column : shares) {
      for (int i = 0; i < sum.length; i++) {
        column[i] = sum[i] > 0 ? column[i] / sum[i] : Double.NaN;
      }
    }
    return shares;
  }

  int size() {
    return table.size();
  }

  double seconds(int i) {
    return table.seconds[i];
  }

  /** The last point at or before a time; 0 when there is none. */
  int indexAt(double seconds) {
    int found = Arrays.binarySearch(table.seconds, seconds);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  /** The version that does most of the work at a point. */
  int mainVersion(int i) {
    int main = 0;
    for (int v = 1; v < share.length; v++) {
      if (!(share[v][i] <= share[main][i])) {
        main = v;
      }
    }
    return main;
  }

  /** The last point up to one at which the versions' shares are known; that one if none is. */
  int lastWithShares(int to) {
    for (int i = to; i >= 0; i--) {
      if (Double.isFinite(share[0][i])) {
        return i;
      }
    }
    return to;
  }

  /** The first of three points in a row that break the objective; the size when there is none. */
  int onset(Slo slo) {
    int run = 0;
    for (int i = 0; i < size(); i++) {
      run = slo.breachedBy(p99[i], errors[i]) ? run + 1 : 0;
      if (run == 3) {
        return i - 2;
      }
    }
    return size();
  }

  /** Whether nothing was starting or dying around a point, so that its averages mean something. */
  boolean steady(int i) {
    boolean alive = Double.isNaN(died[i]) || died[i] == 0;
    boolean same = i == 0 || pods[i] == pods[i - 1];
    return alive && same && pods[i] > 0;
  }

  /** The mean of a column between the point before and this one. */
  static double between(double[] column, int i) {
    return i == 0 || Double.isNaN(column[i - 1]) ? column[i] : (column[i - 1] + column[i]) / 2;
  }
}
