package dev.aegis.app.testkit;

import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the log of a room by hand. */
public final class Log {
  public static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
  private final RoomId room;
  private final List<RoomMessage> messages = new ArrayList<>();

  public Log(String room) {
    this.room = new RoomId(room);
  }

  /** The moment so many seconds after the room's start. */
  public static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  /** Adds a message that mentions the given handles and answers the one before it. */
  public Log say(double seconds, Handle sender, String text, Payload payload, Handle... mentions) {
    int seq = messages.size() + 1;
    @Nullable MessageId before = messages.isEmpty() ? null : messages.getLast().id();
    messages.add(
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            room,
            seq,
            new MessageId("m-" + seq),
            before,
            sender,
            List.of(mentions),
            text,
            payload,
            at(seconds)));
    return this;
  }

  /** The id of the newest message. */
  public MessageId last() {
    return messages.getLast().id();
  }

  public List<RoomMessage> messages() {
    return List.copyOf(messages);
  }
}
