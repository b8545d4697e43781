package dev.aegis.app.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.receive.RemoteWrite.Version;
import dev.aegis.app.series.Dropped;
import dev.aegis.app.series.SeriesLimits;
import dev.aegis.app.series.SeriesTable;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Messages are made here field by field. What a real Prometheus sends as 1.0 is in the test of
 * {@code serve}; Debian's does not speak 2.0, so its messages are those of the specification alone.
 */
class RemoteWriteTest {
  private static final long SEED = 20_261_123;
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final int MOST = 1 << 20;

  private final SeriesTable table = table(SeriesLimits.DEFAULTS);
  private final RemoteWrite receiver = new RemoteWrite(table, MOST);

  private static SeriesTable table(SeriesLimits limits) {
    return new SeriesTable(limits, _ -> true, InstantSource.fixed(NOW), 7);
  }

  static byte[] compressed(byte[] message) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] out = new byte[snappy.maxCompressedLength(message.length)];
    int length = snappy.compress(message, 0, message.length, out, 0, out.length);
    return Arrays.copyOf(out, length);
  }

  private static ProtoWriter label(String name, String value) {
    return new ProtoWriter().text(1, name).text(2, value);
  }

  private static ProtoWriter sample(double value, long millis) {
    return new ProtoWriter().float64(1, value).varint(2, millis);
  }

  private static ProtoWriter series1(String pod, double value, long millis) {
    return new ProtoWriter()
        .message(1, label("__name__", "requests_total"))
        .message(1, label("pod", pod))
        .message(2, sample(value, millis));
  }

  private static byte[] request1() {
    long at = NOW.toEpochMilli();
    ProtoWriter two = series1("b", 3, at - 1_000).message(2, sample(4, at));
    two.message(3, sample(1, at)); // an exemplar
    two.message(4, new ProtoWriter().varint(1, 5)); // a native histogram
    return new ProtoWriter()
        .message(1, series1("a", 1, at))
        .message(1, two)
        .message(3, new ProtoWriter().text(2, "requests_total"))
        .bytes();
  }

  private static byte[] request2() {
    long at = NOW.toEpochMilli();
    ProtoWriter refs = new ProtoWriter().raw(1).raw(2).raw(3).raw(4);
    ProtoWriter series =
        new ProtoWriter()
            .bytes(1, refs.bytes())
            .message(2, sample(1, at - 1_000).varint(3, at - 9_000))
            .message(2, sample(2, at))
            .message(4, new ProtoWriter().float64(2, 1))
            .message(5, new ProtoWriter().varint(1, 1));
    // Symbols may come after the series that name them.
    return new ProtoWriter()
        .message(5, series)
        .text(4, "")
        .text(4, "__name__")
        .text(4, "requests_total")
        .text(4, "pod")
        .text(4, "a")
        .bytes();
  }

  private Map<Map<String, String>, Double> newest() {
    Map<Map<String, String>, Double> all = new HashMap<>();
    table.read((_, _, view) -> all.put(view.labels(), view.value()));
    return all;
  }

  @Test
  void takesSeriesOfVersionOneAndCountsWhatItCannotKeep() {
    Written written = receiver.accept(compressed(request1()), Version.V1);

    assertThat(written).isEqualTo(new Written(3, 1, "native_histogram", 1));
    assertThat(newest())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Map.of("__name__", "requests_total", "pod", "a"), 1.0,
                Map.of("__name__", "requests_total", "pod", "b"), 4.0));
  }

  @Test
  void takesSeriesOfVersionTwoWhoseSymbolsComeLast() {
    Written written = receiver.accept(compressed(request2()), Version.V2);

    assertThat(written).isEqualTo(new Written(2, 0, "", 1));
    assertThat(newest())
        .containsExactly(Map.entry(Map.of("__name__", "requests_total", "pod", "a"), 2.0));
  }

  @Test
  void theSameRequestAgainIsNoError() {
    receiver.accept(compressed(request2()), Version.V2);
    Written again = receiver.accept(compressed(request2()), Version.V2);

    assertThat(again.refused()).isZero();
    assertThat(table.counts().kept()).isEqualTo(2);
  }

  @Test
  void aboveTheLimitOfSeriesItSaysSoAndKnownSeriesGoOn() {
    SeriesTable small = table(SeriesLimits.DEFAULTS.withSeries(1));
    RemoteWrite one = new RemoteWrite(small, MOST);
    one.accept(compressed(new ProtoWriter().message(1, series1("a", 1, 1)).bytes()), Version.V1);

    Written written = one.accept(compressed(request1()), Version.V1);

    assertThat(written.why()).isNotEmpty();
    assertThat(written.points()).isEqualTo(1);
    assertThat(small.counts().dropped()).containsEntry(Dropped.SERIES_LIMIT, 2L);
  }

  @Test
  void refusesWhatIsNoMessageWithOneSentence() {
    byte[] outOfTable =
        new ProtoWriter()
            .text(4, "")
            .message(5, new ProtoWriter().bytes(1, new byte[] {0, 9}))
            .bytes();
    for (Map.Entry<byte[], String> each :
        List.of(
            Map.entry(new byte[0], "a block of Snappy"),
            Map.entry(new byte[] {5, 0}, "a block of Snappy"),
            Map.entry(compressed(new byte[] {10, 5}), "a part of 5 bytes where 0 are left"),
            Map.entry(compressed(outOfTable), "a label among the 1 symbols, found number 9"))) {
      assertThatThrownBy(() -> receiver.accept(each.getKey(), Version.V2))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining(each.getValue());
    }
  }

  @Test
  void refusesABlockThatWouldBeTooLargeBeforeItIsMade() {
    byte[] bomb = new ProtoWriter().raw((1L << 32) - 1).raw(0).bytes();

    assertThatThrownBy(() -> receiver.accept(bomb, Version.V1))
        .isInstanceOf(MalformedException.class)
        .satisfies(e -> assertThat(((MalformedException) e).tooLarge()).isTrue());
  }

  @Test
  void mutatedRequestsAreTakenOrRefused() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      boolean second = random.nextBoolean();
      byte[] message = second ? request2() : request1();
      boolean inside = random.nextBoolean();
      byte[] bytes = inside ? message : compressed(message);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        receiver.accept(inside ? compressed(cut) : cut, second ? Version.V2 : Version.V1);
      } catch (MalformedException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).startsWith("expected ");
      }
    }
    assertThat(refused).isBetween(1_000, 19_500);
  }

  @Test
  void snappyGivesBackWhateverWasCompressed() {
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(1 << random.nextInt(17))];
      int letters = 1 + random.nextInt(1 + random.nextInt(255));
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            i > 20 && random.nextInt(3) > 0
                ? bytes[i - 1 - random.nextInt(Math.min(i, 20))]
                : (byte) random.nextInt(letters);
      }
      assertThat(Snappy.decompress(compressed(bytes), MOST))
          .as("seed %d, round %d", SEED, round)
          .isEqualTo(bytes);
    }
  }
}
