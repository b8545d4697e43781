package dev.aegis.app.score.rootcausebench;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.intake.CleanText;
import dev.aegis.suspect.Commit;
import dev.aegis.suspect.Failure;
import dev.aegis.suspect.LogPattern;
import dev.aegis.suspect.Scene;
import dev.aegis.suspect.TraceSpan;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** One case as the ranking sees it: everything in its files but its name and its label. */
final class SceneReader {
  private static final int LONGEST_LINE = 2_000;
  private static final int LONGEST_DIFF = 1_000_000;
  private static final Set<String> LINE_FIELDS =
      Set.of("timestamp", "service", "severity_text", "msg", "trace_id", "span_id");
  private static final Set<String> SPAN_FIELDS =
      Set.of(
          "trace_id", "span_id", "parent_id", "service", "name", "start", "duration_ms", "status");

  private final CaseFiles files;
  private final String name;

  private SceneReader(CaseFiles files, String name) {
    this.files = files;
    this.name = name;
  }

  /**
   * Reads a case. Rows, lines and spans without a readable time are left out.
   *
   * @throws CommandFailure when alert or commits cannot be read
   */
  static Scene read(CaseFiles files, String name) {
    return new SceneReader(files, name).scene();
  }

  private Scene scene() {
    JsonNode alert = files.alert(name);
    Instant fired =
        time(alert, "fired_at")
            .orElseThrow(() ->
                CaseFiles.bad(
                    name
                        + "/alert.json: expected fired_at, a time such as 2026-06-18T15:06:00Z,"
                        + " found \""
                        + CleanText.line(alert.path("fired_at").asString(""), 40)
                        + "\""));
    Failure failure =
        new Failure(
            text(alert, "service"),
            text(alert, "metric"),
            fired,
            line(text(alert, "monitor") + ": " + text(alert, "summary")));
    return new Scene(
        failure, new Telemetry(series(), changes(), logs()), patterns(), spans(), commits());
  }

  private List<Commit> commits() {
    List<Commit> found = new ArrayList<>();
    for (JsonNode each : files.commits(name)) {
      Optional<Instant> at = time(each, "timestamp");
      String sha = text(each, "sha");
      if (at.isPresent() && !sha.isBlank()) {
        String diff = text(each, "diff");
        found.add(
            new Commit(
                sha,
                at.get(),
                line(text(each, "message")),
                each.path("files_changed")
                    .valueStream()
                    .map(file -> line(file.asString("")))
                    .toList(),
                diff.length() > LONGEST_DIFF ? diff.substring(0, LONGEST_DIFF) : diff));
      }
    }
    return found;
  }

  private List<Change> changes() {
    List<Change> found = new ArrayList<>();
    for (JsonNode each : files.optional(name, "context/deploys.json")) {
      time(each, "timestamp")
          .ifPresent(at ->
              found.add(
                  new Change(
                      at,
                      Change.Kind.DEPLOY,
                      text(each, "service"),
                      "",
                      text(each, "version"),
                      "",
                      "",
                      "",
                      "",
                      text(each, "commit_sha"))));
    }
    for (JsonNode each : files.optional(name, "context/flags.json")) {
      time(each, "timestamp")
          .ifPresent(at ->
              found.add(
                  new Change(
                      at,
                      Change.Kind.FLAG,
                      text(each, "service"),
                      "",
                      text(each, "change"),
                      "",
                      "",
                      text(each, "flag"))));
    }
    return found;
  }

  private List<LogLine> logs() {
    List<LogLine> found = new ArrayList<>();
    for (JsonNode each : files.logs(name)) {
      time(each, "timestamp")
          .ifPresent(at ->
              found.add(
                  new LogLine(
                      at,
                      text(each, "service"),
                      text(each, "severity_text"),
                      line(text(each, "msg")) + '\t' + fields(each, LINE_FIELDS))));
    }
    return found;
  }

  private List<LogPattern> patterns() {
    List<LogPattern> found = new ArrayList<>();
    for (JsonNode each : files.optional(name, "patterns.json")) {
      found.add(
          new LogPattern(
              text(each, "service"),
              line(text(each, "signature")),
              each.path("count").asDouble(0),
              number(text(each, "delta_vs_baseline")),
              "negative".equals(text(each, "sentiment"))));
    }
    return found;
  }

  private List<TraceSpan> spans() {
    List<TraceSpan> found = new ArrayList<>();
    for (JsonNode each : files.optional(name, "traces.json")) {
      time(each, "start")
          .ifPresent(at ->
              found.add(
                  new TraceSpan(
                      text(each, "trace_id"),
                      text(each, "span_id"),
                      text(each, "parent_id"),
                      text(each, "service"),
                      line(text(each, "name")),
                      at,
                      each.path("duration_ms").asDouble(0),
                      "ERROR".equals(text(each, "status")),
                      fields(each, SPAN_FIELDS))));
    }
    return found;
  }

  private List<Series> series() {
    Map<SeriesKey, TreeMap<Long, Double>> points = new TreeMap<>();
    for (String row : files.metrics(name)) {
      String[] cells = row.split(",", -1);
      if (cells.length >= 4) {
        double value = number(cells[3]);
        time(cells[0])
            .filter(at -> Double.isFinite(value))
            .ifPresent(at ->
                points
                    .computeIfAbsent(
                        SeriesKey.of(
                            new Metric(CleanText.metric(cells[2])), CleanText.name(cells[1]), ""),
                        any -> new TreeMap<>())
                    .put(at.toEpochMilli(), value));
      }
    }
    List<Series> found = new ArrayList<>();
    points.forEach((key, values) ->
        found.add(
            new Series(
                key,
                values.keySet().stream().mapToLong(Long::longValue).toArray(),
                values.values().stream().mapToDouble(Double::doubleValue).toArray())));
    return found;
  }

  /** What else an object says, as {@code key=value}, one level of objects within it as well. */
  private static String fields(JsonNode node, Set<String> known) {
    StringBuilder text = new StringBuilder();
    node.properties().stream()
        .filter(each -> !known.contains(each.getKey()))
        .forEach(each -> {
          if (each.getValue().isObject()) {
            text.append(fields(each.getValue(), Set.of()));
          } else {
            text.append(each.getKey()).append('=').append(each.getValue().asString("")).append(' ');
          }
        });
    return line(text.toString());
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNull() ? "" : value.asString("");
  }

  private static String line(String text) {
    return CleanText.line(text, LONGEST_LINE);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static Optional<Instant> time(JsonNode node, String field) {
    return time(text(node, field));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
