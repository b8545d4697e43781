package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFilesTest {
  @TempDir Path folder = Path.of("");

  /** Writes down what it is given. */
  private static final class Noted implements RowSink {
    final List<String> columns = new ArrayList<>();
    final List<String> rows = new ArrayList<>();
    final List<String> objectives = new ArrayList<>();
    private List<Field> fields = List.of();

    @Override
    public void begin(Path file, Holds holds, List<Field> given) {
      fields = given;
      given.forEach(f -> columns.add(holds + " " + f.name() + " " + f.use()));
    }

    @Override
    public void row(long epochMillis, @Nullable String[] texts, double[] numbers) {
      StringBuilder row = new StringBuilder(Instant.ofEpochMilli(epochMillis).toString());
      for (int i = 0; i < fields.size(); i++) {
        boolean number = fields.get(i).use() == Use.NUMBER || fields.get(i).use() == Use.VALUE;
        row.append(' ').append(number ? Double.toString(numbers[i]) : texts[i]);
      }
      rows.add(row.toString());
    }

    @Override
    public void span(Span span) {
      rows.add(span.toString());
    }

    @Override
    public void objective(String service, double p99Millis, double errorShare) {
      objectives.add(service + " " + p99Millis + " " + errorShare);
    }

    @Override
    public void end() {
      fields = List.of();
    }

    @Override
    public void change(Change change, String kind) {
      rows.add(kind + " " + change.version());
    }
  }

  private final Noted noted = new Noted();

  private RowFiles.Report read(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return RowFiles.read(List.of(folder), noted);
  }

  @Test
  void rowsStandAsInTheFileWithNumbersAndNamesToldApart() throws IOException {
    RowFiles.Report report =
        read(
            "m.csv",
            """
            time,pod,status_code,p99 ms
            2026-01-01T00:00:00Z,a,200,12.5
            2026-01-01T00:00:10Z,"b, c",500,
            2026-01-01T00:00:20Z,,200,oops
            soon,a,200,1
            """);
    assertThat(noted.columns)
        .containsExactly("METRICS pod LABEL", "METRICS status_code LABEL", "METRICS p99 ms LABEL");
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.problems()).containsExactly("m.csv: 1 rows whose time cannot be read");
  }

  @Test
  void aHeaderOfSeveralRowsMakesARowOfEachSetOfLabels() throws IOException {
    read(
        "m.csv",
        """
        service,cart,cart,web
        timestamp,latency,errors,latency
        2026-01-01T00:00:00Z,10,1,30
        2026-01-01T00:01:00Z,20,2,
        """);
    assertThat(noted.rows)
        .containsExactly(
            "2026-01-01T00:00:00Z 10.0 1.0 cart",
            "2026-01-01T00:00:00Z 30.0 NaN web",
            "2026-01-01T00:01:00Z 20.0 2.0 cart");
  }

  @Test
  void whatIsHeldBackAndWhatFollowsIsReadAlike() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("ts,pod,latency_ms,cpu\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Instant at = Instant.ofEpochSecond(1_767_225_600L + i);
      String pod = "pod-" + random.nextInt(30);
      double latency = random.nextInt(100_000) / 100.0;
      boolean gap = random.nextInt(20) == 0;
      boolean quoted = random.nextInt(10) == 0;
      csv.append(at)
          .append(',')
          .append(quoted ? '"' + pod + '"' : pod)
          .append(',')
          .append(gap ? "" : " " + latency)
          .append(',')
          .append(i)
          .append('\n');
      expected.add(at + " " + pod + " " + (gap ? Double.NaN : latency) + " " + (double) i);
    }
    read("m.csv", csv.toString());
    assertThat(noted.rows).as("seed " + seed).isEqualTo(expected);
  }

  @Test
  void anObjectiveBesideTheDataIsReadAndABrokenOneIsSaidToBeSkipped() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), "slo: {latency_p99: never}\n");
    Files.writeString(
        folder.resolve("service.yaml"), "slo: {errors: 1%}\nservice: {name: checkout-api}\n");
    RowFiles.Report report = read("m.csv", "ts,latency_ms\n2026-01-01T00:00:00Z,1\n");
    assertThat(noted.objectives).containsExactly("checkout-api NaN 0.01");
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.skipped().getFirst().path()).endsWith("broken.yaml");
  }

  @Test
  void spansAreReadAsSpansAndNotAsRows() throws IOException {
    RowFiles.Report report =
        read(
            "spans.ndjson",
            "{\"trace_id\":\"t\",\"span_id\":\"s\",\"start\":\"2026-01-01T00:00:00Z\",\"duration_ms\":5}\n");
    assertThat(report.spans()).isEqualTo(1);
    assertThat(report.rows()).isZero();
  }

  @Test
  void withoutAnythingUsableTheReasonIsSaid() {
    assertThatThrownBy(() -> read("m.txt", "nothing to see here\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("found none that is usable");
  }
}
