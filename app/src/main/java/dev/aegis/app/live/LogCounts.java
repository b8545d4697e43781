package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.live.Place.Fleet;
import dev.aegis.telemetry.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Counts the lines of every service between two scrapes: all of them, errors and warnings, and
 * those by pattern, which is the message without its numbers and identifiers; and which share of
 * them are errors. A service that wrote once counts 0 from then on, so that a flood has a calm
 * before it.
 */
final class LogCounts {
  private static final int FLEETS = 500;
  private static final int PATTERNS = 20;
  private static final int PATTERN = 60;

  /** Patterns for which there is no room any more, together. */
  private static final String OTHERS = ":other_patterns";

  /** So that one line more or less is no news. */
  private static final int LINES_FOR_A_SHARE = 20;

  private static final Metric ERROR_SHARE = new Metric("log_error_ratio");
  private static final Pattern BREAK = Pattern.compile("[_.:-]+");
  private static final Set<String> ERRORS = Set.of("ERROR", "FATAL", "SEVERE", "CRITICAL", "PANIC");
  private static final Set<String> WARNINGS = Set.of("WARN", "WARNING");

  private final SortedMap<Fleet, SortedMap<String, long[]>> counts = new TreeMap<>();
  private final Map<Fleet, Share> shares = new HashMap<>();

  /** Takes one figure: lines a second, or the share of errors among them. */
  interface Sink {
    void take(Fleet fleet, Metric metric, double figure);
  }

  /** Errors among the lines since a share was handed out. */
  private static final class Share {
    private long errors;
    private long lines;
  }

  static boolean isLoud(String level) {
    return ERRORS.contains(level) || WARNINGS.contains(level);
  }

  void count(Fleet fleet, String level, String message) {
    SortedMap<String, long[]> own = counts.get(fleet);
    if (own == null) {
      if (counts.size() >= FLEETS) {
        return;
      }
      own =
          new TreeMap<>(
              Map.of(
                  "log_lines_per_second", new long[1],
                  "log_errors_per_second", new long[1],
                  "log_warnings_per_second", new long[1]));
      counts.put(fleet, own);
    }
    add(own, "log_lines_per_second");
    if (isLoud(level)) {
      String of = ERRORS.contains(level) ? "log_errors_per_second" : "log_warnings_per_second";
      add(own, of);
      String name = of + ":" + pattern(message);
      boolean room = own.containsKey(name) || own.size() < PATTERNS + 3;
      add(own, room ? name : of + OTHERS);
    }
  }

  private static void add(SortedMap<String, long[]> own, String name) {
    own.computeIfAbsent(name, n -> new long[1])[0]++;
  }

  /** Words of letters; what has digits in it is an identifier, a number or a size. */
  static String pattern(String message) {
    StringBuilder kept = new StringBuilder();
    for (String word : BREAK.splitAsStream(CleanText.metric(message)).toList()) {
      boolean plain = word.chars().allMatch(Character::isLetter) && !word.isEmpty();
      if (plain && kept.length() + word.length() < PATTERN) {
        kept.append(kept.isEmpty() ? "" : "_").append(word);
      }
    }
    return kept.isEmpty() ? "unnamed" : kept.toString();
  }

  /** Hands out what was counted over so many seconds, and begins again. */
  void flush(double seconds, Sink sink) {
    Map<String, Metric> metrics = new HashMap<>();
    counts.forEach((fleet, own) -> {
      share(fleet, own, sink);
      own.forEach((name, count) -> {
        sink.take(fleet, metrics.computeIfAbsent(name, Metric::new), count[0] / seconds);
        count[0] = 0;
      });
    });
  }

  private void share(Fleet fleet, SortedMap<String, long[]> own, Sink sink) {
    Share share = shares.computeIfAbsent(fleet, _ -> new Share());
    share.errors += count(own, "log_errors_per_second");
    share.lines += count(own, "log_lines_per_second");
    if (share.lines >= LINES_FOR_A_SHARE) {
      sink.take(fleet, ERROR_SHARE, share.errors / (double) share.lines);
      shares.remove(fleet);
    }
  }

  private static long count(SortedMap<String, long[]> own, String name) {
    long[] count = own.get(name);
    return count == null ? 0 : count[0];
  }
}
