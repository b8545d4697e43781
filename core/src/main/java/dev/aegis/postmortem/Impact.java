package dev.aegis.postmortem;

import dev.aegis.incident.Incident;
import dev.aegis.room.Decision;
import dev.aegis.room.Evidence;
import dev.aegis.room.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What an incident cost, in figures that stand in the record or follow from it. */
final class Impact {
  private static final String NOT_ON_RECORD = "not on record";
  private final Incident record;
  private final List<Block.Fact> all = new ArrayList<>();

  private Impact(Incident record) {
    this.record = record;
  }

  static List<Block.Fact> of(Incident record) {
    Impact impact = new Impact(record);
    record.signal().ifPresent(impact::began);
    record.decision().map(Decision::worth).ifPresent(impact::worth);
    return List.copyOf(impact.all);
  }

  private void began(Signal signal) {
    all.add(
        new Block.Fact(
            "severity", "Severity", signal.severity().name(), OptionalDouble.empty(), ""));
    OptionalDouble failed = failedRequests(signal);
    add(
        "failed_requests",
        "Requests that failed before it was noticed",
        failed,
        "1",
        failed.isPresent() ? Figures.number(Math.rint(failed.getAsDouble())) : "");
    boolean priced = signal.dollarsPerMinute() > 0;
    add(
        "revenue_per_minute",
        "Revenue lost a minute when it was noticed",
        priced ? OptionalDouble.of(signal.dollarsPerMinute()) : OptionalDouble.empty(),
        "USD/min",
        Figures.money(signal.dollarsPerMinute()));
  }

  private void worth(Decision.Worth worth) {
    boolean over =
        record.decision().map(d -> d.outcome() == Decision.Outcome.RESOLVED).orElse(false);
    boolean priced = worth.downtimeDollars() > 0;
    seconds(
        "downtime",
        over ? "Time until users were served again" : "Time without service so far",
        worth.downtimeSeconds());
    seconds("manual_downtime", "People alone would have taken", worth.manualSeconds());
    dollars("revenue_lost", "Revenue lost", priced, worth.downtimeDollars());
    dollars(
        "cloud_cost",
        "Cost of the fix in the cloud",
        worth.remediationDollars() > 0 || over,
        worth.remediationDollars());
    if (over) {
      dollars("averted", "Loss averted against people alone", priced, worth.avertedDollars());
    }
  }

  private void seconds(String key, String label, double seconds) {
    add(key, label, OptionalDouble.of(seconds), "s", Figures.seconds(seconds));
  }

  private void dollars(String key, String label, boolean known, double dollars) {
    add(
        key,
        label,
        known ? OptionalDouble.of(dollars) : OptionalDouble.empty(),
        "USD",
        Figures.money(dollars));
  }

  private void add(String key, String label, OptionalDouble value, String unit, String words) {
    all.add(new Block.Fact(key, label, value.isPresent() ? words : NOT_ON_RECORD, value, unit));
  }

  /**
   * From the rows of traffic and failures that the signal rests on: the sum of rate x share x time
   * since the row before, from the onset to the last row. Empty where no such rows were kept.
   */
  static OptionalDouble failedRequests(Signal signal) {
    for (Evidence e : signal.evidence()) {
      int ts = e.columns().indexOf("ts");
      int rate = e.columns().indexOf("requests_per_second");
      int share = e.columns().indexOf("error_ratio");
      if (ts >= 0 && rate >= 0 && share >= 0) {
        NavigableMap<Instant, Double> perSecond = new TreeMap<>();
        e.rows().forEach(row -> failures(row, ts, rate, share, perSecond));
        return sum(perSecond, signal.startedAt());
      }
    }
    return OptionalDouble.empty();
  }

  private static void failures(
      List<String> row, int ts, int rate, int share, NavigableMap<Instant, Double> perSecond) {
    try {
      double failing = Double.parseDouble(row.get(rate)) * Double.parseDouble(row.get(share));
      if (failing >= 0 && Double.isFinite(failing)) {
        perSecond.put(Instant.parse(row.get(ts)), failing);
      }
    } catch (NumberFormatException | DateTimeParseException _) {
      // A row without both figures tells nothing of failures.
    }
  }

  private static OptionalDouble sum(NavigableMap<Instant, Double> perSecond, Instant onset) {
    if (perSecond.size() < 2 || perSecond.lastKey().isBefore(onset)) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (Map.Entry<Instant, Double> row : perSecond.tailMap(onset, true).entrySet()) {
      Instant before = perSecond.lowerKey(row.getKey());
      if (before != null) {
        sum += row.getValue() * Duration.between(before, row.getKey()).toMillis() / 1000.0;
      }
    }
    return OptionalDouble.of(sum);
  }
}
