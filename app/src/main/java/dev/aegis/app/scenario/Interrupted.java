package dev.aegis.app.scenario;

import dev.aegis.agent.CommandSettings;
import dev.aegis.agent.Desk;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Crew;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.host.Terms;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.execution.Actuator;
import dev.aegis.execution.Steps;
import dev.aegis.incident.Incident;
import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes room for the next demo. The record of the last one is kept beside it; where it was
 * interrupted while a step was on its way, its room is closed with the outcome UNKNOWN first, since
 * its simulated production is gone and nobody can look.
 */
final class Interrupted {
  private static final String SCENARIO = "scenario.yaml";

  /** A target that no longer exists. */
  private static final Actuator GONE =
      new Actuator() {
        @Override
        public String state(Action action) {
          throw new IllegalStateException("the simulated production is gone");
        }

        @Override
        public Rehearsal rehearse(Action action) {
          return new Rehearsal(false, "the simulated production is gone");
        }

        @Override
        public void dispatch(Order order) {
          throw new IllegalStateException("the simulated production is gone");
        }

        @Override
        public Sight look(Action action, String key) {
          return Sight.OUT_OF_SIGHT;
        }
      };

  private Interrupted() {}

  /** An empty state directory for a demo of this scenario. */
  static Path replace(StateDirectory home, String scenario, Streams streams) {
    Path state = home.path().resolve("demo");
    Path previous = home.path().resolve("demo.previous");
    try {
      if (Files.exists(state.resolve("journal.db"))) {
        settle(state, streams);
        delete(previous);
        Files.move(state, previous);
      }
      Files.createDirectories(state);
      Files.writeString(state.resolve(SCENARIO), scenario);
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the state directory " + state, e);
    }
  }

  private static void settle(Path state, Streams streams) throws IOException {
    try (Journal journal = Journal.open(state, InstantSource.system());
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      for (RoomId room : journal.rooms()) {
        settle(room, bus, state, streams);
      }
    } catch (RoomException e) {
      if (e.code() != RoomException.Code.UNREADABLE) {
        throw e;
      }
      streams.note("the last demo's record cannot be read and is kept as it is: " + e.getMessage());
    }
  }

  private static void settle(RoomId room, LocalBus bus, Path state, Streams streams)
      throws IOException {
    Scenario scenario;
    try {
      scenario =
          Demo.read(new Scenarios.Source(Files.readString(state.resolve(SCENARIO)), SCENARIO));
    } catch (CommandFailure e) {
      streams.note("the last demo's scenario cannot be read; its room is left as it is");
      return;
    }
    try (Replicas replicas = new Replicas(1);
        IncidentDesk desk = IncidentDesk.live(scenario.profile(), replicas, 0)) {
      Desk empty = desk.at(() -> Telemetry.NONE);
      RoomHost host = host(room, bus, empty);
      Incident incident = host.incident();
      if (incident.phase().terminal() || Steps.unfinished(incident.executions()).isEmpty()) {
        return;
      }
      while (host.round()) {
        // Until nobody has anything to add.
      }
      streams.note(
          "the last demo was interrupted while a step was on its way: "
              + room
              + " is closed with outcome UNKNOWN");
    }
  }

  private static RoomHost host(RoomId room, LocalBus bus, Desk desk) {
    // The room goes on at its own time: between its last message and now nothing was observed.
    List<RoomMessage> log = bus.connect(Handle.AEGIS).history(room, 0);
    Instant last = log.getLast().ts();
    return new RoomHost(
        room,
        bus,
        Crew.of(ReplaySettings.STANDARD, CommandSettings.DEFAULT),
        _ -> desk,
        GONE,
        InstantSource.fixed(last),
        Terms.nothingIsDone(Policy.DEFAULT));
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
