package dev.aegis.app.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
  private static final SeriesLimits SMALL =
      new SeriesLimits(3, 4, 32, 1 << 12, 2, Duration.ofMinutes(1), Duration.ofMinutes(10));

  private Instant now = Instant.parse("2026-01-05T10:00:00Z");
  private final InstantSource clock = () -> now;

  private SeriesTable table(SeriesLimits limits) {
    return new SeriesTable(limits, name -> name.startsWith("http_"), clock, 42);
  }

  private void put(SeriesTable table, double value, String... labels) {
    put(table, now.toEpochMilli(), value, labels);
  }

  private static void put(SeriesTable table, long at, double value, String... labels) {
    try (SeriesTable.Writer writer = table.write()) {
      writer.labels();
      for (int i = 0; i < labels.length; i += 2) {
        writer.label(labels[i], labels[i + 1]);
      }
      writer.point(writer.series(), at, value);
    }
  }

  private static Map<Map<String, String>, Double> newest(SeriesTable table) {
    Map<Map<String, String>, Double> all = new HashMap<>();
    table.read((_, _, view) -> all.put(view.labels(), view.value()));
    return all;
  }

  @Test
  void labelsInAnyOrderNameTheSameSeriesAndOnlyWatchedOnesAreShown() {
    SeriesTable table = table(SMALL);
    put(table, 1, "__name__", "http_requests_total", "pod", "a", "zone", "x");
    now = now.plusSeconds(1);
    put(table, 2, "zone", "x", "pod", "a", "__name__", "http_requests_total", "empty", "");
    put(table, 9, "__name__", "jvm_threads", "pod", "a");

    assertThat(newest(table))
        .containsExactlyEntriesOf(
            Map.of(Map.of("__name__", "http_requests_total", "pod", "a", "zone", "x"), 2.0));
    assertThat(table.counts().series()).isEqualTo(2);
    assertThat(table.counts().kept()).isEqualTo(3);
  }

  @Test
  void atTheLimitKnownSeriesGoOnAndNewOnesFindNoRoom() {
    SeriesTable table = table(SMALL);
    for (int i = 0; i < 5; i++) {
      put(table, i, "__name__", "http_" + i);
    }
    now = now.plusSeconds(1);
    put(table, 10, "__name__", "http_0");

    assertThat(newest(table).values()).containsExactlyInAnyOrder(10.0, 1.0, 2.0);
    assertThat(table.counts().dropped()).containsEntry(Dropped.SERIES_LIMIT, 2L);
    assertThat(table.counts().symbols())
        .as("texts of refused series are not kept")
        .isEqualTo(1 + 3);
  }

  @Test
  void whatIsTooLongTooManyUnnamedOrTwiceIsRefusedAndCounted() {
    SeriesTable table = table(SMALL);
    put(table, 1, "__name__", "http_a", "b", "x".repeat(33));
    put(table, 1, "__name__", "http_a", "b", "1", "c", "1", "d", "1", "e", "1");
    put(table, 1, "b", "1");
    put(table, 1, "__name__", "http_a", "b", "1", "b", "2");
    put(table, 1, "__name__", "http_a", "new", "1", "new", "2");

    assertThat(table.counts().dropped())
        .containsEntry(Dropped.LABEL_LENGTH, 1L)
        .containsEntry(Dropped.LABEL_COUNT, 1L)
        .containsEntry(Dropped.BAD_LABELS, 3L);
    assertThat(table.counts().series()).isZero();
    assertThat(table.counts().symbols()).isZero();
  }

  @Test
  void aPointThatIsNotNewerThanTheNewestOrFarAheadIsRefused() {
    SeriesTable table = table(SMALL);
    long at = now.toEpochMilli();
    put(table, at, 1, "__name__", "http_a");
    put(table, at, 2, "__name__", "http_a");
    put(table, at - 1, 3, "__name__", "http_a");
    put(table, at + 601_000, 4, "__name__", "http_a");
    put(table, at + 600_000, 5, "__name__", "http_a");

    assertThat(newest(table).values()).containsExactly(5.0);
    assertThat(table.counts().dropped())
        .containsEntry(Dropped.DUPLICATE, 1L)
        .containsEntry(Dropped.OUT_OF_ORDER, 1L)
        .containsEntry(Dropped.FUTURE, 1L);
  }

  @Test
  void silentSeriesMakeRoomAndTheirTextsGo() {
    SeriesTable table = table(SMALL);
    put(table, 1, "__name__", "http_a", "pod", "old-1");
    put(table, 1, "__name__", "http_a", "pod", "old-2");
    now = now.plusSeconds(59);
    put(table, 2, "__name__", "http_a", "pod", "stays");
    assertThat(table.sweep()).isZero();
    now = now.plusSeconds(30);

    assertThat(table.sweep()).isEqualTo(2);
    put(table, 3, "__name__", "http_a", "pod", "new-1");
    put(table, 4, "__name__", "http_a", "pod", "new-2");

    assertThat(newest(table).values()).containsExactlyInAnyOrder(2.0, 3.0, 4.0);
    assertThat(table.counts().symbols()).isEqualTo(3 + 3);
  }

  @Test
  void aNumberThatIsUsedAgainHasAnotherGeneration() {
    SeriesTable table = table(SMALL);
    put(table, 1, "__name__", "http_a");
    int[] first = new int[2];
    table.read((series, generation, _) -> {
      first[0] = series;
      first[1] = generation;
    });
    now = now.plusSeconds(100);
    table.sweep();
    put(table, 1, "__name__", "http_b");
    table.read((series, generation, _) -> {
      assertThat(series).isEqualTo(first[0]);
      assertThat(generation).isNotEqualTo(first[1]);
    });
  }

  @Test
  void aSpellingLeadsToItsSeriesAndToNobodyOnceThatIsGone() {
    SeriesTable table = table(SMALL);
    byte[] bytes = "any bytes of a sender".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Spelling spelling;
    try (SeriesTable.Writer writer = table.write()) {
      spelling = writer.spelling().then(bytes, 0, bytes.length);
      assertThat(writer.known(spelling)).isNegative();
      writer.labels();
      writer.label("__name__", "http_a");
      int series = writer.series();
      writer.spelt(spelling, series);
      assertThat(writer.known(writer.spelling().then(bytes.clone(), 0, bytes.length)))
          .isEqualTo(series);
      assertThat(writer.known(writer.spelling().then(bytes, 1, bytes.length))).isNegative();
      assertThat(writer.point(series, now.toEpochMilli(), 1)).isNull();
    }
    now = now.plusSeconds(100);
    table.sweep();
    put(table, 1, "__name__", "http_b");
    try (SeriesTable.Writer writer = table.write()) {
      assertThat(writer.known(spelling)).isNegative();
    }
  }

  @Test
  void aSpellingTellsWhereItsPartsEndAndNumbersFromTexts() {
    Spelling nothing = Spelling.keyed(42);
    byte[] text = "abcdefgh".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    long number = java.nio.ByteBuffer.wrap(text).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();

    assertThat(
            java.util.stream.Stream.of(
                nothing,
                nothing.then(0),
                nothing.then(text, 0, 0),
                nothing.then(number),
                nothing.then(text, 0, 8),
                nothing.then(text, 0, 4).then(text, 4, 8),
                nothing.then(text, 0, 3).then(text, 3, 8),
                nothing.then(text, 4, 8).then(text, 0, 4),
                Spelling.keyed(43).then(text, 0, 8)))
        .doesNotHaveDuplicates();
    assertThat(nothing.then(text.clone(), 0, 8)).isEqualTo(nothing.then(text, 0, 8));
  }

  /**
   * Random series come, go silent and come back; a map that keeps everything says what is right.
   */
  @Test
  void keepsExactlyWhatAPlainMapWouldKeep() {
    long seed = 20260105;
    Random random = new Random(seed);
    SeriesLimits limits =
        new SeriesLimits(300, 6, 64, 1 << 20, 3, Duration.ofSeconds(40), Duration.ofMinutes(1));
    SeriesTable table = table(limits);
    Map<Map<String, String>, Deque<Double>> truth = new HashMap<>();
    Map<Map<String, String>, Instant> seen = new HashMap<>();
    for (int step = 0; step < 30_000; step++) {
      Map<String, String> labels = new TreeMap<>();
      labels.put("__name__", "http_" + random.nextInt(4));
      for (int i = random.nextInt(4); i > 0; i--) {
        labels.put("label" + random.nextInt(5), "v" + random.nextInt(3 + step / 1_000));
      }
      now = now.plusMillis(20);
      boolean room = truth.containsKey(labels) || truth.size() < limits.series();
      String[] flat =
          labels.entrySet().stream()
              .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
              .toArray(String[]::new);
      put(table, step, flat);
      if (room) {
        truth.computeIfAbsent(labels, l -> new ArrayDeque<>()).addFirst((double) step);
        seen.put(labels, now);
      }
      if (step % 500 == 499) {
        long oldest = now.getEpochSecond() - 40;
        truth.keySet().removeIf(l -> seen.getOrDefault(l, now).getEpochSecond() < oldest);
        table.sweep();
        Map<Map<String, String>, Double> expected = new HashMap<>();
        truth.forEach((l, values) -> expected.put(l, values.getFirst()));
        assertThat(newest(table)).as("seed %d, step %d", seed, step).isEqualTo(expected);
      }
    }
    assertThat(table.counts().dropped().getOrDefault(Dropped.SERIES_LIMIT, 0L)).isPositive();
  }
}
