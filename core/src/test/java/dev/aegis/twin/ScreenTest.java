package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Slo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said before any event, held against events. */
class ScreenTest {
  private static final long SEED = 11;
  private static final Slo SLO = new Slo(1000, 0.01);

  @Test
  void needsWhatTheUtilisationLawSays() {
    Screen screen = screen(model(6, 20, 900, 80, 0), scale(6, 12));
    assertThat(screen.loads()).hasSize(1);
    Screen.Load load = screen.loads().getFirst();
    assertThat(load.seconds()).isCloseTo(0.110, within(1e-9));
    assertThat(load.slots()).isEqualTo(240);
    assertThat(load.share()).isCloseTo(900 * 0.110 / 240, within(1e-9));
    assertThat(screen.overloaded(SLO)).isEmpty();
  }

  @Test
  void takesWhatIsShedAndMovedAway() {
    ServiceModel model = model(6, 20, 2000, 80, 0);
    assertThat(screen(model, scale(6, 6)).overloaded(SLO)).isPresent();
    Action shed = new Action.ShedLoad("api", "here", 0, 0.6);
    assertThat(screen(model, shed).loads().getFirst().perSecond()).isEqualTo(800);
    assertThat(screen(model, shed).overloaded(SLO)).isEmpty();
  }

  @Test
  void takesTheFastestThatCallsEverWere() {
    assertThat(screen(model(6, 20, 900, 80, 500), scale(6, 6)).loads().getFirst().seconds())
        .isCloseTo(0.110, within(1e-9));
  }

  @Test
  void saysNothingOnceTrafficWasMoved() {
    ServiceModel model = model(6, 20, 9000, 80, 0);
    Fitted.Past shed = new Fitted.Past.Acted(new Action.ShedLoad("api", "here", 0, 0.5), 1);
    assertThat(new Screen(scale(6, 6), fitted(model, List.of(shed)), model).overloaded(SLO))
        .isEmpty();
  }

  @Test
  void whatItRejectsNoFutureHolds() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 40; i++) {
      int pods = 1 + random.nextInt(4);
      int slots = 1 + random.nextInt(8);
      double service = 20 + random.nextInt(60);
      double share = 0.9 + 0.5 * random.nextDouble();
      double rate = share * pods * slots / ((service + 30) / 1000);
      ServiceModel model = model(pods, slots, rate, service, 0);
      if (screen(model, scale(pods, pods)).overloaded(SLO).isEmpty()) {
        continue;
      }
      ServiceSimulation simulation = new ServiceSimulation(model, random.nextLong(), 0);
      simulation.advanceTo(480);
      simulation.scrape();
      simulation.advanceTo(600);
      Scrape.Clients clients = simulation.scrape().regions().getFirst().clients();
      assertThat(SLO.breachedBy(clients.p99Millis(), clients.errorRatio()))
          .as("seed %d, system %d: %d pods, %d slots, load %.2f", SEED, i, pods, slots, share)
          .isTrue();
    }
  }

  private static Action scale(int from, int to) {
    return new Action.ScalePods("api", "here", from, to);
  }

  private static Screen screen(ServiceModel model, Action action) {
    return new Screen(action, fitted(model, List.of()), model);
  }

  private static Fitted fitted(ServiceModel model, List<Fitted.Past> past) {
    return new Fitted(
        model,
        List.of(Fitted.Allowed.FITTED),
        Instant.EPOCH,
        0,
        past,
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        false,
        false,
        0,
        Set.of(),
        new Rival(new TreeMap<>()),
        Optional.empty(),
        new TreeMap<>());
  }

  /** Calls take 30 ms, and from the tenth second on so much more. */
  private static ServiceModel model(
      int pods, int slots, double rate, double service, double moreMillis) {
    Call calls =
        moreMillis == 0
            ? Call.to("db", new Call.Phase(0, 30, 0.5, 0, 0))
            : Call.to(
                "db",
                new Call.Phase(0, 30, 0.5, 0, 0),
                new Call.Phase(10, 30 + moreMillis, 0.5, 0, 0));
    return new ServiceModel(
        "api",
        slots,
        40,
        3,
        10,
        10,
        60,
        service,
        0.5,
        0,
        List.of(
            new ServiceModel.Region(
                "here", pods, 2 * pods, "v1", 0, Steps.constant(rate), List.of(calls))),
        List.of(new ServiceModel.Version("v1", 1, 0, 0, 0, 0)),
        Map.of());
  }
}
