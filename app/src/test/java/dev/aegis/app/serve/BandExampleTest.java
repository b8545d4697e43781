package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.testkit.Needs;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent of {@code examples/band-agent}, started as a process of its own. */
class BandExampleTest {
  @TempDir Path user;

  @Test
  void theExampleJoinsTheIncidentAndAddsItsClaim() throws Exception {
    Path python = Needs.program("python3");
    Path home = Files.createDirectories(user.resolve(".aegis"));
    String key =
        WireJson.parse(
                Ran.aegis(user, "agent", "add", "cost-watch", "--description", "Costs.", "--json")
                    .out())
            .orElseThrow()
            .path("key")
            .asString();
    try (Served served =
            Served.start(home, "services: [checkout.yaml]\ninvite: [{agent: cost-watch}]\n");
        LocalBus bus = new LocalBus(served.onDuty.journal(), (_, _, _) -> {})) {
      ProcessBuilder starting =
          new ProcessBuilder(
                  python.toString(),
                  Repository.here().root().resolve("examples/band-agent/agent.py").toString())
              .redirectErrorStream(true);
      starting.environment().put("BAND_API_KEY", key);
      starting.environment().put("BAND_REST_URL", served.onDuty.address().toString());
      starting.environment().put("BAND_MESSAGES", "1");
      Process agent = starting.start();
      try {
        RoomId room = served.onDuty.journal().openRoom(Instant.parse("2026-03-01T03:00:00Z"));
        served.onDuty.band().opened(room);
        RoomMessage signal = Stories.leak().getFirst();
        bus.connect(signal.sender())
            .post(
                room,
                List.of(
                    new Draft(
                        signal.id(), null, signal.mentions(), signal.text(), signal.payload())));

        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(agent.getInputStream().readAllBytes(), UTF_8)).contains("handled");
        assertThat(agent.exitValue()).isZero();
        assertThat(bus.connect(Handle.AEGIS).history(room, 0).getLast().text())
            .isEqualTo(
                "outside agent @cost-watch claims, not proved here: checkout-api earns"
                    + " $950 a minute when it is well");
      } finally {
        agent.destroyForcibly();
      }
    }
  }
}
