package dev.aegis.cause;

import dev.aegis.telemetry.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What each pod answers, and whether what is lost is lost in few of them. Pods of one version in
 * one region meet the same traffic, the same dependencies and the same settings: what makes few of
 * them differ is their own.
 *
 * @param evidence id; empty when pods are not told apart
 * @param odd the pods in which most is lost, with what is lost there
 */
record Pods(String evidence, Optional<Odd> odd) {
  /** With two there is no telling which is the odd one. */
  private static final int FEWEST = 3;

  /**
   * What the pods of one version lost of one kind.
   *
   * @param kind of loss
   * @param pods the odd ones, the worst first
   * @param of so many
   * @param share of what is lost by all of them, 0 to 1
   * @param worst figure of the worst pod, now
   * @param usual the same of the median sibling, now
   */
  record Odd(Kind kind, List<String> pods, int of, double share, double worst, double usual) {
    /** How many times the worst pod is worse than its siblings, as a logarithm. */
    double contrast() {
      return kind.logRatio(worst, usual);
    }

    String name() {
      return pods.stream().limit(3).map(Words::name).collect(Collectors.joining(", "))
          + (pods.size() > 3 ? " and " + (pods.size() - 3) + " more" : "");
    }

    String shareSentence() {
      return String.format(
          Locale.ROOT,
          "of the %s %s arise in %s of %d pods",
          kind.lost,
          Words.percent(share),
          pods.size() == 1 ? "one" : Integer.toString(pods.size()),
          of);
    }

    String contrastSentence() {
      return name() + " " + kind.words(worst) + ", its siblings " + kind.words(usual);
    }
  }

  /** What a pod may lose. */
  enum Kind {
    ERRORS(Metric.ERROR_RATIO, "errors more than before", 0.002, 0.002),
    TIME(Metric.LATENCY_MEAN, "time taken more than before", 0, 0.1),
    ANSWERS(Metric.COMPLETION_RATE, "answers fewer than before", 0.01, 0.05);

    private final String metric;
    private final String lost;
    private final double some;
    private final double matters;

    /**
     * @param some what makes ratios of figures near 0 meaningful
     * @param matters the least mean loss a pod that is looked at: of requests for errors, relative
     *     to before for the others
     */
    Kind(Metric metric, String lost, double some, double matters) {
      this.metric = metric.name();
      this.lost = lost;
      this.some = some;
      this.matters = matters;
    }

    double loss(double before, double now) {
      return Math.max(0, this == ANSWERS ? before - now : now - before);
    }

    /** Whether so much a pod is worth a look. */
    boolean matters(double meanLoss, double meanBefore) {
      return meanLoss > matters * (this == ERRORS ? 1 : meanBefore);
    }

    double logRatio(double worst, double usual) {
      double ratio = Math.log((worst + some) / (usual + some));
      return this == ANSWERS ? -ratio : ratio;
    }

    String words(double value) {
      return switch (this) {
        case ERRORS -> "fails " + Words.percent(value);
        case TIME -> "takes " + Words.millis(value);
        case ANSWERS -> "answers " + Words.plain(value) + " requests a second";
      };
    }
  }

  private record Pod(String name, double before, double newest) {}

  static Pods ask(Inquiry inquiry, Exhibits exhibits) {
    String query = Queries.byPod(inquiry);
    Sql.Rows rows = exhibits.ask(query);
    Optional<Odd> odd =
        Arrays.stream(Kind.values())
            .flatMap(kind -> odd(kind, siblings(kind, rows)).stream())
            .max(Comparator.comparingDouble(Odd::share).thenComparingDouble(Odd::contrast));
    return new Pods(exhibits.keep(finding(odd), query, rows), odd);
  }

  private static String finding(Optional<Odd> odd) {
    return odd.map(Odd::shareSentence).orElse("no pod loses more than before");
  }

  /** Whether most of what is lost is lost in few pods. */
  boolean canTell() {
    return odd.filter(few -> few.share() > 0.5).isPresent();
  }

  /** The pods of the version that most of them run. */
  private static List<Pod> siblings(Kind kind, Sql.Rows rows) {
    Map<String, List<Pod>> byVersion = new TreeMap<>();
    for (List<String> row : rows.rows()) {
      double newest = rows.number(row, "newest");
      if (rows.text(row, "metric").equals(kind.metric) && Double.isFinite(newest)) {
        byVersion
            .computeIfAbsent(rows.text(row, "version"), _ -> new ArrayList<>())
            .add(new Pod(rows.text(row, "pod"), rows.number(row, "before"), newest));
      }
    }
    return byVersion.values().stream()
        .max(Comparator.comparingInt(List::size))
        .orElse(new ArrayList<>());
  }

  /** Fewer than half of the pods, and no more than carry most of what is lost. */
  private static Optional<Odd> odd(Kind kind, List<Pod> pods) {
    double usualBefore = median(pods.stream().mapToDouble(Pod::before));
    if (pods.size() < FEWEST || Double.isNaN(usualBefore)) {
      return Optional.empty();
    }
    Map<String, Double> losses = new TreeMap<>();
    for (Pod pod : pods) {
      double before = Double.isNaN(pod.before()) ? usualBefore : pod.before();
      losses.put(pod.name(), kind.loss(before, pod.newest()));
    }
    double all = losses.values().stream().mapToDouble(Double::doubleValue).sum();
    if (!kind.matters(all / pods.size(), usualBefore)) {
      return Optional.empty();
    }
    List<Pod> worstFirst =
        pods.stream()
            .sorted(
                Comparator.comparingDouble((Pod p) -> -losses.getOrDefault(p.name(), 0.0))
                    .thenComparing(Pod::name))
            .toList();
    double fair = all / pods.size();
    int most = (pods.size() - 1) / 2;
    List<String> odd =
        worstFirst.stream()
            .limit(most)
            .map(Pod::name)
            .filter(name -> losses.getOrDefault(name, 0.0) > fair)
            .toList();
    double share = odd.stream().mapToDouble(n -> losses.getOrDefault(n, 0.0)).sum() / all;
    double usual = median(worstFirst.stream().skip(odd.size()).mapToDouble(Pod::newest));
    return odd.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Odd(kind, odd, pods.size(), share, worstFirst.getFirst().newest(), usual));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
