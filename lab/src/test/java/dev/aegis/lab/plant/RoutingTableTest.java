package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private static final String HOME = "us-east-1";
  private static final String AWAY = "us-west-2";

  private final AtomicLong nanos = new AtomicLong();
  private final RoutingTable table = new RoutingTable(HOME, nanos::get);

  private static EdgeOrders orders(Map<String, Double> weights, long rampSeconds, double shed) {
    return new EdgeOrders(
        List.of(new Backend("a-0", HOME, 1), new Backend("a-1", HOME, 2)),
        Optional.of(new Backend(AWAY, AWAY, 3)),
        weights,
        Duration.ofSeconds(rampSeconds),
        shed,
        false);
  }

  private Map<String, Integer> choices(int count) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String chosen =
          switch (table.choose(false)) {
            case RoutingTable.Forward(Backend to) -> to.name();
            case RoutingTable.Shed() -> "shed";
            case RoutingTable.Nobody() -> "nobody";
          };
      counts.merge(chosen, 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void spreadsByWeightExactlyAndEvenlyOverThePods() {
    table.apply(orders(Map.of(HOME, 0.7, AWAY, 0.3), 0, 0));

    assertThat(choices(1_000)).isEqualTo(Map.of("a-0", 350, "a-1", 350, AWAY, 300));
  }

  @Test
  void movesTheWeightsOverTheRamp() {
    table.apply(orders(Map.of(HOME, 1.0), 0, 0));
    table.apply(orders(Map.of(HOME, 0.0, AWAY, 1.0), 10, 0));

    assertThat(choices(100)).doesNotContainKey(AWAY);
    assertThat(table.settled()).isFalse();
    nanos.set(Duration.ofSeconds(5).toNanos());
    assertThat(choices(100)).containsEntry(AWAY, 50);
    nanos.set(Duration.ofSeconds(10).toNanos());
    assertThat(table.settled()).isTrue();
    assertThat(choices(100).get(AWAY)).isBetween(99, 100);
  }

  @Test
  void goesOnWithItsRampWhenOnlyThePodsChange() {
    table.apply(orders(Map.of(HOME, 0.0, AWAY, 1.0), 10, 0));
    nanos.set(Duration.ofSeconds(5).toNanos());
    table.apply(orders(Map.of(HOME, 0.0, AWAY, 1.0), 10, 0));

    assertThat(table.weights()).containsEntry(AWAY, 0.5);
  }

  @Test
  void shedsTheShareAndNoMore() {
    table.apply(orders(Map.of(HOME, 1.0), 0, 0.3));

    assertThat(choices(1_000)).containsEntry("shed", 300);
  }

  @Test
  void keepsWhatCameFromTheOtherRegionHowEverTheWeightsAre() {
    table.apply(orders(Map.of(AWAY, 1.0), 0, 0));

    assertThat(table.choose(true))
        .isInstanceOfSatisfying(
            RoutingTable.Forward.class, to -> assertThat(to.backend().region()).isEqualTo(HOME));
  }

  @Test
  void hasNobodyWhenNoPodIsReady() {
    table.apply(
        new EdgeOrders(List.of(), Optional.empty(), Map.of(HOME, 1.0), Duration.ZERO, 0, false));

    assertThat(choices(3)).isEqualTo(Map.of("nobody", 3));
  }

  @Test
  void readsBackWhatIsWritten() {
    EdgeOrders orders = orders(Map.of(HOME, 0.25, AWAY, 0.75), 3, 0.1);

    EdgeOrders read = EdgeOrders.parse(orders.toText(), HOME);

    assertThat(read.toText()).isEqualTo(orders.toText());
  }
}
