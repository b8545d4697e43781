package dev.aegis.suspect;

import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What fails: since when, where, and in which words. */
final class Symptoms {
  private static final int MOST_TEXTS = 200;
  private static final int LONGEST_TEXT = 600;
  private static final Set<String> LOUD =
      Set.of("WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "SEVERE");
  private static final Pattern VARYING = Pattern.compile("[0-9a-f]{6,}|\\d+");
  private static final Pattern WORSE_UP =
      Pattern.compile(
          "error|fail|5xx|4xx|401|403|429|latency|duration|p9\\d|wait|timeout|queue|depth|lag|age|throttl"
              + "|restart|oom|panic|exhaust|reject|miss|cpu|memory|heap|gc|rows|cancel|lock|pressure|drop");

  private final Failure failure;
  private final List<Move> moves;
  private final List<Text> texts;
  private final Instant onset;
  private final Instant earliest;
  private final Instant latest;
  private final Duration step;

  /**
   * One thing that tells of the failure.
   *
   * @param service where; may be empty
   * @param raw as it came
   * @param spread lower case, identifiers taken apart
   * @param said by a message rather than by a series
   */
  record Text(String service, String raw, String spread, boolean said) {
    static Text of(String service, String text, boolean said) {
      String raw = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
      return new Text(service, raw, Vocabulary.spread(raw), said);
    }
  }

  Symptoms(Scene scene) {
    failure = scene.failure();
    moves =
        scene.telemetry().series().stream()
            .flatMap(series -> Move.of(series).stream())
            .sorted(Comparator.comparing(Move::at))
            .toList();
    step = step(scene.telemetry().series());
    List<LogLine> lines = newLoudLines(scene);
    Instant spoken =
        lines.stream().map(LogLine::at).min(Comparator.naturalOrder()).orElse(failure.at());
    onset = alerted().map(Move::at).orElse(earlier(spoken, failure.at()));
    earliest = earlier(earlier(firstWorse().orElse(onset), spoken), onset);
    latest = earlier(onset.isAfter(spoken) ? onset : spoken, failure.at());
    texts = List.copyOf(texts(scene, lines));
  }

  private static Duration step(List<Series> series) {
    return series.stream()
        .filter(each -> each.size() > 1)
        .map(each ->
            Duration.between(each.at(0), each.at(each.size() - 1)).dividedBy(each.size() - 1))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ofMinutes(1));
  }

  private Optional<Move> alerted() {
    return moves.stream()
        .filter(move -> move.service().equals(failure.service()))
        .filter(move -> move.measure().equals(failure.measure().toLowerCase(Locale.ROOT)))
        .filter(move -> !move.at().isAfter(failure.at()))
        .findFirst();
  }

  /** A setting that steps is no symptom; it may be the change itself. */
  private Optional<Instant> firstWorse() {
    return moves.stream()
        .filter(move -> move.service().equals(failure.service()))
        .filter(move -> !move.plateau() && move.up() && WORSE_UP.matcher(move.measure()).find())
        .map(Move::at)
        .findFirst();
  }

  /** Loud lines whose like was not met in the first quarter of what is recorded. */
  private static List<LogLine> newLoudLines(Scene scene) {
    List<LogLine> logs = scene.telemetry().logs();
    if (logs.isEmpty()) {
      return List.of();
    }
    Instant first = logs.stream().map(LogLine::at).min(Comparator.naturalOrder()).orElseThrow();
    Duration quarter = Duration.between(first, scene.failure().at()).dividedBy(4);
    Set<String> usual = new TreeSet<>();
    logs.stream()
        .filter(line -> line.at().isBefore(first.plus(quarter)))
        .forEach(line -> usual.add(likeness(line)));
    return logs.stream()
        .filter(line -> LOUD.contains(line.level().toUpperCase(Locale.ROOT)))
        .filter(line -> !usual.contains(likeness(line)))
        .toList();
  }

  private static String likeness(LogLine line) {
    return line.service() + " " + VARYING.matcher(message(line)).replaceAll("#");
  }

  /** Without the fields behind it. */
  private static String message(LogLine line) {
    int end = line.text().indexOf('\t');
    return end < 0 ? line.text() : line.text().substring(0, end);
  }

  private Collection<Text> texts(Scene scene, List<LogLine> lines) {
    Map<String, Text> found = new LinkedHashMap<>();
    put(found, Text.of(failure.service(), failure.measure() + " " + failure.words(), true));
    scene.patterns().stream()
        .filter(pattern -> pattern.bad() && pattern.more() > 0)
        .forEach(pattern -> put(found, Text.of(pattern.service(), pattern.text(), true)));
    Map<String, LogLine> kinds = new LinkedHashMap<>();
    lines.forEach(line -> kinds.putIfAbsent(likeness(line), line));
    kinds.values().forEach(line -> put(found, Text.of(line.service(), line.text(), true)));
    scene.spans().stream()
        .filter(TraceSpan::failed)
        .forEach(
            span -> put(found, Text.of(span.service(), span.name() + " " + span.words(), true)));
    for (Move move : moves) {
      if (!move.plateau()) {
        String words = move.measure() + (move.up() ? " rises" : " falls");
        put(found, Text.of(move.service(), words, false));
      }
    }
    slowSpans(scene.spans())
        .forEach(
            span -> put(found, Text.of(span.service(), span.name() + " " + span.words(), true)));
    return new ArrayList<>(found.values());
  }

  /** Those that take five times what the same work took in another request. */
  private static List<TraceSpan> slowSpans(List<TraceSpan> spans) {
    List<TraceSpan> slow = new ArrayList<>();
    for (TraceSpan span : spans) {
      double best =
          spans.stream()
              .filter(other ->
                  other.service().equals(span.service()) && other.name().equals(span.name()))
              .mapToDouble(TraceSpan::millis)
              .min()
              .orElse(span.millis());
      if (!span.failed() && span.millis() > 5 * best && slow.size() < 20) {
        slow.add(span);
      }
    }
    return slow;
  }

  private static void put(Map<String, Text> found, Text text) {
    if (found.size() < MOST_TEXTS && !text.raw().isBlank()) {
      found.putIfAbsent(text.service() + " " + text.spread(), text);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  Failure failure() {
    return failure;
  }

  /** Series that left their level, in the order of time. */
  List<Move> moves() {
    return moves;
  }

  List<Text> texts() {
    return texts;
  }

  /** Whether any text matches. */
  boolean tellOf(Pattern pattern) {
    return texts.stream().anyMatch(text -> pattern.matcher(text.spread()).find());
  }

  /** When what the alert is about began. */
  Instant onset() {
    return onset;
  }

  /** When anything began to go wrong; not after the onset. */
  Instant earliest() {
    return earliest;
  }

  /** What took effect after this cannot have done it: metrics and messages both told of it. */
  Instant latest() {
    return latest;
  }

  /** How far apart points are, in the coarsest series. */
  Duration step() {
    return step;
  }
}
