package dev.aegis.app.intake;

import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps log lines up to a limit, errors in a share of their own so that chatter cannot push them
 * out, and counts every line by service and minute, so that a flood is a series like any other.
 */
final class LogBook {
  static final Metric LINES = new Metric("log_lines_per_minute");
  static final Metric ERRORS = new Metric("log_errors_per_minute");

  private static final long MINUTE = 60_000L;
  private static final int MINUTES = 20_000;
  private static final int SERVICES = 500;
  private static final int TEXT = 500;
  private static final int LEVEL_WITHIN = 80;
  private static final Set<String> ERROR_LEVELS =
      Set.of("ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "SEVERE", "PANIC", "EMERGENCY", "ALERT");
  private static final Pattern LEVEL =
      Pattern.compile(
          "\\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|PANIC)\\b");

  private final int limit;
  private final List<LogLine> errors = new ArrayList<>();
  private final List<LogLine> others = new ArrayList<>();
  private final Map<String, Map<Long, long[]>> minutes = new TreeMap<>();
  private long dropped;
  private long uncounted;

  LogBook(int limit) {
    this.limit = limit;
  }

  void add(long at, String service, String level, String text) {
    String said = level.isEmpty() ? levelIn(text) : level.toUpperCase(Locale.ROOT);
    boolean error = ERROR_LEVELS.contains(said);
    count(at, service, error);
    List<LogLine> kept = error ? errors : others;
    if (kept.size() < limit / 2) {
      kept.add(new LogLine(Instant.ofEpochMilli(at), service, said, CleanText.line(text, TEXT)));
    } else {
      dropped++;
    }
  }

  static String levelIn(String text) {
    Matcher found =
        LEVEL.matcher(text.length() > LEVEL_WITHIN ? text.substring(0, LEVEL_WITHIN) : text);
    return found.find() ? found.group(1) : "";
  }

  /** Lines that were counted but not kept. */
  long dropped() {
    return dropped;
  }

  /** Lines that were neither kept nor counted by the minute, for want of room. */
  long uncounted() {
    return uncounted;
  }

  List<LogLine> lines(String defaultService) {
    List<LogLine> all = new ArrayList<>(errors);
    all.addAll(others);
    return all.stream()
        .map(l ->
            l.service().isEmpty() ? new LogLine(l.at(), defaultService, l.level(), l.text()) : l)
        .sorted(
            Comparator.comparing(LogLine::at)
                .thenComparing(LogLine::service)
                .thenComparing(LogLine::level)
                .thenComparing(LogLine::text))
        .toList();
  }

  /** Adds the counts as series; a minute between the first and the last without a line counts 0. */
  void addTo(SeriesStore store, String defaultService) {
    for (Map.Entry<String, Map<Long, long[]>> entry : minutes.entrySet()) {
      String service = entry.getKey().isEmpty() ? defaultService : entry.getKey();
      Map<Long, long[]> counts = entry.getValue();
      long first = counts.keySet().stream().mapToLong(Long::longValue).min().orElse(0);
      long last = counts.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
      if (last - first > MINUTES) {
        continue;
      }
      for (long minute = first; minute <= last; minute++) {
        long[] count = counts.getOrDefault(minute, new long[2]);
        store.add(new SeriesKey(LINES, service, "", "", ""), minute * MINUTE, (double) count[0]);
        store.add(new SeriesKey(ERRORS, service, "", "", ""), minute * MINUTE, (double) count[1]);
      }
    }
  }

  private void count(long at, String service, boolean error) {
    Map<Long, long[]> counts = minutes.get(service);
    if (counts == null && minutes.size() < SERVICES) {
      counts = new HashMap<>();
      minutes.put(service, counts);
    }
    long[] count = counts == null ? null : counts.get(at / MINUTE);
    if (counts != null && count == null && counts.size() < MINUTES) {
      count = new long[2];
      counts.put(at / MINUTE, count);
    }
    if (count == null) {
      uncounted++;
      return;
    }
    count[0]++;
    count[1] += error ? 1 : 0;
  }
}
