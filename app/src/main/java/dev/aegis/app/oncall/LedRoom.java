package dev.aegis.app.oncall;

import dev.aegis.anomaly.Wake;
import dev.aegis.app.host.Contribution;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.RoomHost;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Telemetry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A room with its agents, and how much of it was told. Used by one thread. */
final class LedRoom {
  final RoomId room;
  final RoomHost host;
  final IncidentDesk desk;
  int told;
  Wake woken = Wake.NOBODY;
  private final Seen seen;
  private int shown;

  LedRoom(RoomId room, RoomHost host, IncidentDesk desk, Seen seen) {
    this.room = room;
    this.host = host;
    this.desk = desk;
    this.seen = seen;
  }

  /** What agents see: all that is observed, until the incident is over. */
  static final class Seen implements Supplier<Telemetry> {
    private final Supplier<Telemetry> observed;
    private @Nullable Telemetry last;

    Seen(Supplier<Telemetry> observed) {
      this.observed = observed;
    }

    @Override
    public Telemetry get() {
      Telemetry ended = last;
      return ended == null ? observed.get() : ended;
    }
  }

  /** Where it began. */
  String region() {
    return host.incident().signal().map(Signal::region).orElse("");
  }

  /** Tells what was said since the last time. */
  void show(Consumer<RoomMessage> listener) {
    List<RoomMessage> log = host.log();
    log.subList(shown, log.size()).forEach(listener);
    shown = log.size();
  }

  boolean isMeantBy(Contribution said) {
    return said.room().map(room::equals).orElse(true);
  }

  /** The incident is over: its evidence ends here. */
  void end() {
    Telemetry ended = seen.get();
    seen.last = ended;
    desk.ended(ended);
  }
}
