package dev.aegis.app.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  private static final long SEED = 20_261_122;

  /** The example of the format's own page. */
  private static final String EXAMPLE =
      """
      # HELP http_requests_total The total number of HTTP requests.
      # TYPE http_requests_total counter
      http_requests_total{method="post",code="200"} 1027 1395066363000
      http_requests_total{method="post",code="400"}    3 1395066363000

      # Escaping in label values:
      msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

      # Minimalistic line:
      metric_without_timestamp_and_labels 12.47

      # A weird metric from before the epoch:
      something_weird{problem="division by zero"} +Inf -3982045

      # A histogram, which has a pretty complex representation in the text format:
      # HELP http_request_duration_seconds A histogram of the request duration.
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_bucket{le="0.05"} 24054
      http_request_duration_seconds_bucket{le="+Inf"} 144320
      http_request_duration_seconds_sum 53423
      http_request_duration_seconds_count 144320

      # Finally a summary, which has a complex representation, too:
      # HELP rpc_duration_seconds A summary of the RPC duration in seconds.
      # TYPE rpc_duration_seconds summary
      rpc_duration_seconds{quantile="0.01"} 3102
      rpc_duration_seconds_sum 1.7560473e+07
      rpc_duration_seconds_count 2693
      """;

  private static final int[] ODD = "ab,={}# \"\\\né€😀".codePoints().toArray();

  private final PrometheusText parser = new PrometheusText(TextLimits.DEFAULTS);

  private Exposition parse(String text) {
    return parser.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsTheExampleOfTheFormatsOwnPage() {
    Exposition read = parse(EXAMPLE);

    assertThat(read.samples()).hasSize(12);
    assertThat(read.samples().get(1))
        .isEqualTo(
            new Sample(
                new SeriesName("http_requests_total", Map.of("method", "post", "code", "400")),
                3,
                1_395_066_363_000L));
    assertThat(read.samples().get(2).series().labels())
        .containsEntry("path", "C:\\DIR\\FILE.TXT")
        .containsEntry("error", "Cannot find file:\n\"FILE.TXT\"");
    assertThat(read.samples().get(3).epochMillis()).isEqualTo(Sample.UNTIMED);
    assertThat(read.samples().get(4).value()).isInfinite();
    assertThat(read.samples().get(10).value()).isEqualTo(1.7560473e7);
    assertThat(read.families().get("http_request_duration_seconds"))
        .isEqualTo(
            new Exposition.Family(
                Exposition.Type.HISTOGRAM, "A histogram of the request duration."));
    assertThat(read.families())
        .containsEntry(
            "http_requests_total",
            new Exposition.Family(Exposition.Type.COUNTER, "The total number of HTTP requests."));
  }

  @Test
  void readsNotANumberAndBothInfinities() {
    assertThat(parse("a NaN\nb +Inf\nc -Inf\nd Inf\ne -0\n").samples())
        .extracting(Sample::value)
        .containsExactly(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            -0.0);
  }

  @Test
  void givesTheSameObjectForTheSameSeriesAgain() {
    SeriesName first = parse("a{x=\"1\",y=\"2\"} 1\n").samples().getFirst().series();
    assertThat(parse("a{x=\"1\",y=\"2\"} 2\n").samples().getFirst().series()).isSameAs(first);
    assertThat(parse("a{ y=\"2\" , x=\"1\", } 3\n").samples().getFirst().series()).isSameAs(first);
  }

  @Test
  void forgetsSeriesThatAreNoLongerSaid() throws ReflectiveOperationException {
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        text.append("a{request=\"").append(round * 100 + i).append("\"} 1\n");
      }
      parse(text.toString());
    }
    var field = PrometheusText.class.getDeclaredField("byText");
    field.setAccessible(true);
    assertThat((Map<?, ?>) field.get(parser)).hasSizeLessThan(1_000);
  }

  @Test
  void saysInWhichLineWhatIsWrong() {
    Map<String, String> wrong = new HashMap<>();
    wrong.put("a 1\nb{x=\"1\"} one\n", "line 2: expected a number, found \"one\"");
    wrong.put("a 1\n\na 2\n", "line 3: expected each series once, found \"a\" again");
    wrong.put("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n", "line 2: expected each series once");
    wrong.put("a 1", "line 1: expected a line feed at the end of the text");
    wrong.put("a 1\nb{x=\"1", "line 2: expected a line feed at the end");
    wrong.put("a{x=\"1} 1\n", "line 1: expected } after the labels");
    wrong.put("a{x=\"1\",x=\"2\"} 1\n", "line 1: expected each label once, found \"x\" again");
    wrong.put("a{x=\"\\t\"} 1\n", "line 1: expected \\\\, \\\" or \\n in a label");
    wrong.put("a{__name__=\"b\"} 1\n", "line 1: expected labels of the series' own");
    wrong.put("a{1x=\"b\"} 1\n", "line 1: expected a name of letters");
    wrong.put("1a 1\n", "line 1: expected a name of letters");
    wrong.put("a{x=\"1\"y=\"2\"} 1\n", "line 1: expected a comma or }");
    wrong.put("a\n", "line 1: expected a number, found nothing");
    wrong.put("a 1 2 3\n", "line 1: expected the end of the line, found \"3\"");
    wrong.put("a 1 # {id=\"x\"} 1\n", "line 1: expected a time in whole milliseconds");
    wrong.put("a 0x10\n", "line 1: expected a number");
    wrong.put("a 1d\n", "line 1: expected a number");
    wrong.put("a 1_000\n", "line 1: expected a number");
    wrong.put("# TYPE a meter\n", "line 1: expected counter, gauge");
    wrong.put("# TYPE a counter\n# TYPE a gauge\n", "line 2: expected one TYPE of \"a\"");
    wrong.put("a 1\n# TYPE a counter\n", "line 2: expected one TYPE of \"a\"");
    wrong.put("# HELP 9 x\n# HELP ! x\n", "line 2: expected the name of a metric after HELP");
    wrong.put("<html>\n", "line 1: expected the name of a metric, found \"<html>\"");
    wrong.put("a \u001b[2Jx\n", "line 1: expected a number, found \"x\"");
    wrong.forEach((text, message) ->
        assertThatThrownBy(() -> parse(text))
            .as(text)
            .isInstanceOf(ExpositionException.class)
            .hasMessageStartingWith(message));
  }

  @Test
  void holdsItsLimits() {
    PrometheusText small = new PrometheusText(new TextLimits(60, 20, 2, 1));
    assertThatThrownBy(() -> small.parse("a 1\nb 1\nc 1\n".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("line 3: expected at most 2 series, found more");
    assertThatThrownBy(
            () -> small.parse("abcdefghijklmnopqrstuvw 1\n".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("line 1: expected at most 20 characters, found 25");
    assertThatThrownBy(() -> small.parse("a{b=\"1\",c=\"1\"} 1\n".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("line 1: expected at most 1 labels, found more");
    assertThatThrownBy(() -> small.parse(new byte[61]))
        .hasMessage("line 1: expected at most 60 bytes, found 61");
    assertThatThrownBy(() -> parser.parse(new byte[] {'a', ' ', '1', '\n', (byte) 0xC0, '\n'}))
        .hasMessage("line 2: expected text in UTF-8, found other bytes");
  }

  @Test
  void readsBackWhateverWasWritten() {
    Random random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      List<Sample> written = samples(random);
      StringBuilder text = new StringBuilder();
      written.forEach(s -> append(text, s, random));
      assertThat(parse(text.toString()).samples())
          .as("seed %d, round %d, %s", SEED, round, text)
          .isEqualTo(written);
    }
  }

  private static List<Sample> samples(Random random) {
    Map<SeriesName, Sample> samples = new java.util.LinkedHashMap<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      Map<String, String> labels = new HashMap<>();
      for (int l = random.nextInt(4); l > 0; l--) {
        labels.put("l" + random.nextInt(5), word(random));
      }
      SeriesName name = new SeriesName("m_" + random.nextInt(5) + ":x", labels);
      double value =
          random.nextBoolean()
              ? random.nextInt(100_000) / 100.0
              : Double.longBitsToDouble(random.nextLong());
      long time = random.nextBoolean() ? Sample.UNTIMED : random.nextLong() >> 8;
      samples.putIfAbsent(name, new Sample(name, Double.isNaN(value) ? 0 : value, time));
    }
    return new ArrayList<>(samples.values());
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.appendCodePoint(ODD[random.nextInt(ODD.length)]);
    }
    return word.toString();
  }

  private static void append(StringBuilder text, Sample sample, Random random) {
    String blank = random.nextBoolean() ? " " : "\t ";
    text.append(sample.series().name());
    if (!sample.series().labels().isEmpty() || random.nextBoolean()) {
      text.append('{');
      sample
          .series()
          .labels()
          .forEach((name, value) ->
              text.append(name)
                  .append("=\"")
                  .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                  .append("\",")
                  .append(random.nextBoolean() ? " " : ""));
      text.append('}');
    }
    text.append(blank).append(sample.value());
    if (sample.epochMillis() != Sample.UNTIMED) {
      text.append(blank).append(sample.epochMillis());
    }
    text.append('\n');
  }

  @Test
  void mutatedTextIsReadOrRefusedWithOneLine() {
    Random random = new Random(SEED);
    byte[] good = EXAMPLE.getBytes(StandardCharsets.UTF_8);
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
        parser.parse(java.util.Arrays.copyOf(bytes, cut));
      } catch (ExpositionException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).matches("line \\d+: .+");
      }
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }
}
