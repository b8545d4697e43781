package dev.aegis.app.notify;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Draft;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A process that tells of an incident and beats, until it is killed. */
final class MessengerChild {
  private MessengerChild() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    String receiver = arguments[1];
    Journal journal = Journal.open(home.resolve("journal"), InstantSource.system());
    Messenger messenger = messenger(home, receiver, journal);
    messenger.start();
    Beat beat = new Beat(URI.create(receiver + "/beat"), Duration.ofSeconds(1));
    new Pulse(beat, _ -> true, messenger, InstantSource.system(), System.err::println).start();
    LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
    RoomId room = journal.openRoom(InstantSource.system().instant());
    for (RoomMessage m : Stories.unknown()) {
      Draft draft =
          new Draft(m.id(), m.repliedTo().orElse(null), m.mentions(), m.text(), m.payload());
      bus.connect(m.sender()).post(room, List.of(draft)).forEach(messenger::heard);
    }
    new CountDownLatch(1).await();
  }

  static Messenger messenger(Path home, String receiver, Journal journal) {
    Channel channel =
        Sample.channel(
            home, "webhook", "url: '" + receiver + "/in', secret_file: secret, per_minute: 600");
    return new Messenger(
        List.of(channel),
        journal,
        Masking.standard(() -> new byte[32]),
        _ -> Optional.empty(),
        _ -> Optional.empty(),
        InstantSource.system(),
        _ -> {});
  }
}
