package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients that try again do to the load. Seed 11 throughout. */
class RetriesTest {
  private static final long SEED = 11;
  private static final double PER_SECOND = 100;

  private static ServiceSimulation failing(double errors, double retriesPerFailure, long seed) {
    ServiceModel model =
        new ServiceModel(
            "s",
            50,
            100,
            5,
            1,
            1,
            0,
            50,
            0.5,
            0,
            List.of(
                new ServiceModel.Region(
                    "r", 1, 1, "v", Double.NaN, Steps.constant(PER_SECOND), List.of())),
            List.of(new ServiceModel.Version("v", 1, errors, 0, 0, 0)),
            Map.of());
    ServiceSimulation simulation = new ServiceSimulation(model, seed, 0).byEvents();
    simulation.retry(retriesPerFailure);
    return simulation;
  }

  private static List<Scrape> run(ServiceSimulation simulation, double from, double to) {
    List<Scrape> scrapes = new ArrayList<>();
    for (double t = from + 10; t <= to; t += 10) {
      simulation.advanceTo(t);
      scrapes.add(simulation.scrape());
    }
    return scrapes;
  }

  /** Requests a second of a settled system. */
  private static double offered(double errors, double retriesPerFailure) {
    ServiceSimulation simulation = failing(errors, retriesPerFailure, SEED);
    simulation.advanceTo(20);
    simulation.scrape();
    simulation.advanceTo(1020);
    return simulation.scrape().regions().getFirst().clients().offered() / 1000.0;
  }

  @Test
  void theLoadIsThatOfAGeometricSeries() {
    for (double perFailure : new double[] {0.25, 0.5, 0.75}) {
      double expected = PER_SECOND / (1 - perFailure);
      assertThat(offered(1, perFailure))
          .as("all fail, %s of them tried again, seed %d", perFailure, SEED)
          .isCloseTo(expected, within(0.03 * expected));
    }
    double expected = PER_SECOND / (1 - 0.5 * 0.4);
    assertThat(offered(0.4, 0.5)).isCloseTo(expected, within(0.03 * expected));
  }

  @Test
  void nobodyTriesAgainWhatWasAnswered() {
    assertThat(run(failing(0, 0.9, SEED), 0, 200)).isEqualTo(run(failing(0, 0, SEED), 0, 200));
  }

  @Test
  void withoutRetriesNothingChanges() {
    assertThat(offered(1, 0)).isCloseTo(PER_SECOND, within(0.03 * PER_SECOND));
  }

  @Test
  void sameSeedSameFigures() {
    assertThat(run(failing(0.5, 0.5, SEED), 0, 300))
        .isEqualTo(run(failing(0.5, 0.5, SEED), 0, 300))
        .isNotEqualTo(run(failing(0.5, 0.5, SEED + 1), 0, 300));
  }

  @Test
  void aCopyGoesOnAsTheOriginal() {
    ServiceSimulation original = failing(0.5, 0.5, SEED);
    original.advanceTo(103.7);
    ServiceSimulation copy = new ServiceSimulation(original);

    assertThat(run(copy, 110, 300)).isEqualTo(run(original, 110, 300));
  }

  @Test
  void everyAttemptEndsExactlyOnce() {
    ServiceSimulation simulation = failing(0.5, 0.5, SEED);
    long offered = 0;
    long ended = 0;
    for (Scrape scrape : run(simulation, 0, 300)) {
      Scrape.Clients clients = scrape.regions().getFirst().clients();
      offered += clients.offered();
      ended += clients.succeeded() + clients.failed();
    }
    assertThat(offered).isEqualTo(simulation.arrivals());
    assertThat(offered - ended).isEqualTo(simulation.inSystem());
  }

  /**
   * Sixteen servers, 50 ms of work, clients that give up after 500 ms while what they asked for is
   * still worked off.
   *
   * @return share of a million requests that are answered in time
   */
  private static double answeredInTime(double load, double retriesPerFailure, long seed) {
    double perSecond = load * 16 / 0.05;
    ServiceModel model =
        new ServiceModel(
            "s",
            16,
            1_000_000,
            0.5,
            1,
            1,
            0,
            50,
            1,
            0,
            List.of(
                new ServiceModel.Region(
                    "r", 1, 1, "v", Double.NaN, Steps.constant(perSecond), List.of())),
            List.of(new ServiceModel.Version("v", 1, 0, 0, 0, 0)),
            Map.of());
    ServiceSimulation simulation = new ServiceSimulation(model, seed, 0, Draws.Shape.exponential());
    simulation.retry(retriesPerFailure);
    simulation.advanceTo(1e6 / perSecond);
    return 1 - simulation.scrape().regions().getFirst().clients().errorRatio();
  }

  /**
   * The collapse that no formula of the steady state foresees: one excursion makes clients give up
   * and ask again, what they gave up on is still worked off, and the queue never recovers (the
   * metastable failures of Bronson et al., Metastable Failures in Distributed Systems, 2021).
   */
  @Test
  void retriesTipAQueueThatDoesWellWithoutThem() {
    double tryTwiceMore = 2.0 / 3;
    for (long seed = 1; seed <= 3; seed++) {
      assertThat(answeredInTime(0.90, tryTwiceMore, seed))
          .as("load 0.90 with retries, seed %d", seed)
          .isGreaterThan(0.999);
      assertThat(answeredInTime(0.95, 0, seed))
          .as("load 0.95 without, seed %d", seed)
          .isGreaterThan(0.99);
      assertThat(answeredInTime(0.95, tryTwiceMore, seed))
          .as("load 0.95 with retries, seed %d", seed)
          .isLessThan(0.5);
    }
  }
}
