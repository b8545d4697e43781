package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("input"), text);
  }

  private Recording read(String text) throws IOException {
    return Intake.read(List.of(file(text)), null, null);
  }

  private static Series series(Recording recording, Metric metric) {
    return recording.telemetry().matching(k -> k.metric().equals(metric)).getFirst();
  }

  private static String table(String column, String first, String second) {
    return "ts,"
        + column
        + "\n2026-01-05T10:00:00Z,"
        + first
        + "\n2026-01-05T10:01:00Z,"
        + second
        + "\n";
  }

  @ParameterizedTest
  @CsvSource({
    "p99_s, 0.25, 1.5, latency_p99_ms, 250",
    "latency_p99_us, 250000, 300000, latency_p99_ms, 250",
    "Latency.P99, 250, 300, latency_p99_ms, 250",
    "p99, 250ms, 0.3s, latency_p99_ms, 250",
    "error_pct, 1, 1, error_ratio, 0.01",
    "error_rate, 0.5, 0.75, error_ratio, 0.5",
    "error_rate, 5, 7.5, error_ratio, 0.05",
    "availability, 99, 98, error_ratio, 0.01",
    "CPU_Percent, 55, 1, cpu_ratio, 0.55",
    "cpu, 0.5, 0.6, cpu_ratio, 0.5",
    "requests_per_min, 120, 60, requests_per_second, 2",
    "Request-Count, 600, 60, requests_per_second, 10",
    "queue_depth, 3, 4, queue_length, 3",
    "strange thing, 3, 4, strange_thing, 3"
  })
  void bringsUnitsToThoseOfTheMetric(
      String column, String first, String second, String metric, double expected)
      throws IOException {
    Series read = series(read(table(column, first, second)), new Metric(metric));

    assertThat(read.value(0)).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void readsEveryAliasAsItsQuantity() throws IOException {
    for (Known known : Known.values()) {
      for (String alias : known.aliases()) {
        assertThat(ColumnName.of(alias).known()).as(alias).isEqualTo(known);
        assertThat(
                ColumnName.of(alias.toUpperCase(java.util.Locale.ROOT).replace('_', '-')).known())
            .as(alias)
            .isEqualTo(known);
      }
      Metric metric = known.metric();
      if (metric != null && known != Known.AVAILABILITY) {
        assertThat(ColumnName.of(metric.name()).known()).as(metric.name()).isEqualTo(known);
      }
    }
  }

  @Test
  void turnsCountsBesideRequestsIntoARatio() throws IOException {
    Recording recording =
        read("time,errors,requests\n2026-01-05T10:00:00Z,5,100\n2026-01-05T10:01:00Z,50,200\n");

    assertThat(series(recording, Metric.ERROR_RATIO).values()).containsExactly(0.05, 0.25);
  }

  @Test
  void readsTheSameWhateverTheOrderOfRowsAndTheNameOfTheFile() throws IOException {
    long seed = 7;
    List<String> rows = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      rows.add(
          (1_700_000_000 + random.nextInt(4_000))
              + ","
              + random.nextDouble() * 900
              + ","
              + random.nextDouble());
    }
    IntakeLimits small = new IntakeLimits(1_000, 10, 100, 1_000, 10, 10, 10, 10, 3, 1_000);
    String header = "ts,p99_ms,cpu\n";
    Path one = Files.writeString(folder.resolve("one"), header + String.join("\n", rows));
    Collections.shuffle(rows, random);
    Path two = Files.writeString(folder.resolve("root_cause"), header + String.join("\n", rows));

    List<Series> first = Intake.read(List.of(one), null, null, small).telemetry().series();
    List<Series> second = Intake.read(List.of(two), null, null, small).telemetry().series();

    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).key()).isEqualTo(first.get(i).key());
      assertThat(second.get(i).size()).isEqualTo(first.get(i).size()).isLessThanOrEqualTo(100);
      for (int j = 0; j < first.get(i).size(); j++) {
        assertThat(second.get(i).epochMillis(j)).isEqualTo(first.get(i).epochMillis(j));
        assertThat(second.get(i).value(j))
            .as("seed " + seed)
            .isCloseTo(first.get(i).value(j), org.assertj.core.data.Offset.offset(1e-9));
      }
    }
  }

  @Test
  void keepsTheHighestOfTwoPercentilesAndTheMeanOfOtherValuesAtTheSameTime() throws IOException {
    Recording recording =
        read("ts,p99_ms,cpu\n1700000000,100,0.2\n1700000060,1,0.1\n1700000000,300,0.4\n");

    assertThat(series(recording, Metric.LATENCY_P99).value(0)).isEqualTo(300);
    assertThat(series(recording, Metric.CPU_RATIO).value(0))
        .isCloseTo(0.3, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(recording.report().lines()).anyMatch(l -> l.contains("had one already"));
  }

  @Test
  void neverReadsAColumnThatLooksLikeAnAnswer() throws IOException {
    Recording recording = read("timestamp,value,label\n1700000000,1,0\n1700000060,2,1\n");

    assertThat(recording.telemetry().series()).hasSize(1);
    assertThat(recording.report().lines()).anyMatch(l -> l.contains("never read (1): label"));
  }

  @Test
  void takesAnObjectiveFromTheRecordingAndSaysSo() throws IOException {
    Recording recording = read(table("p99_ms", "200", "900"));

    assertThat(recording.profile().slo().latencyP99Millis()).isEqualTo(600);
    assertThat(recording.report().assumptions()).anyMatch(l -> l.contains("p99 may be 600 ms"));
  }

  @Test
  void readsGzipAndSurvivesItsBreakingOff() throws IOException {
    StringBuilder text = new StringBuilder("ts,p99_ms\n");
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      text.append(1_700_000_000 + i).append(',').append(random.nextInt(1_000)).append('\n');
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = zipped.toByteArray();
    Path half =
        Files.write(folder.resolve("half"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

    Recording recording = Intake.read(List.of(half), null, null);

    assertThat(series(recording, Metric.LATENCY_P99).size()).isBetween(10_000, 40_000);
    assertThat(recording.report().lines()).anyMatch(l -> l.contains("break off"));
  }

  @Test
  void stripsEscapesAndControlsFromEveryName() throws IOException {
    Recording recording =
        read(
            "ts,service,\u001b[31mevil\u0007\u202e\n1700000000,a\u001b[2Jb\u0000,1\n"
                    .replace("\u0000", "")
                + "1700000060,a\u001b[2Jb,2\n");

    assertThat(recording.telemetry().series().getFirst().key().service()).isEqualTo("ab");
    assertThat(recording.telemetry().series().getFirst().key().metric().name()).isEqualTo("evil");
    assertThat(String.join("", recording.report().lines()))
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void countsLogLinesByServiceAndMinute() throws IOException {
    Recording recording =
        read(
            """
            {"time":"2026-01-05T10:00:01Z","service":"a","level":"error","msg":"x","latency_ms":9000}
            {"time":"2026-01-05T10:00:02Z","service":"a","level":"info","msg":"y","latency_ms":1}
            {"time":"2026-01-05T10:02:02Z","service":"a","level":"FATAL","msg":"z"}
            """);

    assertThat(series(recording, LogBook.ERRORS).values()).containsExactly(1, 0, 1);
    assertThat(recording.telemetry().logs()).hasSize(3);
    assertThat(recording.telemetry().matching(k -> k.metric().equals(Metric.LATENCY_P99)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | EMPTY          | row 1
          'a,b\n1,2\n3,4\n'                     | NO_TIMES       | column of times
          'ts,p99\n2026-01-05T10:00:00Z,100\n'  | TOO_FEW_POINTS | at least two points
          'ts,name\n1700000000,x\n1700000060,y' | NO_NUMBERS     | column of numbers
          'ts,p99\nsoon,1\nlater,2\n'           | NO_TIMES       | in 2 rows
          '{"a":1}'                             | NO_TIMES       | column of times
          """)
  void saysInOneLineWhatIsWrongWithAFileItCannotUse(String text, Kind kind, String words)
      throws IOException {
    Path file = file(text.replace("\\n", "\n"));

    assertThatThrownBy(() -> Intake.read(List.of(file), null, null))
        .isInstanceOfSatisfying(
            IntakeException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage())
                  .startsWith(file.toString())
                  .contains(words)
                  .doesNotContain("\n");
              assertThat(e.exitCode()).isEqualTo(3);
            });
  }

  @Test
  void refusesWhatIsBinaryMissingOrAnEmptyFolder() throws IOException {
    Path binary = Files.write(folder.resolve("b"), new byte[] {1, 0, 2, 0, 3});
    Path missing = folder.resolve("nowhere");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> Intake.read(List.of(binary), null, null))
        .hasMessageContaining("binary");
    assertThatThrownBy(() -> Intake.read(List.of(missing), null, null))
        .hasMessageContaining("check the path");
    assertThatThrownBy(() -> Intake.read(List.of(empty), null, null))
        .hasMessageContaining("found none that is usable");
  }

  @Test
  void skipsLinesThatAreTooLongAndNestingThatIsTooDeep() throws IOException {
    Recording recording =
        read(
            "{\"ts\":1700000000,\"p99\":1}\n"
                + "{\"ts\":1700000060,\"p99\":2}\n{\"a\":"
                + "[".repeat(5_000)
                + "}\n"
                + "x".repeat(3 << 20)
                + "\n{\"ts\":1700000120,\"p99\":3}\n");

    assertThat(series(recording, Metric.LATENCY_P99).size()).isEqualTo(3);
    assertThat(recording.report().files().getFirst().problems())
        .extracting(IntakeReport.Problem::what)
        .anyMatch(w -> w.contains("longer than"))
        .anyMatch(w -> w.contains("no JSON"));
  }

  @Test
  @SuppressWarnings("StringConcatToTextBlock")
  void readsChangesInEveryForm() throws IOException {
    Path metrics = file(table("p99_ms", "200", "900"));
    for (String text :
        List.of(
            "[{\"at\":\"2026-01-05T10:00:00Z\",\"kind\":\"rollout\",\"service\":\"a\",\"version\":\"v2\",\"from\":\"v1\",\"x\":1}]",
            "{\"time\":1767607200,\"type\":\"deploy\",\"service\":\"a\",\"version\":\"v2\",\"previous\":\"v1\"}\n",
            "at,kind,service,version,previous\n2026-01-05T10:00:00Z,release,a,v2,v1\n",
            "- at: 2026-01-05T10:00:00Z\n"
                + "  kind: deploy\n"
                + "  service: a\n"
                + "  version: v2\n"
                + "  previous: v1\n")) {
      Path changes = Files.writeString(folder.resolve("changes"), text);

      Recording recording = Intake.read(List.of(metrics), changes, null);

      assertThat(recording.telemetry().changes()).as(text).hasSize(1);
      assertThat(recording.telemetry().changes().getFirst().version()).as(text).isEqualTo("v2");
      assertThat(recording.telemetry().changes().getFirst().previous()).as(text).isEqualTo("v1");
    }
  }
}
