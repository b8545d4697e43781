package dev.aegis.question;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A metric's name as a set of words, so that {@code latency_p99_ms}, "p99 latency" and "99th
 * percentile of response times" can be held against each other.
 *
 * @param said the words of the name, in one spelling each and without units
 * @param implied what the name means without saying so: a {@code p99_ms} is a latency
 */
record MetricWords(Set<String> said, Set<String> implied) {
  static final Set<String> GOOD =
      Set.of("availability", "success", "hit", "uptime", "healthy", "ready", "free", "available");
  static final Set<String> BAD =
      Set.of(
          "latency",
          "error",
          "cpu",
          "memory",
          "heap",
          "queue",
          "lag",
          "restart",
          "timeout",
          "retry",
          "utilisation",
          "saturation",
          "miss",
          "drop",
          "reject",
          "gc",
          "pause",
          "wait",
          "burn",
          "downtime",
          "throttle",
          "backlog");

  /** Names for requests that stand alone; beside other words they mean something else. */
  private static final Set<String> CALLS = Set.of("hit", "call", "query", "invocation");

  private static final Map<String, String> SPELLINGS = spellings();
  private static final Map<String, String> UNITS = units();

  /** Said by people beside a metric without telling it from another. */
  private static final Set<String> VAGUE =
      Set.of(
          "utilisation",
          "level",
          "value",
          "figure",
          "rate",
          "size",
          "depth",
          "length",
          "number",
          "metric",
          "count",
          "total",
          "time",
          "consumption",
          "average");

  MetricWords {
    said = Set.copyOf(said);
    implied = Set.copyOf(implied);
  }

  /** The words of a column's name. */
  static MetricWords ofColumn(String column) {
    List<String> parts = split(column);
    Set<String> said = new LinkedHashSet<>();
    Set<String> implied = new LinkedHashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      boolean per = part.equals("per") && i > 0 && i + 1 < parts.size();
      if (per) {
        implied.add("rate");
        i++;
      } else if (i > 0 && UNITS.containsKey(part)) {
        if (UNITS.get(part).equals("%") || UNITS.get(part).equals("ratio")) {
          implied.add("rate");
        }
      } else {
        addSpelt(part, said);
      }
    }
    if (said.stream().anyMatch(MetricWords::isPercentile)
        && Set.of("ms", "s", "us", "").contains(unit(column))) {
      implied.add("latency");
    }
    if (said.size() == 1 && CALLS.containsAll(said)) {
      implied.add("request");
    }
    implied.removeAll(said);
    return new MetricWords(said, implied);
  }

  /** The words a person said, one spelling each. */
  static Set<String> ofPerson(Collection<String> words) {
    Set<String> said = new LinkedHashSet<>();
    for (String word : words) {
      for (String part : split(word)) {
        addSpelt(part, said);
      }
    }
    return said;
  }

  private static void addSpelt(String part, Set<String> into) {
    String spelt = SPELLINGS.getOrDefault(part, singular(part));
    spelt = SPELLINGS.getOrDefault(spelt, spelt);
    for (String word : spelt.split(" ", -1)) {
      into.add(word);
    }
  }

  /**
   * How well a person's words fit: 0 for the very same, 1 when only implied words are missing, more
   * when the column says more than the person; -1 when they do not fit.
   */
  int fit(Set<String> person) {
    Set<String> all = new LinkedHashSet<>(said);
    all.addAll(implied);
    if (!all.containsAll(person)) {
      return -1;
    }
    if (person.containsAll(said)) {
      return person.size() == said.size() ? 0 : 1;
    }
    Set<String> unsaid = new LinkedHashSet<>(said);
    unsaid.removeAll(person);
    return VAGUE.containsAll(unsaid) ? 2 : 3;
  }

  boolean anyOf(Set<String> words) {
    return said.stream().anyMatch(words::contains) || implied.stream().anyMatch(words::contains);
  }

  static boolean isVague(String word) {
    return VAGUE.contains(word);
  }

  static boolean isPercentile(String word) {
    return word.matches("p[0-9]{2,4}");
  }

  /** The unit in the name of a column: {@code ms}, {@code %}, {@code /s}, ... or nothing. */
  static String unit(String column) {
    List<String> parts = split(column);
    for (int i = parts.size() - 1; i > 0; i--) {
      if (parts.get(i - 1).equals("per")) {
        return parts.get(i).startsWith("s") ? "/s" : parts.get(i).startsWith("m") ? "/min" : "";
      }
      String unit = UNITS.get(parts.get(i));
      if (unit != null) {
        return unit;
      }
    }
    boolean perSecond = parts.contains("rps") || parts.contains("qps") || parts.contains("tps");
    return perSecond ? "/s" : column.indexOf('%') >= 0 ? "%" : "";
  }

  private static final Set<String> COUNTED =
      Set.of(
          "error",
          "request",
          "restart",
          "timeout",
          "retry",
          "count",
          "total",
          "eviction",
          "drop",
          "reject",
          "event",
          "order",
          "hit",
          "miss",
          "exception",
          "oom",
          "call",
          "query",
          "message",
          "job",
          "kill",
          "alert",
          "login",
          "conversion",
          "completion",
          "transaction");

  /** What the name says the values are: a share, a time, a rate, a count, or else a level. */
  static MetricColumn.Kind kind(String column) {
    MetricWords words = ofColumn(column);
    String unit = unit(column);
    Set<String> all = new LinkedHashSet<>(words.said());
    all.addAll(words.implied());
    if (unit.equals("/s") || unit.equals("/min")) {
      return MetricColumn.Kind.RATE;
    }
    if (unit.equals("%")
        || unit.equals("ratio")
        || all.contains("utilisation") && unit.isEmpty()
        || all.contains("availability")
        || all.contains("saturation")) {
      return MetricColumn.Kind.RATIO;
    }
    if (Set.of("ms", "s", "us").contains(unit) || all.contains("latency")) {
      return MetricColumn.Kind.TIME;
    }
    if (all.contains("rate")) {
      boolean ofRequests = all.contains("request") || all.contains("arrival");
      return ofRequests ? MetricColumn.Kind.RATE : MetricColumn.Kind.RATIO;
    }
    boolean sized = Set.of("bytes", "kB", "MB", "GB").contains(unit);
    return !sized && !all.contains("queue") && all.stream().anyMatch(COUNTED::contains)
        ? MetricColumn.Kind.COUNT
        : MetricColumn.Kind.GAUGE;
  }

  /** Lower-case words, cut at signs and where a capital follows a small letter. */
  static List<String> split(String name) {
    List<String> words = new ArrayList<>();
    String spaced = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
    for (String word : spaced.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** One form for one and many. */
  static String singular(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.length() > 4
        && (word.endsWith("shes")
            || word.endsWith("ches")
            || word.endsWith("sses")
            || word.endsWith("xes"))) {
      return word.substring(0, word.length() - 2);
    }
    boolean plural =
        word.length() > 3
            && word.endsWith("s")
            && !word.endsWith("ss")
            && !word.endsWith("us")
            && !word.endsWith("is");
    return plural ? word.substring(0, word.length() - 1) : word;
  }

  private static Map<String, String> spellings() {
    Map<String, String> all = new HashMap<>();
    put(all, "latency", "latencies", "response", "responsetime", "delay", "slowness", "rt");
    put(all, "error", "err", "errs", "failure", "failed", "failing", "fail", "5xx");
    put(all, "request", "req", "reqs", "traffic", "throughput", "workload");
    put(all, "request rate", "rps", "qps", "tps");
    put(all, "rate", "ratio", "percentage", "share", "fraction", "pct", "percent");
    put(all, "cpu", "processor", "cpus");
    put(all, "memory", "mem", "ram", "rss");
    put(all, "restart", "crash", "crashed", "restarted");
    put(all, "utilisation", "utilization", "usage", "util", "used", "use", "busy");
    put(all, "p50", "median");
    put(all, "mean", "avg", "average");
    put(all, "max", "maximum");
    put(all, "min", "minimum");
    put(all, "db", "database");
    put(all, "dependency", "dep", "upstream", "downstream");
    put(all, "connection", "conn", "conns");
    put(all, "count", "cnt");
    put(all, "temperature", "temp");
    put(all, "timeout", "timeouts");
    put(all, "retry", "retries");
    return Map.copyOf(all);
  }

  private static void put(Map<String, String> into, String word, String... others) {
    for (String other : others) {
      into.put(other, word);
    }
  }

  private static Map<String, String> units() {
    Map<String, String> all = new HashMap<>();
    unit(all, "ms", "ms", "millis", "milliseconds", "msec");
    unit(all, "s", "s", "sec", "secs", "seconds");
    unit(all, "us", "us", "micros", "microseconds");
    unit(all, "%", "pct", "percent");
    unit(all, "ratio", "ratio");
    unit(all, "bytes", "bytes", "b");
    unit(all, "kB", "kb", "kib");
    unit(all, "MB", "mb", "mib");
    unit(all, "GB", "gb", "gib");
    return Map.copyOf(all);
  }

  private static void unit(Map<String, String> into, String unit, String... words) {
    for (String word : words) {
      into.put(word, unit);
    }
  }
}
