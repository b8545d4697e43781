package dev.aegis.culprit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.culprit.Strain.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CulpritRankingTest {
  private static final double[] NONE = {};

  private static Shop shop() {
    return new Shop(1)
        .component("web", 0.010, "cart", "search", "pay")
        .component("cart", 0.005, "store")
        .component("search", 0.020, "store", "index")
        .component("pay", 0.015, "bank")
        .component("store", 0.004)
        .component("index", 0.006)
        .component("bank", 0.050);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "cart", "search", "pay", "store", "index", "bank"})
  void findsTheComponentThatIsSlowAmongAllThatWaitForIt(String culprit) {
    Ranking ranking = CulpritRanking.rank(shop().slow(culprit, 0.2).scene("web", Loss.TIME));
    assertThat(ranking.components().getFirst()).isEqualTo(culprit);
    assertThat(ranking.culprits().getFirst().probability()).isGreaterThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "cart", "search", "pay", "store", "index", "bank"})
  void findsTheComponentThatFailsAmongAllThatFailWithIt(String culprit) {
    Ranking ranking = CulpritRanking.rank(shop().failing(culprit, 0.3).scene("web", Loss.FAILURES));
    assertThat(ranking.components().getFirst()).isEqualTo(culprit);
  }

  @Test
  void looksOnlyWhereTheSymptomCanComeFrom() {
    Scene scene = shop().slow("index", 0.5).slow("bank", 0.05).scene("pay", Loss.TIME);
    assertThat(CulpritRanking.rank(scene).components().getFirst()).isEqualTo("bank");
  }

  @Test
  void doesNotKnowWhenNothingIsOdd() {
    Ranking ranking = CulpritRanking.rank(shop().scene("web", Loss.TIME));
    assertThat(ranking.unknown()).isGreaterThan(0.5);
  }

  @Test
  void saysWhatWasNotMeasuredAndRanksAllTheSame() {
    Calls calls = new Calls(List.of("a", "b"), Map.of());
    Ranking ranking = CulpritRanking.rank(bare(calls, List.of(), List.of(), List.of()));
    assertThat(ranking.components()).containsExactly("a", "b");
    assertThat(ranking.unknown()).isCloseTo(0.5, within(1e-9));
    assertThat(ranking.gaps()).hasSize(3);
    Ranking nothing =
        CulpritRanking.rank(bare(new Calls(List.of(), Map.of()), List.of(), List.of(), List.of()));
    assertThat(nothing.culprits()).isEmpty();
    assertThat(nothing.unknown()).isEqualTo(1);
  }

  @Test
  void holdsOddnessInsideForTheCulpritAndNotForItsVictim() {
    Calls calls = new Calls(List.of(), Map.of("web", List.of("a", "b")));
    List<Strain> strains =
        List.of(
            new Strain("a", Resource.CPU, jump(5, 6)),
            new Strain("b", Resource.CPU, jump(5, 95)),
            new Strain("web", Resource.CPU, jump(20, 21)));
    Ranking ranking = CulpritRanking.rank(bare(calls, List.of(), strains, List.of()));
    assertThat(ranking.components().getFirst()).isEqualTo("b");
    assertThat(ranking.culprits().getFirst().findings().getFirst().text())
        .isEqualTo("CPU 5.000 → 95.00 %");
    Ranking idle =
        CulpritRanking.rank(
            bare(calls, List.of(), List.of(new Strain("b", Resource.CPU, jump(95, 5))), List.of()));
    assertThat(idle.culprits()).allMatch(each -> each.decibans() <= 0);
  }

  @Test
  void laysTimeOnTheWayToTheCalledOneUnlessAllWaysOfACallerAreSlow() {
    Calls calls =
        new Calls(List.of(), Map.of("web", List.of("hub"), "hub", List.of("a", "b", "c")));
    Transit slow = new Transit("hub", "a", 10, jump(0.002, 0.5));
    assertThat(first(calls, List.of(slow))).isEqualTo("a");
    List<Transit> all =
        List.of(
            new Transit("web", "hub", 10, jump(0.002, 0.5)),
            slow,
            new Transit("hub", "b", 10, jump(0.002, 0.5)),
            new Transit("hub", "c", 10, jump(0.002, 0.5)));
    assertThat(first(calls, all)).isEqualTo("hub");
  }

  private static String first(Calls calls, List<Transit> transits) {
    return CulpritRanking.rank(bare(calls, transits, List.of(), List.of())).components().getFirst();
  }

  @Test
  void blamesTheDeepestComponentThatDoesWhatItDidNotDoBefore() {
    Calls calls = new Calls(List.of(), Map.of("web", List.of("mid"), "mid", List.of("leaf")));
    Habit leaf = new Habit("leaf", "ERROR after start", true, 0, 40, 30, 40);
    Habit mid = new Habit("mid", "the end after ask", true, 0, 40, 30, 40);
    Ranking ranking = CulpritRanking.rank(bare(calls, List.of(), List.of(), List.of(mid, leaf)));
    assertThat(ranking.components().getFirst()).isEqualTo("leaf");
    assertThat(ranking.culprits().getFirst().findings().getFirst().text())
        .isEqualTo("ERROR after start: in 30 of 40 requests, before in 0 of 40");
  }

  @Test
  void takesErrorsThatStopAndUsualLinesThatReturnForNoFault() {
    assertThat(new Habit("a", "ERROR", true, 30, 40, 0, 40).surprise()).isZero();
    assertThat(new Habit("a", "done", false, 10, 40, 40, 40).surprise()).isZero();
    assertThat(new Habit("a", "done", false, 40, 40, 10, 40).surprise()).isGreaterThan(5);
    assertThat(new Habit("a", "never seen", false, 0, 40, 30, 40).surprise()).isGreaterThan(5);
    assertThat(new Habit("a", "ERROR", true, 0, 0, 30, 40).surprise()).isZero();
  }

  @Test
  void endsInACallGraphWithCycles() {
    Calls calls =
        new Calls(
            List.of(), Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of("a", "b", "c")));
    List<Served> served =
        List.of(
            new Served("a", "", 1, jump(1, 3)),
            new Served("b", "", 1, jump(1, 3)),
            new Served("c", "", 1, jump(1, 3)));
    Ranking ranking =
        CulpritRanking.rank(
            new Scene(calls, "a", Loss.TIME, served, List.of(), List.of(), List.of()));
    assertThat(ranking.components().getFirst()).isEqualTo("c");
  }

  /**
   * Whatever graph, fault and noise: shares are shares, and the order of the input is no matter.
   */
  @RepeatedTest(200)
  void statesProbabilitiesThatAddUpWhateverItIsShown(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Scene scene = scene(random);

    Ranking ranking = CulpritRanking.rank(scene);

    double sum = ranking.culprits().stream().mapToDouble(Culprit::probability).sum();
    assertThat(sum + ranking.unknown()).as("seed %d", seed).isCloseTo(1, within(1e-9));
    assertThat(ranking.components())
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(scene.calls().components());
    LossFlow flow = new LossFlow(scene);
    assertThat(scene.calls().components().stream().mapToDouble(flow::share).sum())
        .as("seed %d", seed)
        .isBetween(0.0, 1 + 1e-9);
    assertThat(CulpritRanking.rank(shuffled(scene, random)).components())
        .as("seed %d", seed)
        .isEqualTo(ranking.components());
    assertThat(NaiveRanking.rank(scene)).as("seed %d", seed).hasSameSizeAs(ranking.components());
  }

  /** In a random tree with one slow component, far above the noise, that one comes first. */
  @RepeatedTest(200)
  void findsTheSlowOneInAnyTree(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    int size = 2 + random.nextInt(15);
    List<List<String>> children = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      children.add(new ArrayList<>());
      if (i > 0) {
        children.get(random.nextInt(i)).add("c" + i);
      }
    }
    Shop shop = new Shop(seed);
    for (int i = 0; i < size; i++) {
      shop.component(
          "c" + i, 0.005 + 0.02 * random.nextDouble(), children.get(i).toArray(new String[0]));
    }
    String culprit = "c" + random.nextInt(size);
    Scene scene = shop.slow(culprit, 1 + random.nextDouble()).scene("c0", Loss.TIME);
    assertThat(CulpritRanking.rank(scene).components().getFirst())
        .as("seed %d", seed)
        .isEqualTo(culprit);
  }

  private static Scene scene(Random random) {
    int size = 1 + random.nextInt(8);
    Map<String, List<String>> callees = new java.util.TreeMap<>();
    List<Served> served = new ArrayList<>();
    List<Transit> transits = new ArrayList<>();
    List<Strain> strains = new ArrayList<>();
    List<Habit> habits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "c" + i;
      List<String> called = new ArrayList<>();
      for (int j = 0; j < size; j++) {
        if (random.nextInt(3) == 0) {
          called.add("c" + j);
          transits.add(new Transit(name, "c" + j, random.nextInt(3), any(random)));
        }
      }
      callees.put(name, called);
      served.add(new Served(name, "", random.nextInt(3), any(random)));
      strains.add(
          new Strain(name, random.nextBoolean() ? Resource.CPU : Resource.MEMORY, any(random)));
      int before = random.nextInt(5);
      int since = random.nextInt(5);
      habits.add(
          new Habit(
              name,
              "line",
              random.nextBoolean(),
              random.nextInt(before + 1),
              before,
              random.nextInt(since + 1),
              since));
    }
    String symptom = random.nextBoolean() ? "" : "c" + random.nextInt(size);
    return new Scene(
        new Calls(callees.keySet(), callees),
        symptom,
        random.nextBoolean() ? Loss.TIME : Loss.FAILURES,
        served,
        transits,
        strains,
        habits);
  }

  private static Course any(Random random) {
    return new Course(any(random, 30), any(random, 4), any(random, 4));
  }

  private static double[] any(Random random, int most) {
    double[] values = new double[random.nextInt(most + 1)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> 0;
            default -> Math.exp(3 * random.nextGaussian());
          };
    }
    return values;
  }

  private static Scene shuffled(Scene scene, Random random) {
    return new Scene(
        scene.calls(),
        scene.symptom(),
        scene.loss(),
        shuffled(scene.served(), random),
        shuffled(scene.transits(), random),
        shuffled(scene.strains(), random),
        shuffled(scene.habits(), random));
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }

  private static Scene bare(
      Calls calls, List<Transit> transits, List<Strain> strains, List<Habit> habits) {
    return new Scene(calls, "", Loss.TIME, List.of(), transits, strains, habits);
  }

  private static Course jump(double before, double since) {
    return new Course(
        NONE,
        new double[] {before, before * 1.01, before * 0.99, before, before},
        new double[] {since, since, since});
  }
}
