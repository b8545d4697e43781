package dev.aegis.app.oncall;

import dev.aegis.app.host.Contribution;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest room that is over. Its agents still answer people, from the evidence as it was at the
 * end; they do nothing else. Used by one thread.
 */
final class Afterwards {
  /** For so long, unless another room is opened. */
  static final Duration ANSWERS_FOR = Duration.ofHours(1);

  private @Nullable LedRoom over;
  private Instant since = Instant.EPOCH;

  void keep(LedRoom room, Instant now) {
    forget();
    over = room;
    since = now;
  }

  /** Which it is; empty where there is none any more. */
  Optional<RoomId> room() {
    return Optional.ofNullable(over).map(o -> o.room);
  }

  /** Posts what is meant for it. */
  void hear(Contribution said) {
    LedRoom room = over;
    if (room != null && room.isMeantBy(said)) {
      room.host.say(said);
    }
  }

  /** Answers what was asked. */
  void round(Instant now, Consumer<RoomMessage> listener) {
    LedRoom room = over;
    if (room != null && now.isAfter(since.plus(ANSWERS_FOR))) {
      forget();
    } else if (room != null) {
      room.host.round();
      room.show(listener);
    }
  }

  void forget() {
    LedRoom room = over;
    over = null;
    if (room != null) {
      room.desk.close();
    }
  }
}
