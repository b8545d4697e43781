package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stretch without events shows what the events show, whatever the model and the orders. */
class StretchTest {
  private static final double TOLERANCE = 1e-9;
  private static final double SECONDS = 120;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void showsWhatEventsShow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ServiceModel model = model(random);
    ServiceSimulation followed = new ServiceSimulation(model, seed, 0);
    ServiceSimulation byEvents = new ServiceSimulation(model, seed, 0).byEvents();
    for (Ordered order : orders(random)) {
      followed.apply(order.action(), order.at());
      byEvents.apply(order.action(), order.at());
    }
    double at = 0;
    while (at < SECONDS) {
      at += 0.5 + 15 * random.nextDouble();
      followed.advanceTo(at);
      byEvents.advanceTo(at);
      assertThat(followed.scrape())
          .as("seed %d, until %.1f s", seed, at)
          .usingRecursiveComparison()
          .withComparatorForType(StretchTest::close, Double.class)
          .isEqualTo(byEvents.scrape());
      assertThat(followed.inSystem()).isEqualTo(byEvents.inSystem());
      assertThat(followed.arrivals()).isEqualTo(byEvents.arrivals());
    }
  }

  private static int close(double a, double b) {
    boolean same =
        Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), 1);
    return same ? 0 : Double.compare(a, b);
  }

  private record Ordered(Action action, double at) {}

  private static List<Ordered> orders(SplittableRandom random) {
    List<Ordered> orders = new ArrayList<>();
    if (random.nextBoolean()) {
      orders.add(new Ordered(new Action.FailoverRegion("s", "east", "west"), 40));
    }
    if (random.nextBoolean()) {
      orders.add(new Ordered(new Action.RestartPods("s", "west", 3), 60));
    }
    if (random.nextBoolean()) {
      orders.add(new Ordered(new Action.ShedLoad("s", "west", 0, 0.3), 70));
    }
    if (random.nextBoolean()) {
      orders.add(new Ordered(new Action.ScalePods("s", "east", 3, 5), 20));
    }
    return orders;
  }

  private static ServiceModel model(SplittableRandom random) {
    int slots = 1 + random.nextInt(12);
    int queue = random.nextInt(40);
    double work = 20 + 60 * random.nextDouble();
    double call = 30 * random.nextDouble();
    double capacity = 3 * slots / ((work + call) / 1000);
    return new ServiceModel(
        "s",
        slots,
        queue,
        0.3 + 2 * random.nextDouble(),
        7,
        12,
        40 * random.nextDouble(),
        work,
        0.2 + random.nextDouble(),
        random.nextBoolean() ? 0 : 0.1,
        List.of(
            region("east", capacity, call, random), region("west", 0.4 * capacity, call, random)),
        List.of(new ServiceModel.Version("v", 1, 0.01, 0.2, 0, 0)),
        Map.of());
  }

  private static ServiceModel.Region region(
      String name, double capacity, double millis, SplittableRandom random) {
    Steps rate =
        Steps.of(
            new double[] {0, 30, 55, 90},
            new double[] {
              0.5 * capacity,
              (0.4 + random.nextDouble()) * capacity,
              (0.2 + 2 * random.nextDouble()) * capacity,
              0.6 * capacity
            });
    Call steady = Call.to("db", new Call.Phase(0, millis, 0.4, 0, 0));
    List<Call.Phase> phases = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      phases.add(
          new Call.Phase(
              21.0 * i, 5 + 20 * random.nextDouble(), 0.5, 0, 0, random.nextDouble() / 9));
    }
    Call changing = Call.to("cache", phases.toArray(new Call.Phase[0]));
    return new ServiceModel.Region(name, 3, 6, "v", Double.NaN, rate, List.of(steady, changing));
  }
}
