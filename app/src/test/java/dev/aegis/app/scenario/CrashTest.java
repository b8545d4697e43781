package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.MortalJournal;
import dev.aegis.execution.Actuator;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Action;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies before or after each single write to the journal (messages, inbox, rooms, epoch)
 * and before or after each order to a target, and a new one goes on with the same journal and the
 * same production, which lives on. Every one of these moments is visited.
 */
class CrashTest {
  private static final long SEED = Long.getLong("aegis.seed", 42);
  private static final int MOMENTS_AT_MOST = 200;

  @TempDir Path home;

  @Test
  void losesNothingAndStartsNoStepTwiceWhereverItDies() {
    System.out.println("seed " + SEED);
    Scenario scenario = scenario();
    int died = 0;
    int atTarget = 0;
    for (int n = 0; n < MOMENTS_AT_MOST; n++) {
      Run run = new Run(scenario, home.resolve("crash-" + n), n);
      run.toTheEnd();
      run.assertSafe("moment " + n + ", " + run.where);
      if (!run.dead) {
        break;
      }
      died++;
      atTarget += run.where.startsWith("order") ? 1 : 0;
    }
    assertThat(died).as("deaths").isBetween(40, MOMENTS_AT_MOST - 1);
    assertThat(atTarget).as("deaths before and after an order").isEqualTo(2);
  }

  @Test
  void aHundredApprovalsAtOnceGiveOneOrder() throws Exception {
    Scenario scenario = scenario();
    Run run = new Run(scenario, home.resolve("hundred"), -1);
    run.approvals = 100;
    run.toTheEnd();
    run.assertSafe("100 approvals");
    assertThat(run.log.stream().filter(m -> m.payload() instanceof Approval)).hasSize(100);
    assertThat(run.orders).hasSize(1);
  }

  /** A fifth of the traffic, which is as wrong and played as much faster. */
  private static Scenario scenario() {
    Scenarios.Source source = Scenarios.find("bad-config");
    String text =
        source
            .text()
            .replace("per_second: 800", "per_second: 160")
            .replace("per_second: 300", "per_second: 60");
    return Demo.read(new Scenarios.Source(text, source.path()));
  }

  /** Death, as far as a test can die. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final class Run {
    private final Scenario scenario;
    private final Path state;
    private final int fatal;
    private final SimulatedProduction production;
    private final Map<String, Integer> orders = new HashMap<>();
    private final List<Long> epochs = new ArrayList<>();
    private final List<RoomMessage> acknowledged = new ArrayList<>();
    private int moments;
    private boolean dead;
    private int approvals = 1;
    private String where = "nowhere";
    private List<RoomMessage> log = List.of();

    Run(Scenario scenario, Path state, int fatal) {
      this.scenario = scenario;
      this.state = state;
      this.fatal = fatal;
      this.production = new SimulatedProduction(scenario, SEED);
    }

    void toTheEnd() {
      try {
        live();
      } catch (Death _) {
        dead = true;
        live();
      }
    }

    private void live() {
      try (Journal journal = MortalJournal.open(state, production, () -> mayDie("write"));
          Story story =
              new Story(
                  scenario,
                  SEED,
                  request -> approve(journal, request),
                  production,
                  counted(),
                  journal,
                  new Mortal(new LocalBus(journal, (_, _, _) -> {})),
                  java.util.Optional::empty,
                  _ -> {})) {
        log = story.play().map(Incident::log).orElse(List.of());
        assertThat(journal.check()).isEmpty();
      }
    }

    private Actuator counted() {
      return new Actuator() {
        @Override
        public String state(Action action) {
          return production.state(action);
        }

        @Override
        public Rehearsal rehearse(Action action) {
          return production.rehearse(action);
        }

        @Override
        public void dispatch(Order order) {
          mayDie("order, before");
          orders.merge(order.key(), 1, Integer::sum);
          epochs.add(order.epoch());
          production.dispatch(order);
          mayDie("order, after");
        }

        @Override
        public Sight look(Action action, String key) {
          return production.look(action, key);
        }
      };
    }

    void assertSafe(String where) {
      Status status = Incident.of(log).status();
      assertThat(status).as(where).isIn(Status.RESOLVED, Status.UNKNOWN);
      assertThat(orders.values()).as("orders, %s", where).allMatch(count -> count == 1);
      assertThat(production.started()).as("orders followed, %s", where).isLessThanOrEqualTo(1);
      assertThat(epochs).as("epochs, %s", where).isSorted().allMatch(e -> e > 0);
      assertThat(log.stream().filter(m -> m.payload() instanceof Signal))
          .as("incidents, %s", where)
          .hasSize(1);
      assertThat(log).extracting(RoomMessage::id).as(where).doesNotHaveDuplicates();
      assertThat(log).as("what was acknowledged, %s", where).containsAll(acknowledged);
    }

    /** All but one are posted by as many threads; the last is posted by the story. */
    private Approver.Answer approve(Journal journal, ApprovalRequest request) {
      RoomId room = journal.rooms().getLast();
      List<Thread> people = new ArrayList<>();
      try (LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
        for (int i = 1; i < approvals; i++) {
          Approval yes = new Approval(request.planHash(), true, "person " + i, "");
          Draft draft =
              new Draft(
                  new MessageId("yes-" + i), null, List.of(Handle.COMMANDER), "approves", yes);
          people.add(
              Thread.ofVirtual().start(() -> bus.connect(Handle.HUMAN).post(room, List.of(draft))));
        }
        for (Thread person : people) {
          person.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Approver.policy(true).answer(request);
    }

    private void mayDie(String at) {
      if (moments++ == fatal) {
        where = at;
        throw new Death();
      }
    }

    private final class Mortal implements AgentBus {
      private final AgentBus bus;

      Mortal(AgentBus bus) {
        this.bus = bus;
      }

      @Override
      public Seat connect(Handle handle) {
        Seat seat = bus.connect(handle);
        return new Seat() {
          @Override
          public Handle handle() {
            return seat.handle();
          }

          @Override
          public List<RoomMessage> post(RoomId room, List<Draft> drafts) {
            List<RoomMessage> posted = seat.post(room, drafts);
            acknowledged.addAll(posted);
            return posted;
          }

          @Override
          public List<RoomMessage> history(RoomId room, long afterSeq) {
            return seat.history(room, afterSeq);
          }

          @Override
          public Subscription subscribe(
              RoomId room, long afterSeq, Consumer<RoomMessage> listener) {
            return seat.subscribe(room, afterSeq, listener);
          }
        };
      }

      @Override
      public void close() {
        bus.close();
      }
    }
  }
}
