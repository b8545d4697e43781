package dev.aegis.app.score.petshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aegis.anomaly.Watch;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The benchmark's normal days, each series for itself, where it lies on this machine: two days of
 * it, in most of which a series is not known yet.
 */
class QuietPetShopTest {
  private static final Slo NOTHING = new Slo(Double.POSITIVE_INFINITY, 0.5);
  private static final double A_DAY = 86_400;
  private static final double A_MONTH = 30;

  @Test
  void openSixRoomsAMonthAndSeriesAtMostWhileEachIsNew() {
    String data = System.getenv().getOrDefault("AEGIS_DATA", "");
    assumeTrue(
        !data.isEmpty(),
        "the benchmark does not lie here; AEGIS_DATA names the folder that petshop lies in");
    double days = 0;
    int rooms = 0;
    for (String part : List.of("low_traffic", "high_traffic")) {
      Path file = Path.of(data, "petshop", part, "noissue", "metrics.csv");
      assumeTrue(Files.isRegularFile(file), file + " is missing; unpack all archives there");
      MetricTable table = new MetricTable(file);
      for (double[] values : table.everySeries()) {
        long measured = Arrays.stream(values).filter(Double::isFinite).count();
        days += measured * table.step() / A_DAY;
        rooms += rooms(table, values);
      }
    }
    assertThat(days).isGreaterThan(90);
    assertThat(rooms / (days / A_MONTH))
        .as("a month and series: %d rooms in %.0f days of single series", rooms, days)
        .isLessThanOrEqualTo(6.2);
  }

  private static int rooms(MetricTable table, double[] values) {
    int[] measured =
        IntStream.range(0, values.length).filter(row -> Double.isFinite(values[row])).toArray();
    long[] times =
        Arrays.stream(measured).mapToLong(row -> (long) (table.time(row) * 1e3)).toArray();
    double[] finite = Arrays.stream(measured).mapToDouble(row -> values[row]).toArray();
    Series series = new Series(SeriesKey.of(new Metric("figure"), "shop", ""), times, finite);
    Telemetry telemetry = new Telemetry(List.of(series), List.of(), List.of());
    return new Watch(ServiceProfile.undeclared("shop", NOTHING)).read(telemetry).size();
  }
}
