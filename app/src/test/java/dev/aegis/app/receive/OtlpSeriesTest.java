package dev.aegis.app.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.series.SeriesLimits;
import dev.aegis.app.series.SeriesTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Series that are known by how they are spelt are those that the labels taken apart lead to: random
 * exports, with fields in any order, are held against the same points alone, each in a table that
 * knows nothing.
 */
class OtlpSeriesTest {
  private static final long SEED = 20_261_124;
  private static final Duration IDLE = Duration.ofSeconds(40);
  private static final SeriesLimits LIMITS =
      new SeriesLimits(20_000, 64, 2_048, 1 << 24, 2, IDLE, Duration.ofMinutes(1));
  private static final int GAUGE = 5;
  private static final int SUM = 7;
  private static final int HISTOGRAM = 9;
  private static final int EXPONENTIAL = 10;
  private static final List<String> WHO =
      List.of("service.name", "service.instance.id", "k8s.pod.name", "host.name", "cloud.region");
  private static final List<String> KEYS =
      List.of(
          "service",
          "job",
          "region",
          "pool",
          "http.route",
          "http.response.status_code",
          "status",
          "le",
          "__name__");
  private static final String STARTED = "process_start_time_seconds";

  private final Random random = new Random(SEED);
  // Few, so that the same is met again under another metric, and soon after it was forgotten.
  private final List<ProtoWriter> resources = Stream.generate(this::resource).limit(6).toList();
  private final List<List<ProtoWriter>> labels =
      Stream.generate(this::attributes).limit(12).toList();
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");
  private final SeriesTable table = table();
  private final OtlpMetrics metrics = new OtlpMetrics(table);
  private final Map<Map<String, String>, Newest> expected = new HashMap<>();

  /** What a plain map keeps of a series. */
  private record Newest(long epochMillis, double value, Instant seen) {}

  /** One metric of one resource: how its points are wrapped, and whether they add. */
  private record Sent(ProtoWriter resource, Metric metric, List<ProtoWriter> points) {}

  private record Metric(String name, String unit, int kind, int temporality, boolean monotonic) {
    boolean adds() {
      return temporality == 1 && kind != GAUGE;
    }
  }

  private SeriesTable table() {
    return new SeriesTable(LIMITS, _ -> true, () -> now, 7);
  }

  @Test
  void whatIsKnownByItsSpellingIsWhatItsLabelsLeadTo() {
    for (int round = 0; round < 400; round++) {
      now = now.plusSeconds(1 + random.nextInt(9));
      List<Sent> sent = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        sent.add(sent());
      }
      metrics.accept(export(sent));
      sent.forEach(this::expect);
      if (round % 20 == 19) {
        table.sweep();
        long oldest = now.minus(IDLE).getEpochSecond();
        expected.values().removeIf(newest -> newest.seen().getEpochSecond() < oldest);
      }
      assertThat(figures(table)).as("seed %d, round %d", SEED, round).isEqualTo(expectedFigures());
    }
    assertThat(table.counts().kept()).isGreaterThan(20L * table.counts().series());
  }

  @Test
  void aLabelOfOnePointThatReplacesTheResourcesIsNotThatOfTheNext() {
    ProtoWriter own = point(GAUGE, List.of(attribute("service", "other")));
    ProtoWriter without = point(GAUGE, List.of(attribute("longer.than.service", "by.far")));
    ProtoWriter resource = new ProtoWriter().message(1, attribute("service.name", "shop"));
    Metric metric = new Metric("m", "", GAUGE, 0, false);

    metrics.accept(export(List.of(new Sent(resource, metric, List.of(own, without)))));

    assertThat(figures(table).keySet())
        .containsExactlyInAnyOrder(
            Map.of("__name__", "m", "job", "shop", "service", "other"),
            Map.of(
                "__name__",
                "m",
                "job",
                "shop",
                "service",
                "shop",
                "longer_than_service",
                "by.far"));
  }

  @Test
  void whenAProcessBeganIsOneSeriesWhateverItsPointsAreLabelled() {
    ProtoWriter resource = new ProtoWriter().message(1, attribute("service.name", "shop"));
    Metric metric = new Metric("m", "", SUM, 2, true);
    for (String pool : List.of("a", "b")) {
      ProtoWriter point = point(SUM, List.of(attribute("pool", pool)));
      now = now.plusSeconds(1);
      point.fixed64(2, 1_700_000_000L * 1_000_000_000).fixed64(3, now.toEpochMilli() * 1_000_000);
      metrics.accept(export(List.of(new Sent(resource, metric, List.of(point)))));
    }

    assertThat(figures(table))
        .containsEntry(
            Map.of("__name__", STARTED, "job", "shop", "service", "shop"), 1_700_000_000.0);
    assertThat(figures(table)).hasSize(3);
  }

  private void expect(Sent sent) {
    for (ProtoWriter point : sent.points()) {
      SeriesTable fresh = table();
      new OtlpMetrics(fresh)
          .accept(export(List.of(new Sent(sent.resource(), sent.metric(), List.of(point)))));
      fresh.read((_, _, view) ->
          merge(view.labels(), view.epochMillis(), view.value(), sent.metric().adds()));
    }
  }

  private void merge(Map<String, String> labels, long at, double value, boolean adds) {
    Newest before = expected.get(labels);
    if (before != null && at <= before.epochMillis()) {
      return;
    }
    double sum = before == null || Double.isNaN(before.value()) ? 0 : before.value();
    expected.put(labels, new Newest(at, adds ? sum + value : value, now));
  }

  private Map<Map<String, String>, Double> expectedFigures() {
    Map<Map<String, String>, Double> all = new HashMap<>();
    expected.forEach((labels, newest) -> all.put(labels, newest.value()));
    return all;
  }

  private static Map<Map<String, String>, Double> figures(SeriesTable of) {
    Map<Map<String, String>, Double> all = new HashMap<>();
    of.read((_, _, view) -> all.put(view.labels(), view.value()));
    return all;
  }

  private Sent sent() {
    int kind = any(List.of(GAUGE, SUM, HISTOGRAM, EXPONENTIAL));
    Metric metric =
        new Metric(
            "metric." + random.nextInt(2),
            random.nextBoolean() ? "1" : "s",
            kind,
            1 + random.nextInt(2),
            random.nextBoolean());
    List<ProtoWriter> points = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      points.add(randomPoint(kind));
    }
    return new Sent(any(resources), metric, points);
  }

  private ProtoWriter resource() {
    ProtoWriter resource = new ProtoWriter();
    for (String key : WHO) {
      if (random.nextInt(3) > 0) {
        resource.message(1, attribute(key, "r" + random.nextInt(2)));
      }
    }
    return resource;
  }

  private List<ProtoWriter> attributes() {
    return Stream.generate(this::randomAttribute).limit(random.nextInt(4)).toList();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private ProtoWriter randomPoint(int kind) {
    long nanos = now.minusSeconds(random.nextInt(3)).toEpochMilli() * 1_000_000;
    List<ProtoWriter> fields = new ArrayList<>();
    fields.add(point(kind, any(labels)));
    fields.add(new ProtoWriter().fixed64(3, nanos));
    if (random.nextInt(3) > 0) {
      // The same everywhere, since a whole export says it once and points alone say it each.
      fields.add(new ProtoWriter().fixed64(2, 1_700_000_000L * 1_000_000_000));
    }
    if (random.nextInt(9) == 0) {
      fields.add(new ProtoWriter().varint(kind >= HISTOGRAM ? 10 : 8, 1));
    }
    switch (kind) {
      case GAUGE -> fields.add(new ProtoWriter().float64(4, random.nextInt(100)));
      case SUM -> fields.add(new ProtoWriter().fixed64(6, random.nextInt(100)));
      default -> {
        fields.add(new ProtoWriter().fixed64(4, random.nextInt(100)));
        fields.add(kind == HISTOGRAM ? explicit() : exponential());
      }
    }
    return shuffled(fields);
  }

  private ProtoWriter explicit() {
    int many = random.nextInt(4);
    ProtoWriter counts = new ProtoWriter();
    ProtoWriter bounds = new ProtoWriter();
    for (int i = 0; i <= many; i++) {
      counts.raw64(random.nextInt(50));
    }
    for (int i = 0; i < many; i++) {
      bounds.raw64(Double.doubleToRawLongBits(List.of(.000_1, 1.0, Double.MAX_VALUE).get(i)));
    }
    return new ProtoWriter().message(6, counts).float64(5, random.nextInt(9)).message(7, bounds);
  }

  private ProtoWriter exponential() {
    ProtoWriter counts = new ProtoWriter().raw(random.nextInt(9)).raw(random.nextInt(9));
    return new ProtoWriter()
        .varint(6, 2L * random.nextInt(3))
        .message(8, new ProtoWriter().varint(1, random.nextInt(4)).bytes(2, counts.bytes()));
  }

  private ProtoWriter randomAttribute() {
    String key = KEYS.get(random.nextInt(random.nextInt(6) == 0 ? KEYS.size() : 7));
    return switch (random.nextInt(6)) {
      case 0 -> attribute(key, "");
      case 1 -> new ProtoWriter().text(1, key).message(2, new ProtoWriter().varint(3, 500));
      case 2 -> new ProtoWriter().text(1, key).message(2, new ProtoWriter().varint(2, 1));
      case 3 -> new ProtoWriter().text(1, key).message(2, new ProtoWriter().float64(4, .5));
      default -> attribute(key, "v" + random.nextInt(2));
    };
  }

  private static ProtoWriter attribute(String key, String value) {
    return new ProtoWriter().text(1, key).message(2, new ProtoWriter().text(1, value));
  }

  /** With its attributes alone. */
  private static ProtoWriter point(int kind, List<ProtoWriter> attributes) {
    ProtoWriter point = new ProtoWriter();
    int field = kind == HISTOGRAM ? 9 : kind == EXPONENTIAL ? 1 : 7;
    attributes.forEach(each -> point.message(field, each));
    return point;
  }

  private byte[] export(List<Sent> all) {
    ProtoWriter request = new ProtoWriter();
    for (Sent sent : all) {
      Metric metric = sent.metric();
      List<ProtoWriter> data = new ArrayList<>();
      sent.points().forEach(point -> data.add(new ProtoWriter().message(1, point)));
      data.add(new ProtoWriter().varint(2, metric.temporality()));
      data.add(new ProtoWriter().varint(3, metric.monotonic() ? 1 : 0));
      ProtoWriter scope =
          new ProtoWriter()
              .message(
                  2,
                  shuffled(
                      Arrays.asList(
                          new ProtoWriter().text(1, metric.name()),
                          new ProtoWriter().text(3, metric.unit()),
                          new ProtoWriter().message(metric.kind(), inOrder(data)))));
      request.message(
          1,
          shuffled(
              Arrays.asList(
                  new ProtoWriter().message(1, sent.resource()),
                  new ProtoWriter().message(2, scope))));
    }
    return request.bytes();
  }

  /** Points in their order, what is said of all of them somewhere between. */
  private ProtoWriter inOrder(List<ProtoWriter> fields) {
    Collections.rotate(fields, random.nextInt(2));
    return joined(fields);
  }

  private ProtoWriter shuffled(List<ProtoWriter> fields) {
    Collections.shuffle(fields, random);
    return joined(fields);
  }

  private static ProtoWriter joined(List<ProtoWriter> fields) {
    ProtoWriter all = new ProtoWriter();
    fields.forEach(all::and);
    return all;
  }
}
