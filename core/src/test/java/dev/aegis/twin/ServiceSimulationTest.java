package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServiceSimulationTest {
  private static List<Scrape> run(ServiceSimulation simulation, double until) {
    List<Scrape> scrapes = new ArrayList<>();
    for (double t = simulation.now() + 10; t <= until; t += 10) {
      simulation.advanceTo(t);
      scrapes.add(simulation.scrape());
    }
    return scrapes;
  }

  private static Scrape.Region east(Scrape scrape) {
    return scrape.region(Production.EAST).orElseThrow();
  }

  @Test
  void sameSeedGivesTheSameScrapes() {
    assertThat(run(Production.leak().simulation(5), 600))
        .isEqualTo(run(Production.leak().simulation(5), 600))
        .isNotEqualTo(run(Production.leak().simulation(6), 600));
  }

  @Test
  void aCopyGoesOnAsTheOriginal() {
    ServiceSimulation original = Production.leak().simulation(5);
    original.advanceTo(403.7);
    ServiceSimulation copy = new ServiceSimulation(original);
    assertThat(run(copy, 600)).isEqualTo(run(original, 600));
  }

  @Test
  void twoFuturesAreOneUntilTheFixAndMeetTheSameRequestsAfterIt() {
    ServiceSimulation nothing = Production.leak().simulation(5);
    ServiceSimulation fixed = Production.leak().simulation(5);
    fixed.apply(Production.both(), 400);
    List<Scrape> without = run(nothing, 800);
    List<Scrape> with = run(fixed, 800);
    assertThat(with.subList(0, 40)).isEqualTo(without.subList(0, 40));
    assertThat(with.subList(41, 80)).isNotEqualTo(without.subList(41, 80));
    for (int i = 0; i < with.size(); i++) {
      assertThat(east(with.get(i)).clients().offered())
          .isEqualTo(east(without.get(i)).clients().offered());
    }
  }

  @Test
  void everyRequestEndsExactlyOnce() {
    SplittableRandom random = new SplittableRandom(99);
    for (int trial = 0; trial < 12; trial++) {
      Production p = trial % 2 == 0 ? Production.leak() : Production.contended();
      p.newErrors = random.nextDouble() / 3;
      p.leakPerRequest = random.nextDouble() * 4e-5;
      p.deployAt = 20 + random.nextInt(60);
      p.newHangs = trial % 3 == 0 ? random.nextDouble() / 100 : 0;
      p.flagAt = 40;
      p.flagEffect = new ServiceModel.Effect(1, 1, 1, 1, 0, 0, 0, 0, trial % 4 == 0 ? 0.002 : 0);
      ServiceSimulation s = p.simulation(random.nextLong());
      s.apply(Production.scale(3 + random.nextInt(10)), random.nextInt(300));
      s.apply(new Action.ShedLoad(Production.SERVICE, Production.EAST, 0, 0.2), 100);
      s.apply(Production.both(), 100 + random.nextInt(200));
      s.lose(Production.EAST, 1, random.nextInt(300));
      long offered = 0;
      long ended = 0;
      for (Scrape scrape : run(s, 400)) {
        for (Scrape.Region r : scrape.regions()) {
          offered += r.clients().offered();
          ended += r.clients().succeeded() + r.clients().failed();
        }
      }
      assertThat(offered).isEqualTo(s.arrivals());
      long open = offered - ended;
      assertThat(open).as("trial %d, seed 99", trial).isBetween(0L, (long) s.inSystem());
    }
  }

  @Test
  void whatHangsHoldsItsSlotUntilItsPodIsExchanged() {
    Production p = new Production();
    p.east = Steps.constant(300);
    p.deployAt = 10;
    p.newHangs = 0.001;
    ServiceSimulation s = p.simulation(5);
    s.advanceTo(200);
    s.scrape();
    s.advanceTo(210);
    double before = east(s.scrape()).pods().utilisation();
    s.apply(Production.rollback(), 210);
    s.advanceTo(600);
    s.scrape();
    s.advanceTo(610);
    Scrape.Region after = east(s.scrape());
    // A thousandth of 300/s for 150 s are some 45 of 120 slots.
    assertThat(before).isBetween(0.45, 0.75);
    assertThat(after.pods().utilisation()).isBetween(0.2, 0.3);
    assertThat(after.clients().errorRatio()).isZero();
  }

  @Test
  void aRequestThatEndsItsPodTakesAllThatThePodHasWithIt() {
    Production p = new Production();
    p.flagAt = 100;
    p.flagEffect = new ServiceModel.Effect(1, 1, 1, 1, 0, 0, 0, 0, 0.0003);
    List<Scrape> scrapes = run(p.simulation(5), 300);
    assertThat(scrapes.subList(0, 10).stream().mapToInt(s -> east(s).pods().died()).sum()).isZero();
    int died = scrapes.subList(10, 30).stream().mapToInt(s -> east(s).pods().died()).sum();
    long crashed = scrapes.stream().mapToLong(s -> east(s).clients().crashed()).sum();
    assertThat(died).isGreaterThan(10);
    assertThat(crashed).isGreaterThan(5L * died);
  }

  @Test
  void aRollingExchangeGoesOnWhileTheOldPodsFinish() {
    Production p = new Production();
    ServiceSimulation s = p.simulation(5);
    Action restart = Production.restart();
    s.apply(restart, 50);
    int least =
        run(s, 400).stream().mapToInt(scrape -> east(scrape).pods().ready()).min().orElse(0);
    assertThat(least).isEqualTo(5);
    assertThat(s.completedAt(restart).orElseThrow()).isEqualTo(50 + 6 * p.podStart);
  }

  @Test
  void aCallIsAsBeforeOnceTheDeployThatItCameWithIsRolledBack() {
    Call.Phase usual = new Call.Phase(0, 10, 0, 0, 0);
    Call.Phase slow = new Call.Phase(50, 90, 0, 0, 0, 0.5);
    Call inventory =
        new Call(
            "inventory",
            List.of(usual, slow),
            1,
            java.util.Optional.of(new Call.Origin.Deployed("v1.8", 7)));
    ServiceModel truth = new Production().truth();
    ServiceModel.Region east = truth.regions().getFirst();
    ServiceModel.Region calling =
        new ServiceModel.Region(
            east.name(), 6, 6, east.version(), 0, Steps.constant(200), List.of(inventory));
    ServiceSimulation s =
        new ServiceSimulation(
            new ServiceModel(
                truth.service(),
                20,
                100,
                5,
                truth.podStartSeconds(),
                60,
                65,
                30,
                0,
                0,
                List.of(calling),
                truth.versions(),
                truth.effects()),
            5,
            0);
    s.apply(Production.rollbackInventory(), 100);
    List<Scrape> scrapes = run(s, 150);
    assertThat(east(scrapes.get(3)).pods().dependencyMillis()).isEqualTo(10, within(1e-6));
    assertThat(east(scrapes.get(8)).pods().dependencyMillis()).isEqualTo(90, within(1e-6));
    assertThat(east(scrapes.get(8)).clients().errorRatio()).isBetween(0.45, 0.55);
    assertThat(s.completedAt(Production.rollbackInventory())).hasValue(107);
    assertThat(east(scrapes.get(12)).pods().dependencyMillis()).isEqualTo(10, within(1e-6));
    assertThat(east(scrapes.get(12)).clients().errorRatio()).isZero();
  }

  @Test
  void newPodsBecomeAsFastAsTheOthersWhileTheyWarmUp() {
    Production p = new Production();
    p.east = Steps.constant(20);
    p.eastDependency = List.of(new Call.Phase(0, 0, 0, 0, 0));
    p.serving =
        new Serving(
            null, new Serving.WarmUp(Duration.ofSeconds(40), 5), 0, Collections.emptySortedMap());
    ServiceSimulation s = p.simulation(5);
    s.advanceTo(10);
    double warm = east(s.scrape()).clients().meanMillis();
    // Two new pods of eight: they answer from 55 s on, and are warm at 95 s.
    s.apply(Production.scale(8), 10);
    s.advanceTo(55);
    s.scrape();
    s.advanceTo(95);
    double warming = east(s.scrape()).clients().meanMillis();
    s.advanceTo(200);
    double after = east(s.scrape()).clients().meanMillis();
    // On average they are three times as slow in between, with a quarter of the requests.
    assertThat(warming / warm).as("seed 5").isBetween(1.35, 1.65);
    assertThat(after / warm).as("seed 5").isBetween(0.9, 1.1);
  }

  @Test
  void leakingPodsSlowDownDieAndComeBack() {
    // A heap that is nearly full takes nearly all the time, so its last hundredths fill slowly.
    List<Scrape> scrapes = run(Production.leak().simulation(5), 1200);
    assertThat(east(scrapes.get(10)).clients().p99Millis()).isBetween(190.0, 240.0);
    assertThat(east(scrapes.get(10)).pods().utilisation()).isBetween(0.70, 0.78);
    assertThat(east(scrapes.get(42)).clients().p99Millis()).isGreaterThan(1000);
    assertThat(east(scrapes.get(60)).pods().gcRatio()).isGreaterThan(0.9);
    assertThat(scrapes.stream().mapToInt(s -> east(s).pods().died()).sum()).isGreaterThan(3);
    assertThat(scrapes.getLast().regions().getFirst().pods().ready()).isPositive();
  }

  @Test
  void newPodsAnswerAfterTheirStartAndNeverBeyondTheQuota() {
    Production p = new Production();
    p.eastQuota = 8;
    ServiceSimulation s = p.simulation(5);
    Action scale = Production.scale(12);
    s.apply(scale, 100);
    s.advanceTo(144);
    assertThat(east(s.scrape()).pods().ready()).isEqualTo(6);
    assertThat(s.done(scale)).isFalse();
    s.advanceTo(146);
    assertThat(east(s.scrape()).pods().ready()).isEqualTo(8);
    assertThat(s.completedAt(scale)).hasValue(145);
  }

  @Test
  void aRollbackTakesOnePodAtATime() {
    Production p = Production.badDeploy();
    ServiceSimulation s = p.simulation(5);
    s.apply(Production.rollback(), 300);
    int least = 6;
    for (Scrape scrape : run(s, 620)) {
      least = Math.min(least, east(scrape).pods().ready());
    }
    assertThat(least).isEqualTo(5);
    assertThat(s.completedAt(Production.rollback()).orElseThrow()).isBetween(570.0, 600.0);
    s.advanceTo(640);
    s.scrape();
    s.advanceTo(660);
    assertThat(east(s.scrape()).versions()).singleElement().matches(v -> v.name().equals("v2.3.0"));
  }

  @Test
  void aFailoverMovesTheClientsGraduallyAndBack() {
    ServiceSimulation s = new Production().simulation(5);
    s.apply(Production.failover(), 100);
    s.advanceTo(120);
    s.scrape();
    s.advanceTo(140);
    assertThat(east(s.scrape()).pods().completed()).isBetween(8_000L, 10_000L);
    s.advanceTo(170);
    s.scrape();
    s.advanceTo(180);
    Scrape moved = s.scrape();
    assertThat(east(moved).pods().completed()).isZero();
    assertThat(east(moved).clients().offered()).isBetween(8_500L, 9_500L);
    assertThat(east(moved).clients().p99Millis()).isBetween(260.0, 320.0);
    s.apply(new Action.FailoverRegion(Production.SERVICE, Production.WEST, Production.EAST), 180);
    s.advanceTo(250);
    s.scrape();
    s.advanceTo(260);
    assertThat(east(s.scrape()).pods().completed()).isBetween(8_500L, 9_500L);
  }

  @Test
  void theSecondStepBeginsWhenTheFirstIsDone() {
    ServiceSimulation s = Production.badDeploy().simulation(5);
    s.apply(Production.both(), 200);
    s.advanceTo(259);
    assertThat(east(s.scrape()).pods().ready()).isEqualTo(6);
    s.advanceTo(265);
    assertThat(east(s.scrape()).pods().ready()).isEqualTo(5);
    s.advanceTo(600);
    assertThat(s.completedAt(Production.both()).orElseThrow()).isBetween(520.0, 540.0);
  }

  @Test
  void refusesToSimulateWhatItDoesNotKnow() {
    ServiceSimulation s = new Production().simulation(5);
    Action flag = new Action.SetFlag(Production.SERVICE, "new-checkout", "on", "off");
    assertThatThrownBy(() -> s.apply(flag, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never observed");
  }

  @Test
  void skippingACalmSystemKeepsItsFiguresAndItsHeaps() {
    Production p = Production.leak();
    p.leakPerRequest = 2e-6;
    ServiceSimulation all = p.simulation(5);
    all.advanceTo(200);
    ServiceSimulation skipped = new ServiceSimulation(all);
    all.scrape();
    skipped.scrape();
    all.advanceTo(260);
    skipped.advanceTo(215);
    Scrape like = skipped.scrape();
    assertThat(skipped.skipTo(260, like)).isTrue();
    double expected = east(all.scrape()).pods().heapRatio();
    assertThat(east(skipped.scrape()).pods().heapRatio())
        .isCloseTo(expected, org.assertj.core.api.Assertions.within(0.002));
    skipped.advanceTo(275);
    all.advanceTo(275);
    Scrape.Clients a = east(all.scrape()).clients();
    Scrape.Clients b = east(skipped.scrape()).clients();
    assertThat(b.p99Millis())
        .isCloseTo(a.p99Millis(), org.assertj.core.api.Assertions.within(20.0));
    assertThat(b.failed()).isEqualTo(a.failed());
  }
}
