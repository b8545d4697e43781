package dev.aegis.app.evidence;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Span;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * What evidence holds already, so that a look writes only what is new: of each series the points
 * that are newer than its newest, of changes and log lines those that are not there. Not
 * thread-safe.
 */
final class Held {
  private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

  private final Map<SeriesKey, Long> newest = new HashMap<>();
  private final Set<Change> changes = new HashSet<>();
  private final Map<LogLine, Integer> lines = new HashMap<>();
  private int lineCount;
  private final Set<SpanKey> spans = new HashSet<>();
  private long samples;
  private int looks;
  private String seal = "";
  private long firstMillis = Long.MIN_VALUE;

  /** By which a span that was sent again is known. */
  private record SpanKey(String trace, String id) {
    static SpanKey of(Span span) {
      return new SpanKey(span.trace(), span.id());
    }
  }

  /** What a file holds that an earlier process wrote. */
  static Held in(DuckDBConnection connection) throws SQLException {
    Held held = new Held();
    try (Statement statement = connection.createStatement()) {
      held.readSeries(statement);
      held.readChanges(statement);
      held.readLines(statement);
      if (EvidenceSchema.hasSpans(connection)) {
        held.readSpans(statement);
      }
      try (ResultSet rows =
          statement.executeQuery("SELECT look, seal FROM looks ORDER BY look DESC LIMIT 1")) {
        if (rows.next()) {
          held.looks = rows.getInt(1);
          held.seal = rows.getString(2);
        }
      }
    }
    return held;
  }

  private void readSeries(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT metric, service, region, version, pod, epoch_ms(max(ts)), count(*)"
                + " FROM samples GROUP BY ALL")) {
      while (rows.next()) {
        SeriesKey key =
            new SeriesKey(
                new Metric(rows.getString(1)),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5));
        newest.put(key, rows.getLong(6));
        samples += rows.getLong(7);
      }
    }
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT epoch_ms(min(ts)) FROM samples WHERE look = (SELECT min(look) FROM samples)")) {
      if (samples > 0 && rows.next()) {
        firstMillis = rows.getLong(1);
      }
    }
  }

  private void readChanges(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT epoch_ms(ts), kind, service, region, version, previous, description, setting,"
                + " environment, \"commit\" FROM changes")) {
      while (rows.next()) {
        changes.add(
            new Change(
                Instant.ofEpochMilli(rows.getLong(1)),
                Change.Kind.valueOf(rows.getString(2).toUpperCase(Locale.ROOT)),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                rows.getString(10)));
      }
    }
  }

  private void readLines(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT epoch_ms(ts), service, level, message FROM log_lines")) {
      while (rows.next()) {
        LogLine line =
            new LogLine(
                Instant.ofEpochMilli(rows.getLong(1)),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4));
        lines.merge(line, 1, Integer::sum);
        lineCount++;
      }
    }
  }

  private void readSpans(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT trace, span FROM recorded_spans")) {
      while (rows.next()) {
        spans.add(new SpanKey(rows.getString(1), rows.getString(2)));
      }
    }
  }

  /** Looks so far. */
  int looks() {
    return looks;
  }

  /** The seal of the newest look; empty when there was none, or none is kept. */
  String seal() {
    return seal;
  }

  /** From where seconds are counted; {@link Long#MIN_VALUE} before there is a sample. */
  long firstMillis() {
    return firstMillis;
  }

  /** Samples that still fit. */
  long room() {
    return EvidenceBounds.MOST_SAMPLES - samples;
  }

  /** Lines that still fit. */
  int lineRoom() {
    return EvidenceBounds.MOST_LINES - lineCount;
  }

  /** Spans that still fit. */
  int spanRoom() {
    return EvidenceBounds.MOST_SPANS - spans.size();
  }

  /** What of this is not held yet, at the times that the database keeps. */
  Telemetry newIn(Telemetry observed) {
    List<Series> fresh = new ArrayList<>();
    for (Series series : observed.series()) {
      Series later = later(series);
      if (!later.isEmpty()) {
        fresh.add(later);
      }
    }
    Set<Change> announced = new HashSet<>();
    List<Change> more =
        observed.changes().stream()
            .map(Held::inMillis)
            .filter(c -> !changes.contains(c) && announced.add(c))
            .toList();
    return new Telemetry(fresh, more, newLines(observed.logs()), newSpans(observed.spans()));
  }

  private Series later(Series series) {
    Long seen = newest.get(series.key());
    return seen == null ? series : series.within(new Window(Instant.ofEpochMilli(seen + 1), END));
  }

  private List<Span> newSpans(List<Span> all) {
    Set<SpanKey> met = new HashSet<>();
    return all.stream()
        .filter(span -> !spans.contains(SpanKey.of(span)) && met.add(SpanKey.of(span)))
        .toList();
  }

  /** A line that was said twice counts twice. */
  private List<LogLine> newLines(List<LogLine> all) {
    Map<LogLine, Integer> met = new HashMap<>();
    List<LogLine> fresh = new ArrayList<>();
    for (LogLine each : all) {
      LogLine line =
          new LogLine(
              Instant.ofEpochMilli(each.at().toEpochMilli()),
              each.service(),
              each.level(),
              each.text());
      if (met.merge(line, 1, Integer::sum) > lines.getOrDefault(line, 0)) {
        fresh.add(line);
      }
    }
    return fresh;
  }

  private static Change inMillis(Change change) {
    return new Change(
        Instant.ofEpochMilli(change.at().toEpochMilli()),
        change.kind(),
        change.service(),
        change.region(),
        change.version(),
        change.previous(),
        change.description(),
        change.setting(),
        change.environment(),
        change.commit());
  }

  /** Seconds are counted from the first sample that there ever is. */
  void beginAt(Telemetry fresh) {
    if (firstMillis == Long.MIN_VALUE) {
      fresh.span().ifPresent(span -> firstMillis = span.from().toEpochMilli());
    }
  }

  /** This is held from now on. */
  void add(Telemetry fresh, String sealed) {
    beginAt(fresh);
    for (Series series : fresh.series()) {
      newest.merge(series.key(), series.epochMillis(series.size() - 1), Math::max);
      samples += series.size();
    }
    changes.addAll(fresh.changes());
    fresh.logs().forEach(line -> lines.merge(line, 1, Integer::sum));
    lineCount += fresh.logs().size();
    fresh.spans().forEach(span -> spans.add(SpanKey.of(span)));
    looks++;
    seal = sealed;
  }
}
