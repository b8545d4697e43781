package dev.aegis.app.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objectives in the form of <a href="https://github.com/OpenSLO/OpenSLO">OpenSLO</a> v1, as much of
 * it as says something that Aegis can hold a service to: the 99th percentile of response times, and
 * the share of failed requests. A ratio whose good requests are those of histogram buckets up to a
 * bound ({@code le="0.5"} in the query), and a threshold of a metric in seconds or milliseconds,
 * are about response times; any other ratio is about errors. Documents of other kinds are passed
 * over, but for the indicators that an objective refers to.
 */
final class OpenSlo {
  private static final String VERSION = "openslo/";
  private static final double PERCENTILE = 0.99;
  private static final double SAME = 1e-9;
  private static final Pattern BOUND = Pattern.compile("\\ble\\s*=\\s*[\"']([0-9.eE+-]+)[\"']");
  private static final Pattern SECONDS = Pattern.compile("(?i)(?<![a-z])seconds");
  private static final Pattern MILLIS =
      Pattern.compile("(?i)milliseconds|millis|[_:]ms(?![a-z0-9])");

  private final String path;
  private final Map<String, YamlNode> indicators = new LinkedHashMap<>();
  private String service = "";
  private @Nullable Double latencyMillis;
  private @Nullable Double errors;
  private final List<Double> otherTargets = new ArrayList<>();
  private int otherLine;

  private OpenSlo(String path) {
    this.path = path;
  }

  /**
   * What a service promises.
   *
   * @param service its name; empty where none is given
   * @param latencyMillis {@code null} where nothing is promised about response times
   * @param errors the share that may fail; {@code null} where nothing is promised about them
   */
  record Promise(String service, @Nullable Double latencyMillis, @Nullable Double errors) {}

  /** Whether a document is one of OpenSLO's. */
  static boolean is(YamlNode document) {
    return text(document, "apiVersion").startsWith(VERSION);
  }

  /**
   * Reads all objectives of a file, which must be those of one service.
   *
   * @param path how errors name the file
   * @throws IntakeException with file and line, where something is promised that cannot be held
   *     against figures
   */
  static Promise read(List<YamlNode> documents, String path) {
    OpenSlo slo = new OpenSlo(path);
    for (YamlNode document : documents) {
      if (text(document, "kind").equals("SLI")) {
        slo.indicators.put(text(at(document, "metadata"), "name"), at(document, "spec"));
      }
    }
    documents.stream()
        .filter(document -> text(document, "kind").equals("SLO"))
        .forEach(slo::objectives);
    return slo.promise(documents.isEmpty() ? 0 : documents.getFirst().line());
  }

  private Promise promise(int line) {
    if (latencyMillis == null && !otherTargets.isEmpty()) {
      throw wrong(
          otherLine,
          "expected the target 0.99 for response times, since it is their 99th percentile that is"
              + " held against the objective",
          otherTargets.getFirst().toString());
    }
    if (latencyMillis == null && errors == null) {
      throw wrong(line, "expected an objective about response times or errors", "none");
    }
    return new Promise(service, latencyMillis, errors);
  }

  private void objectives(YamlNode document) {
    YamlNode spec = at(document, "spec");
    String named = CleanText.name(text(spec, "service"));
    if (!service.isEmpty() && !named.isEmpty() && !named.equals(service)) {
      throw wrong(line(spec), "expected the objectives of one service, " + service, named);
    }
    service = named.isEmpty() ? service : named;
    if (!(at(spec, "objectives") instanceof YamlNode.Sequence objectives)) {
      throw wrong(line(spec), "expected spec.objectives", "none");
    }
    YamlNode indicator = indicator(spec);
    for (YamlNode objective : objectives.items()) {
      objective(objective, indicator);
    }
  }

  private YamlNode indicator(YamlNode spec) {
    YamlNode inline = at(at(spec, "indicator"), "spec");
    if (inline instanceof YamlNode.Mapping) {
      return inline;
    }
    String name = text(spec, "indicatorRef");
    YamlNode referred = indicators.get(name);
    if (referred == null) {
      throw wrong(
          line(spec),
          "expected spec.indicator, or spec.indicatorRef to an indicator in the same file",
          name.isEmpty() ? "neither" : CleanText.name(name));
    }
    return referred;
  }

  private void objective(YamlNode objective, YamlNode indicator) {
    double target = target(objective);
    Optional<Double> millis = latency(objective, indicator);
    if (millis.isEmpty()) {
      errors = once(errors, 1 - target, line(objective), "errors");
    } else if (Math.abs(target - PERCENTILE) < SAME) {
      latencyMillis = once(latencyMillis, millis.get(), line(objective), "response times");
    } else {
      otherTargets.add(target);
      otherLine = line(objective);
    }
  }

  private Double once(@Nullable Double before, double value, int line, String about) {
    if (before != null && Math.abs(before - value) > SAME) {
      throw wrong(line, "expected one objective about " + about, "another one");
    }
    return value;
  }

  private double target(YamlNode objective) {
    String percent = text(objective, "targetPercent");
    String share = percent.isEmpty() ? text(objective, "target") : percent;
    double target = Decimal.parse(share, 0, share.length()) / (percent.isEmpty() ? 1 : 100);
    if (!(target > 0 && target < 1)) {
      throw wrong(
          line(objective),
          "expected a target between 0 and 1, or a targetPercent between 0 and 100",
          share.isEmpty() ? "none" : CleanText.line(share, 40));
    }
    return target;
  }

  /**
   * The bound of response times in milliseconds; empty where the objective is about something else.
   */
  private Optional<Double> latency(YamlNode objective, YamlNode indicator) {
    if (at(indicator, "thresholdMetric") instanceof YamlNode.Mapping threshold) {
      return Optional.of(threshold(objective, threshold));
    }
    Matcher bound = BOUND.matcher(words(at(at(indicator, "ratioMetric"), "good")));
    if (!bound.find()) {
      return Optional.empty();
    }
    double value = Decimal.parse(bound.group(1), 0, bound.group(1).length());
    return Optional.of(value * millisOfUnit(objective, words(indicator)));
  }

  private double threshold(YamlNode objective, YamlNode metric) {
    String value = text(objective, "value");
    String op = text(objective, "op");
    double bound = Decimal.parse(value, 0, value.length());
    if (!op.startsWith("lt") || !(bound > 0)) {
      throw wrong(
          line(objective),
          "expected op lt or lte and a value above 0 for a threshold of response times",
          CleanText.line(op + " " + value, 40));
    }
    return bound * millisOfUnit(objective, words(metric));
  }

  /** A unit that is guessed would be a promise a thousand times too lax, or too strict. */
  private double millisOfUnit(YamlNode objective, String words) {
    if (MILLIS.matcher(words).find()) {
      return 1;
    }
    if (SECONDS.matcher(words).find()) {
      return 1000;
    }
    throw wrong(
        line(objective),
        "expected a query that tells the unit of response times (…_seconds or …_ms)",
        CleanText.line(words, 80));
  }

  /** Every word below a node: queries stand in places that differ by the kind of their source. */
  private static String words(@Nullable YamlNode node) {
    StringBuilder all = new StringBuilder();
    collect(node, all);
    return all.toString();
  }

  private static void collect(@Nullable YamlNode node, StringBuilder all) {
    switch (node) {
      case null -> {}
      case YamlNode.Scalar scalar -> all.append(scalar.text()).append(' ');
      case YamlNode.Sequence sequence -> sequence.items().forEach(item -> collect(item, all));
      case YamlNode.Mapping mapping ->
          mapping.entries().values().forEach(value -> collect(value, all));
    }
  }

  private static YamlNode at(@Nullable YamlNode node, String key) {
    YamlNode found = node instanceof YamlNode.Mapping mapping ? mapping.entries().get(key) : null;
    return found == null ? new YamlNode.Scalar(line(node), "") : found;
  }

  private static String text(@Nullable YamlNode node, String key) {
    return at(node, key) instanceof YamlNode.Scalar scalar ? scalar.text() : "";
  }

  private static int line(@Nullable YamlNode node) {
    return node == null ? 0 : node.line();
  }

  private IntakeException wrong(int line, String expected, String found) {
    return YamlText.malformed(path, line, expected + ", found " + found, null);
  }
}
