package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong and whatever is done about it, every request ends in exactly one way: once
 * traffic has stopped and the last client has given up, as many have ended as began.
 */
class ConservationTest {
  private static final double STOPS = 120;
  private static final double END = 400;

  static long[] seeds() {
    return java.util.stream.LongStream.rangeClosed(1, 60).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRequestEndsInExactlyOneWay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ServiceSimulation simulation = new ServiceSimulation(model(random), seed, 0);
    if (random.nextBoolean()) {
      simulation.retry(0.6 * random.nextDouble());
    }
    order(simulation, random);
    long[] begun = new long[2];
    long[] ended = new long[2];
    long completed = 0;
    double t = 0;
    while (t < END) {
      t += 1 + 9 * random.nextDouble();
      simulation.advanceTo(t);
      Scrape scrape = simulation.scrape();
      for (int r = 0; r < 2; r++) {
        Scrape.Clients clients = scrape.regions().get(r).clients();
        begun[r] += clients.offered();
        ended[r] += clients.succeeded() + clients.failed();
        completed += scrape.regions().get(r).pods().completed();
        assertThat(ended[r]).as("at %.1f s", t).isLessThanOrEqualTo(begun[r]);
      }
    }
    assertThat(ended).isEqualTo(begun);
    assertThat(begun[0] + begun[1]).isEqualTo(simulation.arrivals()).isPositive();
    assertThat(completed).isLessThanOrEqualTo(simulation.arrivals());
  }

  private static void order(ServiceSimulation simulation, SplittableRandom random) {
    if (random.nextBoolean()) {
      simulation.deploy("east", "bad", 20, 3, 2);
      simulation.apply(new Action.RollbackDeploy("s", "east", "bad", "good"), 70);
    }
    if (random.nextBoolean()) {
      simulation.lose("east", 1, 40);
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.ScalePods("s", "east", 3, 1 + random.nextInt(6)));
    actions.add(new Action.RestartPods("s", "west", 3));
    actions.add(new Action.ShedLoad("s", "west", 0, 0.3));
    actions.add(new Action.FailoverRegion("s", "east", "west"));
    for (Action action : actions) {
      if (random.nextBoolean()) {
        simulation.apply(action, STOPS * random.nextDouble());
      }
    }
  }

  private static ServiceModel model(SplittableRandom random) {
    int slots = 2 + random.nextInt(8);
    double workMillis = 20 + 60 * random.nextDouble();
    double capacity = 3 * slots / (workMillis / 1000 + 0.02);
    Serving serving =
        new Serving(
            random.nextBoolean() ? Serving.Balancing.LEAST_REQUESTS : null,
            random.nextBoolean() ? new Serving.WarmUp(Duration.ofSeconds(15), 4) : null,
            random.nextBoolean() ? 0 : 1 + random.nextDouble() * slots,
            new TreeMap<>(random.nextBoolean() ? Map.of("db", 1) : Map.of()));
    return new ServiceModel(
        "s",
        slots,
        random.nextInt(40),
        serving,
        0.3 + 2 * random.nextDouble(),
        7,
        3 + random.nextInt(9),
        12,
        40 * random.nextDouble(),
        workMillis,
        0.2 + random.nextDouble(),
        random.nextBoolean() ? 0 : 0.1,
        List.of(region("east", capacity, random), region("west", 0.5 * capacity, random)),
        List.of(
            new ServiceModel.Version("good", 1, 0.01, 0.2, 0, 0),
            new ServiceModel.Version(
                "bad",
                1 + random.nextDouble(),
                0.2 * random.nextDouble(),
                0.2,
                random.nextBoolean() ? 0 : 20 / capacity / STOPS,
                0,
                random.nextBoolean() ? 0 : 0.02,
                Double.NEGATIVE_INFINITY,
                random.nextBoolean() ? 0 : 0.003)),
        Map.of());
  }

  private static ServiceModel.Region region(String name, double capacity, SplittableRandom random) {
    Steps rate =
        Steps.of(
            new double[] {0, 30, 60, STOPS},
            new double[] {
              0.5 * capacity, (0.2 + 1.5 * random.nextDouble()) * capacity, 0.6 * capacity, 0
            });
    double contention = random.nextBoolean() ? 0 : 0.02;
    return new ServiceModel.Region(
        name,
        3,
        6,
        "good",
        Double.NaN,
        rate,
        List.of(
            Call.to("db", new Call.Phase(0, 20, 0.4, contention, 0, 0.01)),
            Call.to(
                "cache",
                new Call.Phase(0, 2, 0.5, 0, 0),
                new Call.Phase(50, 30 * random.nextDouble(), 0.5, 0, 0))));
  }
}
