package dev.aegis.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Inbox;
import dev.aegis.app.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertDeskTest {
  private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir Path directory;

  private volatile Instant now = BEGIN;
  private final InstantSource clock = () -> now;

  private AlertDesk desk(Journal journal, List<AlertDesk.Kept> heard) {
    return new AlertDesk(journal.inbox(), "observer", journal.epoch(), clock, heard::add);
  }

  private static String labelled(String name, String status) {
    return "{\"alerts\": [{\"status\": \""
        + status
        + "\", \"fingerprint\": \""
        + name
        + "\", \"labels\": {\"alertname\": \"A\"}, \"startsAt\": \"2026-01-05T09:00:00Z\"}]}";
  }

  private void send(AlertDesk desk, String name, String status) throws InterruptedException {
    desk.accept("am", AlertFormat.WEBHOOK, AlertFormat.WEBHOOK.read(labelled(name, status), now));
  }

  @Test
  void whatIsTooOldIsRemovedAndAegissOwnAlertsStay() throws Exception {
    try (Journal journal = Journal.open(directory, clock);
        AlertDesk desk = desk(journal, new ArrayList<>())) {
      journal.inbox().accept("own-1", "observer", "{}");
      send(desk, "a", "firing");
      now = BEGIN.plus(AlertDesk.AGE).minusSeconds(1);
      send(desk, "b", "firing");
      // What one message leaves to be tidied is done before the next one is written.
      send(desk, "b", "firing");
      assertThat(journal.inbox().all()).hasSize(3);

      now = BEGIN.plus(AlertDesk.AGE).plus(Duration.ofMinutes(2));
      send(desk, "c", "firing");
      send(desk, "c", "firing");

      assertThat(journal.inbox().all())
          .extracting(Inbox.Alert::source)
          .containsExactly("observer", "am", "am");
      assertThat(journal.check()).isEmpty();
    }
  }

  @Test
  void anEndThatCameBeforeItsFiringHoldsAlsoAfterARestart() throws Exception {
    List<AlertDesk.Kept> heard = new ArrayList<>();
    try (Journal journal = Journal.open(directory, clock);
        AlertDesk desk = desk(journal, heard)) {
      send(desk, "a", "resolved");
      send(desk, "a", "firing");
      send(desk, "b", "firing");
    }
    assertThat(heard)
        .extracting(kept -> kept.alert().key() + " " + kept.alert().state())
        .containsExactly("a RESOLVED", "b FIRING");
    try (Journal journal = Journal.open(directory, clock);
        AlertDesk desk = desk(journal, heard)) {
      assertThat(desk.pending()).extracting(kept -> kept.alert().key()).containsExactly("b");
    }
  }
}
