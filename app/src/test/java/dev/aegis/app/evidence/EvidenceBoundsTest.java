package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvidenceBoundsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Instant END = Instant.parse("2026-11-22T18:00:00Z");

  /** A point an hour for so many days, the last at the end. */
  private static Telemetry hourly(int days) {
    long[] times =
        LongStream.range(0, 24L * days)
            .map(i -> END.toEpochMilli() - (24L * days - 1 - i) * HOUR)
            .toArray();
    SeriesKey key = SeriesKey.of(Metric.LATENCY_P99, "checkout-api", "us-east-1");
    return new Telemetry(
        List.of(new Series(key, times, new double[times.length])), List.of(), List.of());
  }

  @Test
  void keepsAllThatFits() {
    Telemetry all = hourly(10);
    assertThat(EvidenceBounds.fitting(all, 240, 0, 0)).isSameAs(all);
  }

  @Test
  void elseKeepsTheSameHoursOfTheLastDays() {
    Series kept = EvidenceBounds.fitting(hourly(10), 239, 0, 0).series().getFirst();
    assertThat(kept.size()).isEqualTo(8 * 12);
    for (int i = 0; i < kept.size(); i++) {
      long ago = (END.toEpochMilli() - kept.epochMillis(i)) / HOUR;
      assertThat(ago % 24).isLessThan(12);
      assertThat(ago).isLessThan(8 * 24);
    }
  }

  @Test
  void andOfTheseTheNewest() {
    Series kept = EvidenceBounds.fitting(hourly(10), 5, 0, 0).series().getFirst();
    assertThat(kept.size()).isEqualTo(5);
    assertThat(kept.at(4)).isEqualTo(END);
  }
}
