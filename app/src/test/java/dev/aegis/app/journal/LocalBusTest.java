package dev.aegis.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.AgentBus;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBusTest extends AgentBusContract {
  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final Journal journal;

  LocalBusTest(@TempDir Path home) {
    journal = Journal.open(home.resolve("state"), InstantSource.fixed(NOW));
  }

  @Override
  AgentBus open() {
    return bus();
  }

  @Override
  RoomId room(int number) {
    return RoomId.of(2026, number);
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Test
  void saysWhyASubscriptionEnded() {
    try (LocalBus bus = bus()) {
      AgentBus.Seat seat = bus.connect(Handle.HUMAN);
      seat.subscribe(
          room(1),
          0,
          message -> {
            throw new IllegalStateException("no ink");
          });
      seat.post(room(1), List.of(question("a")));
      assertThat(take(failures, 1))
          .first()
          .asString()
          .isEqualTo("@human: java.lang.IllegalStateException: no ink");
    }
  }

  @Test
  void takesTheTimeFromItsClock() {
    try (LocalBus bus = bus()) {
      RoomMessage message =
          bus.connect(Handle.HUMAN).post(room(1), List.of(question("a"))).getFirst();
      assertThat(message.ts()).isEqualTo(NOW);
    }
  }

  @Test
  void anInterruptedPosterLeavesTheJournalUsable() {
    try (LocalBus bus = bus()) {
      AgentBus.Seat seat = bus.connect(Handle.HUMAN);
      Thread.currentThread().interrupt();
      seat.post(room(1), List.of(question("a")));
      assertThat(Thread.interrupted()).isTrue();
      seat.post(room(1), List.of(question("b")));
      assertThat(seat.history(room(1), 0)).hasSize(2);
    }
  }

  private LocalBus bus() {
    return new LocalBus(journal, (room, handle, why) -> failures.add(handle + ": " + why));
  }
}
