package dev.aegis.app.evidence;

import dev.aegis.suspect.LogPattern;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What log lines have in common, and how many more there were since an onset than before. */
public final class PatternCounts {
  private static final Set<String> BAD =
      Set.of("ERROR", "WARN", "WARNING", "FATAL", "CRITICAL", "SEVERE");

  private final LogPatterns patterns = new LogPatterns();
  private final Map<Key, Count> counts = new TreeMap<>();
  private final Instant onset;

  private record Key(String service, int pattern) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int services = service.compareTo(other.service);
      return services != 0 ? services : Integer.compare(pattern, other.pattern);
    }
  }

  private static final class Count {
    private int before;
    private int since;
    private boolean bad;
  }

  private PatternCounts(Instant onset) {
    this.onset = onset;
  }

  /** The patterns of all lines that were observed, by service. */
  public static List<LogPattern> of(Telemetry observed, Instant onset) {
    PatternCounts counted = new PatternCounts(onset);
    observed.logs().forEach(counted::add);
    return counted.all(scale(observed.logs(), onset));
  }

  private void add(LogLine line) {
    Key key = new Key(line.service(), patterns.of(line.text()));
    Count count = counts.computeIfAbsent(key, _ -> new Count());
    if (line.at().isBefore(onset)) {
      count.before++;
    } else {
      count.since++;
    }
    count.bad |= BAD.contains(line.level().toUpperCase(Locale.ROOT));
  }

  /** How long the time since the onset is beside that before; 0 where nothing is from before. */
  private static double scale(List<LogLine> lines, Instant onset) {
    Instant first = lines.stream().map(LogLine::at).min(Instant::compareTo).orElse(onset);
    Instant last = lines.stream().map(LogLine::at).max(Instant::compareTo).orElse(onset);
    double before = Duration.between(first, onset).toMillis();
    return before > 0 ? Math.max(0, Duration.between(onset, last).toMillis()) / before : 0;
  }

  private List<LogPattern> all(double scale) {
    return counts.entrySet().stream()
        .map(e ->
            new LogPattern(
                e.getKey().service(),
                patterns.text(e.getKey().pattern()),
                e.getValue().since,
                e.getValue().since - scale * e.getValue().before,
                e.getValue().bad))
        .toList();
  }
}
