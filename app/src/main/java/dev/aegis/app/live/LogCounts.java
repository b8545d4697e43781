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
 * those by pattern, which is the message without its numbers and identifiers. A service that wrote
 * once counts 0 from then on, so that a flood has a calm before it.
 */
final class LogCounts {
  private static final int FLEETS = 500;
  private static final int PATTERNS = 20;
  private static final int PATTERN = 60;
  private static final Pattern BREAK = Pattern.compile("[_.:-]+");
  private static final Set<String> ERRORS = Set.of("ERROR", "FATAL", "SEVERE", "CRITICAL", "PANIC");
  private static final Set<String> WARNINGS = Set.of("WARN", "WARNING");

  private final SortedMap<Fleet, SortedMap<String, long[]>> counts = new TreeMap<>();

  /** Takes one rate. */
  interface Sink {
    void rate(Fleet fleet, Metric metric, double perSecond);
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
      if (own.containsKey(name) || own.size() < PATTERNS + 3) {
        add(own, name);
      }
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
    counts.forEach((fleet, own) ->
        own.forEach((name, count) -> {
          sink.rate(fleet, metrics.computeIfAbsent(name, Metric::new), count[0] / seconds);
          count[0] = 0;
        }));
  }
}
