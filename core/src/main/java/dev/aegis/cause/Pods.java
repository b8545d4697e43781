package dev.aegis.cause;

import dev.aegis.telemetry.Metric;
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

  /** A pod that carries what others dropped is not asked the same. */
  private static final double ASKED_MORE = 1.3;

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
          "%s of the %s of %s of %d pods",
          Words.percent(share),
          kind.lost,
          pods.size() == 1 ? "one" : Integer.toString(pods.size()),
          of);
    }

    String contrastSentence() {
      return name() + ": " + kind.words(worst) + ", siblings: " + kind.words(usual);
    }
  }

  /** What a pod may lose. */
  enum Kind {
    ERRORS(Metric.ERROR_RATIO, "additional errors are those", 0.002, 0.002),
    TIME(Metric.LATENCY_MEAN, "additional time is that", 0, 0.1),
    ANSWERS(Metric.COMPLETION_RATE, "missing answers are those", 0.01, 0.05);

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
        case ERRORS -> Words.percent(value) + " errors";
        case TIME -> Words.millis(value);
        case ANSWERS -> Words.plain(value) + " requests a second";
      };
    }
  }

  /**
   * One pod.
   *
   * @param before by kind; absent when not recorded
   * @param newest by kind; absent when not recorded
   */
  private record Pod(
      String name, String version, Map<String, Double> before, Map<String, Double> newest) {
    Pod(String name, String version) {
      this(name, version, new TreeMap<>(), new TreeMap<>());
    }

    double newest(Kind kind) {
      return newest.getOrDefault(kind.metric, Double.NaN);
    }

    double before(Kind kind) {
      return before.getOrDefault(kind.metric, Double.NaN);
    }

    double loss(Kind kind, double usualBefore) {
      double own = before(kind);
      return kind.loss(Double.isNaN(own) ? usualBefore : own, newest(kind));
    }
  }

  static Pods ask(Inquiry inquiry, Exhibits exhibits) {
    String query = Queries.byPod(inquiry);
    Sql.Rows rows = exhibits.ask(query);
    List<Pod> siblings = siblings(rows);
    Optional<Odd> odd =
        Arrays.stream(Kind.values())
            .flatMap(kind -> odd(kind, siblings).stream())
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
  private static List<Pod> siblings(Sql.Rows rows) {
    Map<String, Pod> pods = new TreeMap<>();
    for (List<String> row : rows.rows()) {
      String version = rows.text(row, "version");
      String name = rows.text(row, "pod");
      Pod pod = pods.computeIfAbsent(version + '\n' + name, _ -> new Pod(name, version));
      put(pod.before(), rows, row, "before");
      put(pod.newest(), rows, row, "newest");
    }
    return pods.values().stream()
        .collect(Collectors.groupingBy(Pod::version, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .max(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  private static void put(
      Map<String, Double> figures, Sql.Rows rows, List<String> row, String column) {
    double value = rows.number(row, column);
    if (Double.isFinite(value)) {
      figures.put(rows.text(row, "metric"), value);
    }
  }

  private static Optional<Odd> odd(Kind kind, List<Pod> all) {
    List<Pod> pods = all.stream().filter(p -> Double.isFinite(p.newest(kind))).toList();
    double usualBefore = median(pods.stream().mapToDouble(p -> p.before(kind)));
    double lost = pods.stream().mapToDouble(p -> p.loss(kind, usualBefore)).sum();
    double fair = lost / pods.size();
    if (pods.size() < FEWEST || Double.isNaN(lost) || !kind.matters(fair, usualBefore)) {
      return Optional.empty();
    }
    List<Pod> odd =
        pods.stream()
            .filter(p -> p.loss(kind, usualBefore) > fair)
            .filter(p -> !carriesOthersLoad(p, pods))
            .sorted(
                Comparator.comparingDouble((Pod p) -> -p.loss(kind, usualBefore))
                    .thenComparing(Pod::name))
            .limit((pods.size() - 1) / 2)
            .toList();
    if (odd.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Odd(
            kind,
            odd.stream().map(Pod::name).toList(),
            pods.size(),
            odd.stream().mapToDouble(p -> p.loss(kind, usualBefore)).sum() / lost,
            odd.getFirst().newest(kind),
            median(pods.stream().filter(p -> !odd.contains(p)).mapToDouble(p -> p.newest(kind)))));
  }

  /** It is asked more and takes longer; one that is asked more since it fails fast is no victim. */
  private static boolean carriesOthersLoad(Pod pod, List<Pod> pods) {
    double answers = median(pods.stream().mapToDouble(p -> p.newest(Kind.ANSWERS)));
    double time = median(pods.stream().mapToDouble(p -> p.newest(Kind.TIME)));
    return pod.newest(Kind.ANSWERS) > ASKED_MORE * answers && pod.newest(Kind.TIME) > time;
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
