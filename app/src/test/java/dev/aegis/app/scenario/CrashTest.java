package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.execution.Actuator;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Action;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies before or after each single write to the journal, and a new one goes on with the
 * same journal and the same production, which lives on.
 */
class CrashTest {
  private static final long SEED = 42;
  private static final int WRITES_AT_MOST = 40;

  @TempDir Path home;

  @Test
  void losesNothingAndStartsNoStepTwiceWhereverItDies() {
    Scenario scenario = Demo.read(Scenarios.find("bad-config"));
    int died = 0;
    for (int n = 0; n < WRITES_AT_MOST; n++) {
      Run run = new Run(scenario, home.resolve("crash-" + n), n);
      run.toTheEnd();
      run.assertSafe("write " + n / 2 + (n % 2 == 0 ? ", before it" : ", after it"));
      if (!run.dead) {
        break;
      }
      died++;
    }
    assertThat(died).as("deaths, one before and one after each write").isBetween(20, 39);
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
    private final List<RoomMessage> acknowledged = new ArrayList<>();
    private int moments;
    private boolean dead;
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
      try (Journal journal = Journal.open(state, production);
          Story story =
              new Story(
                  scenario,
                  SEED,
                  Approver.policy(true),
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
          orders.merge(order.key(), 1, Integer::sum);
          production.dispatch(order);
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
      assertThat(log).extracting(RoomMessage::id).as(where).doesNotHaveDuplicates();
      assertThat(log).as("what was acknowledged, %s", where).containsAll(acknowledged);
    }

    private void mayDie() {
      if (moments++ == fatal) {
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
            mayDie();
            List<RoomMessage> posted = seat.post(room, drafts);
            mayDie();
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
