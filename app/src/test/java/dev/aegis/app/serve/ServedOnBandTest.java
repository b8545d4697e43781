package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.bandbus.CarriedText;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms of a running {@code serve} whose bus is Band. */
class ServedOnBandTest {
  private static final String ALERT =
      """
      {"version": "4", "alerts": [{"status": "firing", "fingerprint": "a",
        "labels": {"alertname": "Slow", "service": "checkout-api"},
        "startsAt": "2026-01-05T10:00:00Z"}]}
      """;

  @TempDir Path user;

  private static List<RoomMessage> log(Journal journal, RoomId room) {
    try (LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      return bus.connect(Handle.AEGIS).history(room, 0);
    }
  }

  @Test
  void theRoomThatAnAlertOpensIsCarriedToItsChat() throws Exception {
    Path home = Files.createDirectories(user.resolve("leading"));
    try (CrewOnBand there = CrewOnBand.start(user);
        Served served =
            Served.carrying(home, "services: [checkout.yaml]\nstep: 1s\n", there.settings())) {
      served.post("/webhook/alertmanager", ALERT.getBytes(UTF_8));
      Journal journal = served.onDuty.journal();
      assertThat(served.eventually(() -> !journal.rooms().isEmpty())).as(served.err()).isTrue();
      RoomId room = journal.rooms().getFirst();
      assertThat(served.eventually(() -> journal.mirrors().last(room).seq() >= 2))
          .as(served.err())
          .isTrue();
      List<RoomMessage> carried = CarriedText.messages(there.messages(there.chat()));
      assertThat(carried).hasSizeGreaterThanOrEqualTo(2);
      assertThat(log(journal, room)).startsWith(carried.toArray(RoomMessage[]::new));
    }
  }
}
