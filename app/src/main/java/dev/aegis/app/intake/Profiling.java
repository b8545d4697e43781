package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Completes what the owners declared about the service with what the recording itself shows, and
 * says what was assumed. Without an objective, a service that is quiet in most of its recording is
 * held to three times its own median.
 */
final class Profiling {
  private static final double QUIET_TIMES = 3;
  private static final double ERRORS = 0.01;
  private static final double UNTESTED_LATENCY = 1_000;

  private final List<Series> series;
  private final Declared declared;
  private final List<String> assumptions;

  Profiling(List<Series> series, Declared declared, List<String> assumptions) {
    this.series = series;
    this.declared = declared;
    this.assumptions = assumptions;
  }

  ServiceProfile profile() {
    String service = service();
    String region = region(service);
    ServiceProfile profile = declared.profile(service, slo(service, region), region);
    assumptions.addAll(declared.absences());
    return profile;
  }

  private String service() {
    Set<String> services = new TreeSet<>();
    series.forEach(s -> services.add(s.key().service()));
    if (!declared.service().isEmpty()) {
      if (!services.contains(declared.service())) {
        throw new IntakeException(
            IntakeException.Kind.MALFORMED,
            declared.path()
                + ": service.name: expected a service of the recording ("
                + String.join(", ", services.stream().limit(8).toList())
                + (services.size() > 8 ? ", …" : "")
                + "), found "
                + declared.service()
                + "; correct it, or leave it out");
      }
      return declared.service();
    }
    if (services.size() <= 1) {
      return services.isEmpty() ? Intake.UNNAMED : services.iterator().next();
    }
    Map<String, Double> departures = new TreeMap<>();
    Map<String, Double> latency = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (Series one : series) {
      boolean failing = one.key().metric().equals(Metric.ERROR_RATIO);
      (failing ? errors : latency).merge(one.key().service(), departure(one), Math::max);
    }
    services.forEach(
        s -> departures.put(s, latency.getOrDefault(s, 0.0) + errors.getOrDefault(s, 0.0)));
    String most =
        departures.entrySet().stream()
            .max(
                Map.Entry.<String, Double>comparingByValue()
                    .thenComparing(Map.Entry.<String, Double>comparingByKey().reversed()))
            .map(Map.Entry::getKey)
            .orElse(services.iterator().next());
    double furthest = departures.getOrDefault(most, 0.0);
    assumptions.add(
        String.format(
                Locale.ROOT,
                "service.name not given by --slo: %s, of %,d services ",
                most,
                services.size())
            + (furthest > 0
                ? String.format(
                    Locale.ROOT,
                    "the one whose response times and errors rise most (%.1f times their median)",
                    furthest)
                : "the first by name: none has response times or errors to compare"));
    return most;
  }

  /** How far the worst twentieth of a symptom lies above its median. */
  private static double departure(Series one) {
    Metric metric = one.key().metric();
    if (one.size() < 3) {
      return 0;
    }
    if (metric.equals(Metric.LATENCY_P99) || metric.equals(Metric.LATENCY_MEAN)) {
      return one.quantile(0.95) / Math.max(one.median(), 1);
    }
    if (metric.equals(Metric.ERROR_RATIO)) {
      return one.quantile(0.95) / Math.max(one.median(), ERRORS);
    }
    return 0;
  }

  private String region(String service) {
    if (!declared.home().isEmpty()) {
      return declared.home();
    }
    Map<String, Integer> points = new TreeMap<>();
    series.stream()
        .filter(s -> s.key().service().equals(service))
        .forEach(s -> points.merge(s.key().region(), s.size(), Integer::sum));
    String most =
        points.entrySet().stream()
            .max(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.<String, Integer>comparingByKey().reversed()))
            .map(Map.Entry::getKey)
            .orElse("");
    if (points.size() > 1) {
      assumptions.add(
          "service.region not given: "
              + (most.isEmpty() ? "(none)" : most)
              + ", which has the most points");
    }
    return most;
  }

  private Slo slo(String service, String region) {
    Double latency = declared.latencyP99Millis();
    Double errors = declared.errorRatio();
    if (latency != null && errors != null) {
      return new Slo(latency, errors);
    }
    List<String> taken = new ArrayList<>();
    double p99 = latency != null ? latency : latencyOf(service, region, taken);
    if (errors == null) {
      taken.add("1 % of requests may fail");
    }
    assumptions.add(
        isPromising(service)
            ? "objectives not given by --slo: " + String.join("; ", taken)
            : "objectives not given by --slo, and neither response times nor errors recorded: no"
                + " promise can be held against these figures");
    return new Slo(p99, errors == null ? ERRORS : errors);
  }

  /** Whether anything that an objective speaks of is recorded. */
  private boolean isPromising(String service) {
    return series.stream()
        .filter(s -> s.key().service().equals(service))
        .map(s -> s.key().metric())
        .anyMatch(m ->
            m.equals(Metric.ERROR_RATIO)
                || m.equals(Metric.LATENCY_P99)
                || m.equals(Metric.LATENCY_P50)
                || m.equals(Metric.LATENCY_MEAN));
  }

  private double latencyOf(String service, String region, List<String> taken) {
    Optional<Series> p99 =
        series.stream()
            .filter(s -> s.key().metric().equals(Metric.LATENCY_P99))
            .filter(s -> s.key().service().equals(service) && s.size() > 0)
            .max(
                Comparator.comparing((Series s) -> s.key().region().equals(region))
                    .thenComparing(s -> s.key().pod().isEmpty() && s.key().version().isEmpty())
                    .thenComparingInt(Series::size));
    double quiet = p99.map(Profiling::quiet).orElse(0.0);
    double objective = quiet > 0 ? QUIET_TIMES * quiet : UNTESTED_LATENCY;
    taken.add(
        quiet > 0
            ? String.format(
                Locale.ROOT,
                "p99 may be %,.0f ms, three times the median of its quiet half (%,.0f ms)",
                objective,
                quiet)
            : "p99, which is not recorded, may be 1000 ms");
    return objective;
  }

  /**
   * The median of the lower half: an incident that fills up to half of a recording leaves it alone.
   */
  private static double quiet(Series p99) {
    List<Double> sorted = new ArrayList<>();
    for (double value : p99.values()) {
      sorted.add(value);
    }
    sorted.sort(Comparator.naturalOrder());
    return sorted.get((sorted.size() - 1) / 4);
  }
}
