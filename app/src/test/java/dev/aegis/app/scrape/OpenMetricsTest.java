package dev.aegis.app.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Repository;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenMetricsTest {
  private static final long SEED = 20_261_123;
  private static final String FOLDER = "app/src/test/resources/golden/exposition/";

  private final PrometheusText parser = new PrometheusText(TextLimits.DEFAULTS);

  private Exposition parse(String text) {
    return parser.parse(text.getBytes(UTF_8), Dialect.OPENMETRICS);
  }

  @Test
  void readsWhatTheSpecificationsExamplesHold() {
    Exposition read = parse(Repository.here().read(FOLDER + "openmetrics.txt"));

    StringBuilder said = new StringBuilder();
    read.samples().forEach(s -> said.append(s).append('\n'));
    new TreeMap<>(read.families()).forEach((name, f) -> said.append(name + ": " + f + "\n"));
    Map<String, Exemplar> exemplars = new TreeMap<>();
    read.exemplars().forEach((name, exemplar) -> exemplars.put(name.toString(), exemplar));
    exemplars.forEach((name, exemplar) -> said.append(name + ": " + exemplar + "\n"));
    Golden.matches("golden/exposition/openmetrics.read.txt", said.toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "a 1\\n; line 2: expected # EOF at the end of the text, found none: it was cut short",
        "a 1; line 1: expected a line feed at the end of the text, found none: it was cut short",
        "# EOF\\na 1\\n; line 2: expected nothing after # EOF, found \"a 1\"",
        "a 1 x\\n# EOF; line 1: expected a time in seconds, found \"x\"",
        "a 1 # 3\\n# EOF; line 1: expected { after # of an exemplar, found \"3\"",
        "a 1 # {b=\"c\" 3\\n# EOF; line 1: expected } after the labels, found the end of the line",
        "# TYPE a untyped\\n# EOF; line 1: expected counter, gauge, histogram, summary, unknown,"
            + " info, stateset or gaugehistogram, found \"untyped\"",
        "{\"\"} 1\\n# EOF; line 1: expected a name between quotes, found nothing"
      })
  void refusesWhatBreaksTheFormat(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
        .isInstanceOf(ExpositionException.class)
        .hasMessage(message);
  }

  @Test
  void theContentTypeTellsTheDialect() {
    assertThat(Dialect.of("application/openmetrics-text; version=1.0.0; charset=utf-8"))
        .isEqualTo(Dialect.OPENMETRICS);
    assertThat(Dialect.of("text/plain; version=0.0.4")).isEqualTo(Dialect.PROMETHEUS);
    assertThat(Dialect.of("")).isEqualTo(Dialect.PROMETHEUS);
  }

  @Test
  void readsWhatThePrometheusClientForJavaWrites() throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter.builder()
        .name("orders_total")
        .labelNames("status")
        .register(registry)
        .labelValues("a \"b\"\\\n")
        .inc(7);
    Gauge.builder().name("queue_length").help("How\nlong").register(registry).set(-2.5e-7);
    Info.builder().name("build_info").labelNames("version").register(registry).setLabelValues("1");
    Histogram histogram =
        Histogram.builder()
            .name("request_seconds")
            .classicOnly()
            .classicUpperBounds(0.1, 1)
            .register(registry);
    histogram.observeWithExemplar(0.05, Labels.of("trace_id", "abc"));
    histogram.observe(3);

    Exposition plain = read(PrometheusTextFormatWriter.create(), registry);
    Exposition open = read(OpenMetricsTextFormatWriter.create(), registry);

    for (Exposition read : java.util.List.of(plain, open)) {
      Map<SeriesName, Double> values = new java.util.HashMap<>();
      read.samples().forEach(s -> values.put(s.series(), s.value()));
      assertThat(values)
          .containsEntry(new SeriesName("orders_total", Map.of("status", "a \"b\"\\\n")), 7.0)
          .containsEntry(new SeriesName("queue_length", Map.of()), -2.5e-7)
          .containsEntry(new SeriesName("build_info", Map.of("version", "1")), 1.0)
          .containsEntry(new SeriesName("request_seconds_bucket", Map.of("le", "0.1")), 1.0)
          .containsEntry(new SeriesName("request_seconds_bucket", Map.of("le", "+Inf")), 2.0)
          .containsEntry(new SeriesName("request_seconds_count", Map.of()), 2.0);
    }
    assertThat(plain.families())
        .hasEntrySatisfying(
            "request_seconds", f -> assertThat(f.type()).isEqualTo(Exposition.Type.HISTOGRAM));
    assertThat(open.families())
        .hasEntrySatisfying("build", f -> assertThat(f.type()).isEqualTo(Exposition.Type.INFO));
    assertThat(open.exemplars())
        .hasEntrySatisfying(
            new SeriesName("request_seconds_bucket", Map.of("le", "0.1")),
            e -> assertThat(e.labels()).containsEntry("trace_id", "abc"));
  }

  private Exposition read(ExpositionFormatWriter writer, PrometheusRegistry registry)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.write(bytes, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return parser.parse(bytes.toByteArray(), Dialect.of(writer.getContentType()));
  }

  @Test
  void mutatedTextIsReadOrRefusedWithOneLine() {
    Random random = new Random(SEED);
    byte[] good = Repository.here().read(FOLDER + "openmetrics.txt").getBytes(UTF_8);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean()
                ? (byte) "{}\"\\\n =#,0eE+-.NaI:".charAt(random.nextInt(19))
                : (byte) random.nextInt(256);
      }
      int cut = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      try {
        parser.parse(Arrays.copyOf(bytes, cut), Dialect.OPENMETRICS);
      } catch (ExpositionException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).matches("line \\d+: .+");
      }
    }
    assertThat(refused).isBetween(1_000, 19_500);
  }
}
