package dev.aegis.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Child;
import dev.aegis.app.journal.Journal;
import dev.aegis.notice.Topic;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is killed, and a loop that stands still. */
class KilledMessengerTest {
  @TempDir private Path home;

  @Test
  void whatWasNotTakenGoesOutAfterAKillAndTheBeatEndsWithTheProcess() throws Exception {
    Path scratch = Files.createDirectory(home.resolve("scratch"));
    try (Receiver receiver = new Receiver()) {
      receiver.always(Receiver.Reply.of(503));
      Process child = Child.start(MessengerChild.class, scratch, home, receiver.address());
      Set<String> tried = new HashSet<>();
      int beats = 0;
      while (beats < 2 || tried.stream().noneMatch(id -> id.contains("/unknown/"))) {
        Receiver.Request request = receiver.take();
        beats += request.path().equals("/beat") ? 1 : 0;
        tried.add(request.header("Webhook-id"));
      }
      child.destroyForcibly().waitFor();
      while (receiver.left() > 0) {
        receiver.take();
      }
      receiver.always(Receiver.Reply.of(200));

      try (Journal journal = Journal.open(home.resolve("journal"), InstantSource.system());
          Messenger after = MessengerChild.messenger(home, receiver.address(), journal)) {
        after.start();
        Receiver.Request first = receiver.take();
        assertThat(first.path()).as("nobody beats any more").isEqualTo("/in");
        assertThat(first.header("Webhook-id")).contains("/unknown/").isIn(tried);
        assertThat(receiver.take().body()).contains("Before that: opened");
      }
    }
  }

  @Test
  void aLoopThatStandsStillBeatsNoMoreAndWakesSomebody() throws Exception {
    Instant now = Sample.NOW;
    boolean[] goes = {true};
    try (Receiver receiver = new Receiver();
        Journal journal = Journal.open(home.resolve("journal"), InstantSource.system());
        Messenger messenger = MessengerChild.messenger(home, receiver.address(), journal);
        Pulse pulse =
            new Pulse(
                new Beat(URI.create(receiver.address() + "/beat"), Duration.ofSeconds(30)),
                _ -> goes[0],
                messenger,
                InstantSource.system(),
                _ -> {})) {
      pulse.look(now);
      pulse.look(now.plusSeconds(29));
      pulse.look(now.plusSeconds(30));
      assertThat(receiver.left()).isEqualTo(2);
      goes[0] = false;
      pulse.look(now.plusSeconds(60));
      pulse.look(now.plusSeconds(90));
      assertThat(receiver.left()).isEqualTo(2);
      assertThat(journal.outbox().waiting("it"))
          .hasSize(1)
          .allMatch(entry -> entry.draft().urgent())
          .allMatch(entry -> entry.draft().body().contains(Topic.OWN_FAILURE.wire()));
      goes[0] = true;
      pulse.look(now.plusSeconds(120));
      assertThat(receiver.left()).isEqualTo(3);
      assertThat(journal.outbox().waiting("it")).hasSize(2);
      assertThat(pulse.sent()).isEqualTo(3);
    }
  }
}
