package dev.aegis.app.scenario;

import dev.aegis.app.host.Adviser;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.MortalJournal;
import dev.aegis.room.AgentBus;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One life of a process: it goes on with the journal it finds, to the incident's end or its own.
 */
final class Life {
  private Life() {}

  /** A fifth of the traffic, which is as wrong and played as much faster. */
  static Scenario scenario() {
    Scenarios.Source source = Scenarios.find("bad-config");
    String text =
        source
            .text()
            .replace("per_second: 800", "per_second: 160")
            .replace("per_second: 300", "per_second: 60");
    return Demo.read(new Scenarios.Source(text, source.path()));
  }

  static void live(
      Scenario scenario,
      long seed,
      Path state,
      Outside outside,
      BiFunction<Journal, ApprovalRequest, Approver.Answer> approver) {
    live(scenario, seed, state, outside, approver, Adviser.NONE);
  }

  static void live(
      Scenario scenario,
      long seed,
      Path state,
      Outside outside,
      BiFunction<Journal, ApprovalRequest, Approver.Answer> approver,
      Adviser adviser) {
    try (Journal journal = MortalJournal.open(state, outside, outside::moment);
        Story story =
            new Story(
                scenario,
                seed,
                (request, _) -> approver.apply(journal, request),
                outside,
                outside,
                journal,
                new Heard(new LocalBus(journal, (_, _, _) -> {}), outside),
                Optional::empty,
                _ -> {})) {
      story.advisedBy(adviser).play();
    }
  }

  /** A bus that tells outside what it has acknowledged. */
  private record Heard(AgentBus bus, Outside outside) implements AgentBus {
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
          outside.acknowledged(posted);
          return posted;
        }

        @Override
        public List<RoomMessage> history(RoomId room, long afterSeq) {
          return seat.history(room, afterSeq);
        }

        @Override
        public Subscription subscribe(RoomId room, long afterSeq, Consumer<RoomMessage> listener) {
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
