package dev.aegis.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void writesMoneyWithCentsOnlyWhereTheyMatter() {
    assertThat(Figures.money(1409.17)).isEqualTo("$1,409");
    assertThat(Figures.money(0.31)).isEqualTo("$0.31");
    assertThat(Figures.money(99.999)).isEqualTo("$100");
    assertThat(Figures.money(0)).isEqualTo("$0");
    assertThat(Figures.money(-3.5)).isEqualTo("-$3.50");
    assertThat(Figures.dollarsPerHour(1.9)).isEqualTo("+$1.90/h");
    assertThat(Figures.dollarsPerHour(-2)).isEqualTo("-$2/h");
  }

  @Test
  void writesTimesInTheUnitThatPeopleSay() {
    assertThat(Figures.seconds(89)).isEqualTo("89 s");
    assertThat(Figures.seconds(119.4)).isEqualTo("119 s");
    assertThat(Figures.seconds(119.6)).isEqualTo("2 min");
    assertThat(Figures.seconds(2520)).isEqualTo("42 min");
    assertThat(Figures.seconds(136)).isEqualTo("2 min 16 s");
    assertThat(Figures.seconds(7500)).isEqualTo("2 h 5 min");
    assertThat(Figures.seconds(-40)).isEqualTo("-40 s");
    assertThat(Figures.seconds(0.25)).isEqualTo("0.3 s");
    assertThat(Figures.duration(Duration.ofMinutes(30))).isEqualTo("30 min");
    assertThat(Figures.dateTime(Instant.parse("2026-03-01T03:00:05Z")))
        .isEqualTo("2026-03-01 03:00:05");
  }

  @Test
  void writesResponseTimesAndShares() {
    assertThat(Figures.millis(220)).isEqualTo("220 ms");
    assertThat(Figures.millis(999.6)).isEqualTo("1 s");
    assertThat(Figures.millis(4200)).isEqualTo("4.2 s");
    assertThat(Figures.millis(1.25)).isEqualTo("1.3 ms");
    assertThat(Figures.percent(0.124)).isEqualTo("12.4 %");
    assertThat(Figures.percent(0)).isEqualTo("0 %");
    assertThat(Figures.percent(0.0004)).isEqualTo("0.04 %");
    assertThat(Figures.percent(1)).isEqualTo("100 %");
  }

  @Test
  void neverRoundsAProbabilityToCertainty() {
    assertThat(Figures.probability(0.02)).isEqualTo(".02");
    assertThat(Figures.probability(0.999)).isEqualTo(">.99");
    assertThat(Figures.probability(0.001)).isEqualTo("<.01");
    assertThat(Figures.probability(1)).isEqualTo("1.00");
    assertThat(Figures.probability(0)).isEqualTo(".00");
  }

  @Test
  void saysWhatWasNotMeasured() {
    assertThat(Figures.millis(-1)).isEqualTo("not measured");
    assertThat(Figures.percent(-1)).isEqualTo("not measured");
    assertThat(Figures.money(Double.NaN)).isEqualTo("not measured");
    assertThat(Figures.probability(Double.NaN)).isEqualTo("not measured");
    assertThat(Figures.metricValue("gc_ratio", Double.NaN)).isEqualTo("not measured");
  }

  @Test
  void takesTheUnitFromTheNameOfTheMetric() {
    assertThat(Figures.metricName("latency_p99_ms")).isEqualTo("p99");
    assertThat(Figures.metricName("heap_ratio")).isEqualTo("heap");
    assertThat(Figures.metricValue("heap_ratio", 0.5)).isEqualTo("50 %");
    assertThat(Figures.metricValue("dependency_latency_ms", 1500)).isEqualTo("1.5 s");
    assertThat(Figures.metricValue("requests_per_second", 1200)).isEqualTo("1,200/s");
    assertThat(Figures.metricValue("pods_ready", 6)).isEqualTo("6");
    assertThat(Figures.number(0.5)).isEqualTo("0.5");
    assertThat(Figures.number(1e-9)).isEqualTo("1.0e-09");
    assertThat(Figures.number(1e300)).isEqualTo("1.00e+300");
  }

  @Test
  void isTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Figures.money(1409)).isEqualTo("$1,409");
      assertThat(Figures.time(Instant.EPOCH)).isEqualTo("00:00:00");
    } finally {
      Locale.setDefault(before);
    }
  }
}
