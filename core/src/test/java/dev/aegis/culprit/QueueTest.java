package dev.aegis.culprit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * A front with twelve slots calls a store. Whoever is slower, the front's slots are busy, and most
 * of the time is lost in waiting for one.
 */
class QueueTest {
  private static final double SLOTS = 12;
  private static final double FRONT_SECONDS = 0.04;
  private static final double STORE_SECONDS = 0.04;

  @Test
  void waitingBelongsToTheSlowStoreThatHoldsTheSlots() {
    Ranking ranking = CulpritRanking.rank(scene(50, 0, 0.4, true));
    assertThat(ranking.components().getFirst()).isEqualTo("store");
    assertThat(ranking.culprits().getFirst().probability()).isGreaterThan(0.95);
  }

  @Test
  void withoutTheQueueTheFrontWouldBeTakenForIt() {
    Ranking ranking = CulpritRanking.rank(scene(50, 0, 0.4, false));
    assertThat(ranking.components().getFirst()).isEqualTo("front");
  }

  @Test
  void waitingBelongsToTheFrontWhoseOwnWorkIsSlower() {
    Ranking ranking = CulpritRanking.rank(scene(50, 0.4, 0, true));
    assertThat(ranking.components().getFirst()).isEqualTo("front");
    assertThat(ranking.culprits().getFirst().slowed()).isCloseTo(11, within(0.3));
    assertThat(ranking.culprits().getLast().slowed()).isCloseTo(1, within(0.1));
  }

  @Test
  void waitingForMoreTrafficStaysWhereItWaits() {
    Ranking ranking = CulpritRanking.rank(scene(400, 0, 0.004, true));
    assertThat(ranking.components().getFirst()).isEqualTo("front");
    assertThat(ranking.culprits().getFirst().slowed()).isCloseTo(1, within(0.05));
  }

  /** What is made slower twice as much is blamed twice as much, whatever the waiting. */
  @RepeatedTest(50)
  void sharesFollowWhatIsSlower(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double front = 0.1 + random.nextDouble();
    double store = 0.1 + random.nextDouble();
    LossFlow flow = new LossFlow(scene(60 + 20 * random.nextDouble(), front, store, true));
    String why = "seed " + repetition.getCurrentRepetition();
    assertThat(flow.share("store") / flow.share("front"))
        .as(why)
        .isCloseTo(store / front, within(0.25 * store / front));
  }

  /**
   * @param offered requests a second since the onset; 50 before
   * @param front how much longer the front's own work takes, in seconds
   * @param store how much longer the store takes
   */
  private static Scene scene(double offered, double front, double store, boolean queueIsMeasured) {
    double before = FRONT_SECONDS + STORE_SECONDS;
    double held = before + front + store;
    double completed = Math.min(offered, SLOTS / held);
    double waiting = offered > completed ? 120 : 0;
    double latency = held + waiting / completed;
    Queue queue =
        new Queue(
            "front", course(0, waiting), course(before, held), course(50, offered), completed);
    List<Served> served =
        List.of(
            new Served("front", "", completed, course(before, latency)),
            new Served("store", "", completed, course(STORE_SECONDS, STORE_SECONDS + store)));
    return new Scene(
        new Calls(List.of(), Map.of("front", List.of("store"))),
        "front",
        Loss.TIME,
        served,
        List.of(),
        queueIsMeasured ? List.of(queue) : List.of(),
        List.of(),
        List.of());
  }

  private static Course course(double before, double since) {
    return Course.summarised(before, 20, 0.02 * before, since, 6);
  }
}
