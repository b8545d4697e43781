package dev.aegis.app.serve;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.page.HealthView;
import dev.aegis.room.Draft;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Logs of rooms in a real journal, served as pages by the real server. */
final class ShownLog implements AutoCloseable, InstantSource {
  final AskedOnPage asked = new AskedOnPage();
  final StateDirectory home;
  final PageServer server;
  private final Journal journal;
  private final LocalBus bus;
  private final Map<RoomId, RoomId> rooms = new HashMap<>();
  private volatile Instant now = Instant.parse("2026-03-01T03:00:00Z");

  ShownLog(Path directory) {
    home = new StateDirectory(directory, directory);
    journal = Journal.open(directory.resolve("rooms"), this);
    bus = new LocalBus(journal, (_, _, _) -> {});
    server =
        PageServer.start(
            0,
            journal,
            home,
            this,
            asked,
            () ->
                HealthView.watching(
                    new HealthView.Row("checkout-api", "good", "watched", "5 series")),
            _ -> {});
  }

  /** Says all of a log, each message at its time; the name of its room. */
  RoomId say(List<RoomMessage> log) {
    log.forEach(this::say);
    return room(log.getFirst());
  }

  void say(RoomMessage message) {
    now = message.ts();
    Draft draft =
        new Draft(
            message.id(),
            message.repliedTo().orElse(null),
            message.mentions(),
            message.text(),
            message.payload());
    bus.connect(message.sender()).post(room(message), List.of(draft));
  }

  private RoomId room(RoomMessage message) {
    return rooms.computeIfAbsent(message.room(), _ -> journal.openRoom(now));
  }

  /** Lets time pass. */
  void at(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  URI address(String path) {
    return server.address().resolve(path);
  }

  URI room(RoomId room) {
    return address("/rooms/" + room);
  }

  @Override
  public void close() {
    server.close();
    bus.close();
    journal.close();
  }
}
