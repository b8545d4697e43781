package dev.aegis.app.serve;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.memory.MemoryDesk;
import dev.aegis.app.page.Pages;
import dev.aegis.app.report.EditDesk;
import dev.aegis.app.report.UpdateDesk;
import dev.aegis.incident.Incident;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The rooms of a journal, as pages show them. Used by many threads. */
final class ShownRooms implements AutoCloseable {
  /** The newest rooms that are listed, and of which what was read is kept. */
  static final int MOST = 200;

  private final Journal journal;
  private final AgentBus bus;
  private final AgentBus.Seat seat;
  private final Pages pages;
  private final Map<RoomId, RoomFeed> feeds = new LinkedHashMap<>(16, 0.75f, true);

  ShownRooms(Journal journal, AgentBus bus, Pages pages) {
    this.journal = journal;
    this.bus = bus;
    this.seat = bus.connect(Handle.AEGIS);
    this.pages = pages;
  }

  /** A room by its name; empty where there is none. */
  Optional<RoomFeed> room(String name) {
    return journal.rooms().stream()
        .filter(room -> room.value().equals(name))
        .findFirst()
        .map(this::feed);
  }

  /** The newest rooms, oldest first. */
  List<Incident> newest() {
    List<RoomId> rooms = journal.rooms();
    List<Incident> incidents = new ArrayList<>();
    for (RoomId room : rooms.subList(Math.max(0, rooms.size() - MOST), rooms.size())) {
      incidents.add(feed(room).incident());
    }
    return incidents;
  }

  /** The rooms that tell how executed plans went. */
  List<List<RoomMessage>> executed() {
    return journal.executed();
  }

  /** What takes edits of the reports on these rooms. */
  EditDesk edits(InstantSource clock, UnaryOperator<String> masked) {
    return new EditDesk(journal, clock, masked);
  }

  /** What takes what users are told of these rooms. */
  UpdateDesk updates(InstantSource clock, UnaryOperator<String> masked) {
    return new UpdateDesk(journal, clock, masked);
  }

  /** What takes marks of what these rooms left behind. */
  MemoryDesk memory(UnaryOperator<String> masked) {
    return new MemoryDesk(journal, bus, masked);
  }

  private synchronized RoomFeed feed(RoomId room) {
    RoomFeed feed = feeds.computeIfAbsent(room, _ -> new RoomFeed(room, seat, pages));
    if (feeds.size() > MOST) {
      feeds.remove(feeds.keySet().iterator().next());
    }
    return feed;
  }

  /** Lets everybody who looks on go. */
  @Override
  public synchronized void close() {
    feeds.values().forEach(RoomFeed::close);
  }
}
