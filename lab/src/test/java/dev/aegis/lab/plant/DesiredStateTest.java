package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesiredStateTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private final Path directory;
  private DesiredState desired;

  DesiredStateTest(@TempDir Path directory) {
    this.directory = directory;
    this.desired = reopened(directory);
  }

  private static DesiredState reopened(Path directory) {
    return DesiredState.open(directory, FirstWishes.make(), CLOCK);
  }

  private static Order.Deploy scale(int replicas) {
    return new Order.Deploy(
        "checkout-api", "us-east-1", Optional.of(replicas), Optional.empty(), Optional.empty());
  }

  private static Stamp stamp(String key, long epoch) {
    return new Stamp(Optional.of(key), Optional.of(epoch), "aegis", "");
  }

  private int replicas() {
    return desired.wishes().deployment("checkout-api", "us-east-1").orElseThrow().replicas();
  }

  @Test
  void doesNothingAgainForAKeySeenBefore() {
    Ruling first = desired.apply(scale(6), stamp("k1", 1));
    desired.apply(scale(5), stamp("k2", 1));

    assertThat(first).isEqualTo(new Ruling.Accepted(2));
    assertThat(desired.apply(scale(6), stamp("k1", 2))).isEqualTo(new Ruling.SeenBefore(2));
    assertThat(replicas()).isEqualTo(5);
  }

  @Test
  void refusesAnOlderOwnerEvenAfterARestart() {
    desired.apply(scale(6), stamp("k1", 7));

    desired = reopened(directory);

    assertThat(desired.apply(scale(3), stamp("k2", 6))).isEqualTo(new Ruling.Stale(7));
    assertThat(desired.apply(scale(6), stamp("k1", 7))).isInstanceOf(Ruling.SeenBefore.class);
    assertThat(replicas()).isEqualTo(6);
  }

  @Test
  void rehearsesWithoutChangingAnything() throws Exception {
    String before = Files.readString(directory.resolve("desired.json"));

    Ruling ruling = desired.rehearse(scale(6), stamp("k1", 9));

    assertThat(ruling).isInstanceOf(Ruling.Accepted.class);
    assertThat(desired.would(scale(6)))
        .isEqualTo("would set replicas of checkout-api in us-east-1 from 4 to 6");
    assertThat(Files.readString(directory.resolve("desired.json"))).isEqualTo(before);
    assertThat(desired.apply(scale(6), stamp("k1", 1))).isInstanceOf(Ruling.Accepted.class);
  }

  @Test
  void tellsEveryChangeAndWhoMadeIt() {
    desired.apply(scale(6), Stamp.of("ada", "more room"));
    desired.apply(
        new Order.Configure("checkout-api", "flag", "receipt_cache", "on"), stamp("k", 1));

    assertThat(desired.changesAfter(0))
        .extracting(
            Wishes.Change::kind,
            Wishes.Change::version,
            Wishes.Change::previous,
            Wishes.Change::setting,
            Wishes.Change::by)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("scale", "6", "4", "replicas", "ada"),
            org.assertj.core.groups.Tuple.tuple("flag", "on", "off", "receipt_cache", "aegis"));
    assertThat(desired.changesAfter(1)).hasSize(1);
  }

  @Test
  void restartsOnceForEachName() {
    Order.Deploy restart =
        new Order.Deploy(
            "payments", "us-west-2", Optional.empty(), Optional.empty(), Optional.of("r1"));
    desired.apply(restart, Stamp.of("ada", ""));
    desired.apply(restart, Stamp.of("ada", ""));

    assertThat(desired.wishes().deployment("payments", "us-west-2").orElseThrow())
        .returns(1L, Wishes.Deployment::restartGeneration);
  }

  @Test
  void refusesNonsense() {
    assertThat(desired.apply(scale(9), Stamp.of("ada", ""))).isInstanceOf(Ruling.Nonsense.class);
    assertThat(
            desired.apply(
                new Order.Configure("checkout-api", "flag", "nope", "on"), Stamp.of("ada", "")))
        .isInstanceOf(Ruling.Unknown.class);
    assertThat(
            desired.apply(
                new Order.Route(
                    "us-east-1", Optional.of(Map.of()), Optional.empty(), Optional.empty()),
                Stamp.of("ada", "")))
        .isInstanceOf(Ruling.Nonsense.class);
    assertThat(desired.changesAfter(0)).isEmpty();
  }
}
