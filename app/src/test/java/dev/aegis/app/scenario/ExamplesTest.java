package dev.aegis.app.scenario;

import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Repository;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recordings under {@code examples} are what monitoring shows of the scenarios up to a moment
 * of their incidents: this test holds them to that, and makes them anew when asked to.
 */
class ExamplesTest {
  private static final long SEED = 7;

  @ParameterizedTest
  @CsvSource({"leak, PT4M40S", "surge, PT6M45S", "undecidable, PT6M50S"})
  void isWhatMonitoringShowsOfTheScenario(String name, Duration until) {
    Scenario scenario = Demo.read(Scenarios.find(name));
    SimulatedProduction production = new SimulatedProduction(scenario, SEED);
    while (production.instant().isBefore(scenario.begins().plus(until))) {
      production.tick();
    }
    Path directory = Repository.here().root().resolve("examples").resolve(name);
    Golden.matches(directory.resolve("metrics.csv"), csv(production.telemetry()));
    Golden.matches(directory.resolve("changes.json"), changes(production.telemetry().changes()));
    Golden.matches(directory.resolve("service.yaml"), declared(Scenarios.find(name).text()));
  }

  /** The sections a scenario shares with a service's own file. */
  private static String declared(String scenario) {
    List<String> kept = new ArrayList<>();
    boolean keep = false;
    for (String line : scenario.lines().toList()) {
      if (!line.startsWith(" ") && !line.isBlank()) {
        keep = line.startsWith("slo:") || line.startsWith("service:");
      }
      if (keep && !line.isBlank()) {
        kept.add(line);
      }
    }
    return String.join("\n", kept) + "\n";
  }

  private static String changes(List<Change> changes) {
    return changes.stream()
        .map(c ->
            String.format(
                Locale.ROOT,
                "  {\"at\": \"%s\", \"kind\": \"%s\", \"service\": \"%s\", \"region\": \"%s\","
                    + " \"version\": \"%s\", \"previous\": \"%s\", \"description\": \"%s\"}",
                c.at(),
                c.kind().name().toLowerCase(Locale.ROOT),
                c.service(),
                c.region(),
                c.version(),
                c.previous(),
                c.description()))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private record Row(Instant at, String region, String version) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int byTime = at.compareTo(other.at);
      int byRegion = byTime != 0 ? byTime : region.compareTo(other.region);
      return byRegion != 0 ? byRegion : version.compareTo(other.version);
    }
  }

  private static String csv(Telemetry telemetry) {
    Map<Row, Map<Metric, Double>> rows = new TreeMap<>();
    TreeSet<Metric> metrics = new TreeSet<>();
    String service = telemetry.series().getFirst().key().service();
    for (Series series : telemetry.series()) {
      if (!series.key().pod().isEmpty()) {
        continue;
      }
      metrics.add(series.key().metric());
      for (int i = 0; i < series.size(); i++) {
        Row row = new Row(series.at(i), series.key().region(), series.key().version());
        rows.computeIfAbsent(row, _ -> new LinkedHashMap<>())
            .put(series.key().metric(), series.value(i));
      }
    }
    StringBuilder text = new StringBuilder("timestamp,service,region,version");
    metrics.forEach(m -> text.append(',').append(m));
    text.append('\n');
    rows.forEach((row, values) -> {
      text.append(row.at()).append(',').append(service).append(',').append(row.region());
      text.append(',').append(row.version());
      metrics.forEach(m -> text.append(',').append(cell(values.get(m))));
      text.append('\n');
    });
    return text.toString();
  }

  private static String cell(@org.jspecify.annotations.Nullable Double value) {
    return value == null
        ? ""
        : new java.math.BigDecimal(value)
            .round(new java.math.MathContext(6))
            .stripTrailingZeros()
            .toPlainString();
  }
}
