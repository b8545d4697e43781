package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpanFileTest {
  private static final String OWN =
      "{\"trace_id\":\"t1\",\"span_id\":\"s1\",\"parent_span_id\":\"s0\",\"service\":\"pay\",\"name\":\"POST\","
          + "\"start\":\"2026-05-04T10:00:00.020Z\",\"duration_ms\":131.5,\"status\":\"error\"}";
  private static final String OTLP =
      "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":"
          + "\"pay\"}}]},\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t1\",\"spanId\":\"s1\",\"parentSpanId\":\"\","
          + "\"name\":\"POST\",\"startTimeUnixNano\":\"1777888800020000000\",\"endTimeUnixNano\":"
          + "\"1777888800151500000\",\"status\":{\"code\":2}},{\"traceId\":\"t1\",\"spanId\":\"s2\","
          + "\"parentSpanId\":\"s1\",\"name\":\"GET\",\"startTimeUnixNano\":\"1777888800030000000\","
          + "\"endTimeUnixNano\":\"1777888800040000000\",\"status\":{}}]}]}]}";

  private final Tally tally = new Tally();

  private List<Span> read(String text) throws IOException {
    List<Span> spans = new ArrayList<>();
    Lines lines =
        new Lines(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            IntakeLimits.DEFAULTS.lineCharacters());
    long count = new SpanFile(tally, spans::add).read(lines);
    assertThat(count).isEqualTo(spans.size());
    return spans;
  }

  @Test
  void readsASpanWithThePlainNames() throws IOException {
    assertThat(read(OWN))
        .containsExactly(
            new Span("t1", "s1", "s0", "pay", "POST", "", 1_777_888_800_020_000L, 131_500, true));
    assertThat(SpanFile.describes(OWN)).isTrue();
  }

  @Test
  void readsTheSpansOfARequestOfOtlpWithTheServiceOfTheResource() throws IOException {
    assertThat(read(OTLP))
        .containsExactly(
            new Span("t1", "s1", "", "pay", "POST", "", 1_777_888_800_020_000L, 131_500, true),
            new Span("t1", "s2", "s1", "pay", "GET", "", 1_777_888_800_030_000L, 10_000, false));
    assertThat(SpanFile.describes(OTLP)).isTrue();
  }

  @Test
  void countsWhatIsNoSpan() throws IOException {
    String lines =
        String.join(
            "\n",
            "[]",
            "not json",
            OWN.replace("\"duration_ms\":131.5", "\"duration_ms\":-4"),
            OWN.replace("2026-05-04T10:00:00.020Z", "soon"),
            OWN.replace("\"t1\"", "\"\""),
            OWN);
    assertThat(read(lines)).hasSize(1);
    assertThat(tally.problems().stream().map(IntakeReport.Problem::count))
        .containsExactly(2L, 1L, 1L, 1L);
  }

  @Test
  void logLinesAndMetricsWithATraceAreNoSpans() {
    assertThat(
            SpanFile.describes(
                "{\"time\":\"2026-05-04T10:00:00Z\",\"trace_id\":\"t\",\"span_id\":\"s\",\"message\":\"hi\"}"))
        .isFalse();
    assertThat(SpanFile.describes("timestamp,span_id,trace_id,duration_ms")).isFalse();
  }

  @Test
  void controlCharactersDoNotGetIntoNames() throws IOException {
    Span span = read(OWN.replace("POST", "PO\\u001b[31mST\\u202e")).getFirst();
    assertThat(span.operation()).isEqualTo("POST");
  }

  @Test
  void brokenLinesEndNothing() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      StringBuilder line = new StringBuilder(random.nextBoolean() ? OWN : OTLP);
      for (int edits = random.nextInt(4); edits > 0 && !line.isEmpty(); edits--) {
        int at = random.nextInt(line.length());
        switch (random.nextInt(3)) {
          case 0 -> line.deleteCharAt(at);
          case 1 -> line.setCharAt(at, (char) (32 + random.nextInt(95)));
          default -> line.setLength(Math.max(1, at));
        }
      }
      lines.append(line).append('\n');
    }
    assertThat(read(lines + OWN)).as("seed " + seed).isNotEmpty();
  }
}
