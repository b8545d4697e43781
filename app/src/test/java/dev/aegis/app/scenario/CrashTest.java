package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.Adviser;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.model.graph.AgentGraphs;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process dies before or after each single write to the journal (messages, inbox, rooms, epoch)
 * and before or after each order to a target, and a new one goes on with the same journal and the
 * same production, which lives on. Every one of these moments is visited; the deaths are thrown, so
 * that all of them take a minute. {@link RealKillTest} kills real processes.
 */
class CrashTest {
  private static final long SEED = Long.getLong("aegis.seed", 42);
  private static final int MOMENTS_AT_MOST = 200;

  @TempDir Path home;
  private final Scenario scenario = Life.scenario();
  private Adviser adviser = Adviser.NONE;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingAndStartsNoStepTwiceWhereverItDies(boolean asGraphs) {
    System.out.println("seed " + SEED);
    adviser = asGraphs ? new AgentGraphs((_, _, _) -> List.of()) : Adviser.NONE;
    List<String> deaths = new ArrayList<>();
    for (int n = 0; n < MOMENTS_AT_MOST; n++) {
      World world = new World(scenario, SEED, n);
      Path state = home.resolve("crash-" + n);
      toTheEnd(world, state);
      world.assertSafe(state, "moment " + n);
      if (!world.dead()) {
        break;
      }
      deaths.add(world.moments().get(n));
    }
    assertThat(deaths).as("deaths").hasSizeBetween(40, MOMENTS_AT_MOST - 1);
    assertThat(deaths)
        .as("deaths before and after an order")
        .containsOnlyOnce(World.BEFORE_ORDER, World.AFTER_ORDER);
  }

  private void toTheEnd(World world, Path state) {
    try {
      live(world, state);
    } catch (World.Death _) {
      live(world, state);
    }
  }

  private void live(World world, Path state) {
    Life.live(
        scenario,
        SEED,
        state,
        world,
        (_, request) -> Approver.policy(true).answer(request, _ -> {}),
        adviser);
  }

  @Test
  void aHundredApprovalsAtOnceGiveOneOrder() {
    World world = new World(scenario, SEED, World.NEVER);
    Life.live(scenario, SEED, home, world, CrashTest::approveAHundredTimes);
    List<RoomMessage> log = world.assertSafe(home, "100 approvals");
    assertThat(log.stream().filter(m -> m.payload() instanceof Approval)).hasSize(100);
    assertThat(world.orders()).hasSize(1);
  }

  /** All but one are posted by as many threads; the last is posted by the story. */
  private static Approver.Answer approveAHundredTimes(Journal journal, ApprovalRequest request) {
    RoomId room = journal.rooms().getLast();
    List<Thread> people = new ArrayList<>();
    try (LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      for (int i = 1; i < 100; i++) {
        Approval yes = new Approval(request.planHash(), true, "person " + i, "");
        Draft draft =
            new Draft(new MessageId("yes-" + i), null, List.of(Handle.COMMANDER), "approves", yes);
        people.add(
            Thread.ofVirtual().start(() -> bus.connect(Handle.HUMAN).post(room, List.of(draft))));
      }
      for (Thread person : people) {
        person.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Approver.policy(true).answer(request, _ -> {});
  }
}
