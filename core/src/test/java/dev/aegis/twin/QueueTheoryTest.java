package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Serving;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kernel against queues whose answers are known exactly. Seed 11 throughout. */
class QueueTheoryTest {
  private static final long SEED = 11;
  private static final double SERVICE_MILLIS = 50;

  private static ServiceModel queue(int slots, int waiting, double load, double cv) {
    double rate = load * slots / (SERVICE_MILLIS / 1000);
    return new ServiceModel(
        "s",
        slots,
        waiting,
        1e6,
        1,
        1,
        0,
        SERVICE_MILLIS,
        cv,
        0,
        List.of(
            new ServiceModel.Region("r", 1, 1, "v", Double.NaN, Steps.constant(rate), List.of())),
        List.of(new ServiceModel.Version("v", 1, 0, 0, 0, 0)),
        Map.of());
  }

  private static Scrape.Region run(ServiceModel model, Draws.Shape shape, double requests) {
    ServiceSimulation simulation = new ServiceSimulation(model, SEED, 0, shape);
    double rate = model.regions().getFirst().arrivals().last();
    simulation.advanceTo(2_000 / rate);
    simulation.scrape();
    simulation.advanceTo(requests / rate);
    return simulation.scrape().regions().getFirst();
  }

  /** The probability of waiting in M/M/c, by the recurrence of Erlang B. */
  private static double erlangC(int servers, double offered) {
    double b = erlangB(servers, offered);
    double load = offered / servers;
    return b / (1 - load * (1 - b));
  }

  private static double erlangB(int servers, double offered) {
    double b = 1;
    for (int n = 1; n <= servers; n++) {
      b = offered * b / (n + offered * b);
    }
    return b;
  }

  @Test
  void waitsAsErlangSaysInMMC() {
    for (int servers : new int[] {1, 4, 16}) {
      double load = 0.8;
      Scrape.Region seen =
          run(queue(servers, 100_000, load, 1), Draws.Shape.exponential(), 300_000);
      double wait = erlangC(servers, load * servers) * SERVICE_MILLIS / (servers * (1 - load));
      assertThat(seen.clients().meanMillis())
          .as("mean response of M/M/%d, seed %d", servers, SEED)
          .isCloseTo(SERVICE_MILLIS + wait, within(0.04 * (SERVICE_MILLIS + wait)));
    }
  }

  @Test
  void waitsAsPollaczekAndKhinchineSayInMG1() {
    for (double cv : new double[] {0, 0.5, 1.5}) {
      double load = 0.7;
      Scrape.Region seen = run(queue(1, 100_000, load, cv), Draws.Shape.lognormal(cv), 300_000);
      double wait = load * SERVICE_MILLIS * (1 + cv * cv) / (2 * (1 - load));
      assertThat(seen.clients().meanMillis())
          .as("mean response of M/G/1 with cv %s, seed %d", cv, SEED)
          .isCloseTo(SERVICE_MILLIS + wait, within(0.05 * (SERVICE_MILLIS + wait)));
    }
  }

  @Test
  void waitsForAConnectionAsPollaczekAndKhinchineSay() {
    double load = 0.7;
    double callMillis = 30;
    double rate = load / (callMillis / 1000);
    ServiceModel pooled =
        pods(
            1,
            200,
            rate,
            0.001,
            List.of(Call.to("db", new Call.Phase(0, callMillis, 0, 0, 0))),
            Serving.pooled(Map.of("db", 1)));
    Scrape.Region seen = run(pooled, Draws.Shape.lognormal(0), 300_000);
    double wait = load * callMillis / (2 * (1 - load));
    assertThat(seen.clients().meanMillis())
        .as("mean response with one connection, seed %d", SEED)
        .isCloseTo(callMillis + wait, within(0.05 * (callMillis + wait)));
    assertThat(seen.pods().dependencyMillis()).isCloseTo(callMillis, within(0.001));
  }

  @Test
  void thoseWithTheFewestRequestsKeepNearlyUpWithOneQueueForAll() {
    int pods = 4;
    double load = 0.8;
    double rate = load * pods / (SERVICE_MILLIS / 1000);
    double inTurn = meanOf(pods, rate, Serving.UNDECLARED);
    double fewest =
        meanOf(
            pods,
            rate,
            new Serving(Serving.Balancing.LEAST_REQUESTS, null, 0, Collections.emptySortedMap()));
    double oneQueue =
        SERVICE_MILLIS + erlangC(pods, load * pods) * SERVICE_MILLIS / (pods * (1 - load));
    // No way to give requests out at once beats one queue for all; joining the shortest comes near.
    assertThat(fewest).as("seed %d", SEED).isBetween(0.98 * oneQueue, 1.5 * oneQueue);
    assertThat(inTurn).as("seed %d", SEED).isGreaterThan(1.3 * fewest);
  }

  @Test
  void sharesAProcessorAsTheInsensitiveFormulaSays() {
    double load = 0.7;
    for (double cv : new double[] {0, 1, 2}) {
      Scrape.Region seen = shared(1, load, cv);
      double expected = SERVICE_MILLIS / (1 - load);
      assertThat(seen.clients().meanMillis())
          .as("mean response of M/G/1-PS with cv %s, seed %d", cv, SEED)
          .isCloseTo(expected, within(0.06 * expected));
    }
  }

  @Test
  void sharesSeveralProcessorsAsErlangSaysWhateverTheShape() {
    double load = 0.85;
    int cores = 4;
    for (double cv : new double[] {0, 1.5}) {
      Scrape.Region seen = shared(cores, load, cv);
      double expected =
          Sharing.shared(SERVICE_MILLIS, load * cores / (SERVICE_MILLIS / 1000), cores, 1);
      double wait = erlangC(cores, load * cores) * SERVICE_MILLIS / (cores * (1 - load));
      assertThat(expected).isCloseTo(SERVICE_MILLIS + wait, within(1e-9));
      assertThat(seen.clients().meanMillis())
          .as("mean response of M/G/%d-PS with cv %s, seed %d", cores, cv, SEED)
          .isCloseTo(expected, within(0.06 * expected));
    }
  }

  @Test
  void findsTheWorkThatTakesSoLongUnderSharing() {
    for (double cores : new double[] {1, 2, 3.5}) {
      for (double load : new double[] {0.1, 0.6, 0.95}) {
        double perSecond = load * cores / (SERVICE_MILLIS / 1000);
        double seen = Sharing.shared(SERVICE_MILLIS, perSecond, cores, 6);
        assertThat(Sharing.alone(seen, perSecond, cores, 6))
            .isCloseTo(SERVICE_MILLIS, within(1e-6));
      }
    }
    assertThat(Sharing.alone(80, 100, 0, 6)).isEqualTo(80);
  }

  private static Scrape.Region shared(int cores, double load, double cv) {
    double rate = load * cores / (SERVICE_MILLIS / 1000);
    ServiceModel model =
        pods(
            1,
            400,
            rate,
            SERVICE_MILLIS,
            List.of(),
            new Serving(null, null, cores, Collections.emptySortedMap()));
    return run(model, Draws.Shape.lognormal(cv), 300_000);
  }

  private static double meanOf(int pods, double rate, Serving serving) {
    ServiceModel model = pods(pods, 1, rate, SERVICE_MILLIS, List.of(), serving);
    return run(model, Draws.Shape.exponential(), 300_000).clients().meanMillis();
  }

  private static ServiceModel pods(
      int pods, int slots, double rate, double workMillis, List<Call> calls, Serving serving) {
    return new ServiceModel(
        "s",
        slots,
        100_000,
        serving,
        1e6,
        1,
        1,
        1,
        0,
        workMillis,
        0,
        0,
        List.of(
            new ServiceModel.Region("r", pods, pods, "v", Double.NaN, Steps.constant(rate), calls)),
        List.of(new ServiceModel.Version("v", 1, 0, 0, 0, 0)),
        Map.of());
  }

  @Test
  void refusesAsErlangSaysWithoutAQueueWhateverTheShape() {
    for (double cv : new double[] {0, 1, 2}) {
      Scrape.Region seen = run(queue(10, 0, 0.9, cv), Draws.Shape.lognormal(cv), 200_000);
      assertThat(seen.clients().errorRatio())
          .as("loss of M/G/10/10 with cv %s, seed %d", cv, SEED)
          .isCloseTo(erlangB(10, 9), within(0.008));
    }
  }

  @Test
  void isBusyAsTheUtilisationLawSays() {
    for (double load : new double[] {0.3, 0.6, 0.9}) {
      Scrape.Region seen = run(queue(20, 1000, load, 0.5), Draws.Shape.lognormal(0.5), 100_000);
      assertThat(seen.pods().utilisation())
          .as("load %s, seed %d", load, SEED)
          .isCloseTo(load, within(0.015));
    }
  }

  @Test
  void holdsAsManyRequestsAsLittleSays() {
    ServiceModel model = queue(8, 1000, 0.85, 1);
    ServiceSimulation simulation = new ServiceSimulation(model, SEED, 0);
    double rate = model.regions().getFirst().arrivals().last();
    double sum = 0;
    int looks = 0;
    for (double t = 0.03; t < 600; t += 0.03) {
      simulation.advanceTo(t);
      sum += simulation.inSystem();
      looks++;
    }
    double latency = simulation.scrape().regions().getFirst().clients().meanMillis();
    assertThat(sum / looks)
        .as("requests in the system, seed %d", SEED)
        .isCloseTo(rate * latency / 1000, within(0.03 * sum / looks));
  }

  @Test
  void reachesThePeakThroughputOfTheScalabilityLaw() {
    Call.Phase law = new Call.Phase(0, 30, 0, 0.01, 0.001);
    double callers = 60;
    ServiceModel closed =
        new ServiceModel(
            "s",
            (int) callers,
            2000,
            1e6,
            1,
            1,
            0,
            0.001,
            0,
            0,
            List.of(
                new ServiceModel.Region(
                    "r",
                    1,
                    1,
                    "v",
                    Double.NaN,
                    Steps.constant(3000),
                    List.of(Call.to("law", law)))),
            List.of(new ServiceModel.Version("v", 1, 0, 0, 0, 0)),
            Map.of());
    ServiceSimulation simulation = new ServiceSimulation(closed, SEED, 0);
    simulation.advanceTo(5);
    simulation.scrape();
    simulation.advanceTo(30);
    double throughput = simulation.scrape().regions().getFirst().pods().completed() / 25.0;
    double expected =
        callers / (0.030 * (1 + 0.01 * (callers - 1) + 0.001 * callers * (callers - 1)));
    assertThat(throughput).isCloseTo(expected, within(0.03 * expected));
  }
}
