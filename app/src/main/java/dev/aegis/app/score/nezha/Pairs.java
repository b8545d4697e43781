package dev.aegis.app.score.nezha;

import dev.aegis.culprit.Calls;
import dev.aegis.culprit.Course;
import dev.aegis.culprit.Served;
import dev.aegis.culprit.Transit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Median latencies of each pair of services that call each other, as the caller sees them ({@code
 * source_50.csv}) and as the callee does ({@code destination_50.csv}), and of the front door. How
 * often a pair calls is not recorded: a callee's requests are shared among its callers in
 * proportion to theirs.
 */
final class Pairs {
  private static final String FRONT_LATENCY = "LatencyP50(s)";

  private record Pair(String caller, String callee) {
    String column() {
      return caller + "_" + callee;
    }
  }

  private final Samples atCaller;
  private final Samples atCallee;
  private final Optional<Samples> front;
  private final Pods pods;
  private final List<Pair> pairs = new ArrayList<>();

  private Pairs(Path metric, Pods pods) {
    this.pods = pods;
    this.atCaller = new Samples(metric.resolve("source_50.csv"));
    this.atCallee = new Samples(metric.resolve("destination_50.csv"));
    Path door = metric.resolve("front_service.csv");
    this.front = Files.isRegularFile(door) ? Optional.of(new Samples(door)) : Optional.empty();
    for (String column : atCaller.columns()) {
      int cut = column.indexOf('_');
      if (cut > 0) {
        pairs.add(new Pair(column.substring(0, cut), column.substring(cut + 1)));
      }
    }
  }

  /** Those of a day, where they were recorded. */
  static Optional<Pairs> in(Path metric, Pods pods) {
    return Files.isRegularFile(metric.resolve("source_50.csv"))
            && Files.isRegularFile(metric.resolve("destination_50.csv"))
        ? Optional.of(new Pairs(metric, pods))
        : Optional.empty();
  }

  Calls calls() {
    NavigableMap<String, List<String>> callees = new TreeMap<>();
    pairs.forEach(
        pair -> callees.computeIfAbsent(pair.caller(), k -> new ArrayList<>()).add(pair.callee()));
    return new Calls(pods.services().keySet(), callees);
  }

  List<Served> served(Calls calls, Around around) {
    List<Served> served = new ArrayList<>();
    for (Pair pair : pairs) {
      served.add(
          new Served(
              pair.callee(),
              pair.caller(),
              rate(pair, around),
              atCallee.course(pair.column(), around, true)));
    }
    front.ifPresent(door -> {
      for (Map.Entry<String, Samples> each : pods.services().entrySet()) {
        boolean entry = pairs.stream().noneMatch(pair -> pair.callee().equals(each.getKey()));
        if (entry && !calls.callees(each.getKey()).isEmpty()) {
          served.add(
              new Served(
                  each.getKey(),
                  "",
                  workload(each.getKey(), around),
                  door.course(FRONT_LATENCY, around, true)));
        }
      }
    });
    return served;
  }

  List<Transit> transits(Around around) {
    return pairs.stream()
        .map(pair ->
            new Transit(pair.caller(), pair.callee(), rate(pair, around), way(pair, around)))
        .toList();
  }

  private Course way(Pair pair, Around around) {
    return new Course(
        less(
            atCaller.values(pair.column(), around::metricUsual),
            atCallee.values(pair.column(), around::metricUsual)),
        less(
            atCaller.values(pair.column(), around::metricBefore),
            atCallee.values(pair.column(), around::metricBefore)),
        less(
            atCaller.values(pair.column(), around::metricSince),
            atCallee.values(pair.column(), around::metricSince)));
  }

  /** Both are written within a second of each other, minute by minute. */
  private static double[] less(double[] whole, double[] part) {
    double[] rest = new double[Math.min(whole.length, part.length)];
    Arrays.setAll(rest, i -> Math.max(0, whole[i] - part[i]));
    return rest;
  }

  private double rate(Pair pair, Around around) {
    double callers =
        pairs.stream()
            .filter(other -> other.callee().equals(pair.callee()))
            .mapToDouble(other -> workload(other.caller(), around))
            .sum();
    return callers > 0
        ? workload(pair.callee(), around) * workload(pair.caller(), around) / callers
        : 0;
  }

  /** Requests a second, before and since. */
  private double workload(String service, Around around) {
    Samples samples = pods.services().get(service);
    return samples == null
        ? 0
        : DoubleStream.concat(
                Arrays.stream(samples.values(Pods.WORKLOAD, around::metricBefore)),
                Arrays.stream(samples.values(Pods.WORKLOAD, around::metricSince)))
            .filter(Double::isFinite)
            .average()
            .orElse(0);
  }
}
