package dev.aegis.app.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.series.SeriesLimits;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.telemetry.Span;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What real exporters send is in the tests of {@code serve}; here it is broken. */
class OtlpFuzzTest {
  private static final long SEED = 20_261_123;
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  private final SeriesTable table =
      new SeriesTable(SeriesLimits.DEFAULTS, _ -> true, InstantSource.fixed(NOW), 7);
  private final OtlpMetrics metrics = new OtlpMetrics(table);

  private static ProtoWriter attribute(String key, String value) {
    return new ProtoWriter().text(1, key).message(2, new ProtoWriter().text(1, value));
  }

  private static ProtoWriter resource() {
    return new ProtoWriter().message(1, attribute("service.name", "checkout-api"));
  }

  private static byte[] export() {
    long nanos = NOW.toEpochMilli() * 1_000_000;
    ProtoWriter point =
        new ProtoWriter()
            .message(9, attribute("http.route", "/cart"))
            .fixed64(2, nanos - 1_000_000)
            .fixed64(3, nanos)
            .fixed64(4, 7)
            .float64(5, 1.5)
            .message(6, new ProtoWriter().raw64(3).raw64(4))
            .message(7, new ProtoWriter().raw64(Double.doubleToRawLongBits(0.5)));
    ProtoWriter histogram =
        new ProtoWriter()
            .text(1, "http.server.request.duration")
            .text(3, "s")
            .message(9, new ProtoWriter().message(1, point).varint(2, 2));
    ProtoWriter scope = new ProtoWriter().message(2, histogram);
    return new ProtoWriter()
        .message(1, new ProtoWriter().message(1, resource()).message(2, scope))
        .bytes();
  }

  @Test
  void theExportThatIsBrokenBelowIsWhole() {
    assertThat(metrics.accept(export())).isEqualTo(new Written(4, 0, "", 0));
    List<Span> spans = new ArrayList<>();
    OtlpSpans.Taken taken = OtlpSpans.accept(traces(), (_, _, span) -> spans.add(span));
    assertThat(taken).isEqualTo(new OtlpSpans.Taken(1, 1));
    assertThat(spans)
        .containsExactly(
            new Span(
                "0102030405060708090a0b0c0d0e0f10",
                "0102030405060708",
                "",
                "checkout-api",
                "SELECT",
                "orders-db",
                NOW.toEpochMilli() * 1_000,
                2_500,
                true));
  }

  @Test
  void mutatedJsonIsTakenOrRefusedWithOneSentence() {
    String json =
        """
        {"resourceMetrics": [{"resource": {"attributes": [
          {"key": "a", "value": {"stringValue": "b"}}, {"key": "c", "value": {"boolValue": true}}]},
          "scopeMetrics": [{"metrics": [{"name": "m", "exponentialHistogram": {"dataPoints": [
            {"timeUnixNano": "1767607200000000000", "count": 3, "sum": 1e2, "scale": -1,
             "zeroCount": "1", "positive": {"offset": -2, "bucketCounts": ["1", 1]},
             "negative": {"bucketCounts": []}}]}}]}]}]}
        """;
    byte[] good = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(metrics.accept(OtlpJson.protobuf(good, OtlpJson.Export.METRICS)).points())
        .isEqualTo(64);
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) "{}[]\":,0a\\\n -9e".charAt(random.nextInt(15));
      }
      byte[] cut =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        metrics.accept(OtlpJson.protobuf(cut, OtlpJson.Export.METRICS));
        OtlpJson.protobuf(cut, OtlpJson.Export.LOGS);
      } catch (MalformedException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).startsWith("expected ");
      }
    }
    assertThat(refused).isBetween(1_000, 19_900);
  }

  /** A call that failed, and a span without a trace. */
  private static byte[] traces() {
    long nanos = NOW.toEpochMilli() * 1_000_000;
    byte[] id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    ProtoWriter span =
        new ProtoWriter()
            .bytes(1, id)
            .bytes(2, Arrays.copyOf(id, 8))
            .bytes(4, new byte[8])
            .text(5, "SELECT")
            .varint(6, 3)
            .fixed64(7, nanos)
            .fixed64(8, nanos + 2_500_000)
            .message(9, attribute("db.system.name", "postgresql"))
            .message(9, attribute("server.address", "orders-db"))
            .message(15, new ProtoWriter().text(2, "broken").varint(3, 2));
    ProtoWriter none = new ProtoWriter().text(5, "SELECT").fixed64(7, nanos).fixed64(8, nanos);
    ProtoWriter scope = new ProtoWriter().message(2, span).message(2, none);
    return new ProtoWriter()
        .message(1, new ProtoWriter().message(2, scope).message(1, resource()))
        .bytes();
  }

  @Test
  void mutatedTracesAreTakenOrRefusedWithOneSentence() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = traces();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        OtlpSpans.accept(cut, (_, _, _) -> {});
      } catch (MalformedException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).startsWith("expected ");
      }
    }
    assertThat(refused).isBetween(1_000, 19_900);
  }

  @Test
  void mutatedExportsAreTakenOrRefusedWithOneSentence() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = export();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        metrics.accept(cut);
        OtlpLogs.accept(cut, (_, _, _, _, _) -> {});
      } catch (MalformedException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).startsWith("expected ");
      }
    }
    assertThat(refused).isBetween(1_000, 19_900);
  }
}
