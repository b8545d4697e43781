package dev.aegis.app.journal;

import dev.aegis.app.bandbus.BandBus;
import dev.aegis.app.bandbus.Rhythm;
import dev.aegis.app.serve.CrewOnBand;
import dev.aegis.room.AgentBus;
import dev.aegis.room.RoomId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a bus, while all of it is carried to a server that speaks Band's protocol. */
class BandBusTest extends AgentBusContract {
  private static final Rhythm QUICK =
      new Rhythm(
          Duration.ofSeconds(20),
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  private static CrewOnBand there;

  private final Journal journal;

  BandBusTest(@TempDir Path home) {
    journal =
        Journal.open(
            home.resolve("state"), InstantSource.fixed(Instant.parse("2026-01-31T08:00:00Z")));
  }

  @BeforeAll
  static void start(@TempDir Path user) throws Exception {
    there = CrewOnBand.start(user);
  }

  @AfterAll
  static void end() {
    there.close();
  }

  @Override
  AgentBus open() {
    return BandBus.open(journal, there.settings(), QUICK, words -> words, _ -> {});
  }

  @Override
  RoomId room(int number) {
    return RoomId.of(2026, number);
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }
}
