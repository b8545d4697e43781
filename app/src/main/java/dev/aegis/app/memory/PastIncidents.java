package dev.aegis.app.memory;

import dev.aegis.app.journal.Journal;
import dev.aegis.memory.Fingerprint;
import dev.aegis.room.RoomId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the closed incidents of a journal leave behind. A room is read again only when something was
 * said in it since. Safe for use by several threads.
 */
public final class PastIncidents {
  /** Older ones are not recalled. */
  private static final int MOST = 200;

  private final Journal journal;
  private final Map<RoomId, Read> known = new HashMap<>();

  public PastIncidents(Journal journal) {
    this.journal = journal;
  }

  /** What a room of a length left behind. */
  private record Read(long length, Optional<Fingerprint> fingerprint) {}

  /** Of the newest rooms, the oldest first. */
  public synchronized List<Fingerprint> all() {
    List<RoomId> rooms = journal.rooms();
    List<RoomId> newest = rooms.subList(Math.max(0, rooms.size() - MOST), rooms.size());
    known.keySet().retainAll(newest);
    return newest.stream().flatMap(room -> read(room).stream()).toList();
  }

  private Optional<Fingerprint> read(RoomId room) {
    long length = journal.length(room);
    Read read = known.get(room);
    if (read == null || read.length() != length) {
      read = new Read(length, Fingerprint.of(journal.log(room)));
      known.put(room, read);
    }
    return read.fingerprint();
  }
}
