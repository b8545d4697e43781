package dev.aegis.room;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a room's log. The log is the state of the incident; nothing else is.
 *
 * @param wireVersion the version of the wire form, {@value #WIRE_VERSION}
 * @param room the room
 * @param seq its place in the room's one order, from 1 without gaps
 * @param id names the message inside its room
 * @param inReplyTo the message it answers; {@code null} for one that answers none
 * @param sender who was connected when it was posted; never read from the text
 * @param mentions who is asked to act, in order, without doubles; never read from the text
 * @param text the same for people: may be worded differently, decides nothing
 * @param payload what is decided upon
 * @param ts when it was accepted, UTC
 */
public record RoomMessage(
    int wireVersion,
    RoomId room,
    long seq,
    MessageId id,
    @Nullable MessageId inReplyTo,
    Handle sender,
    List<Handle> mentions,
    String text,
    Payload payload,
    Instant ts) {
  public static final int WIRE_VERSION = 1;

  public RoomMessage {
    if (wireVersion != WIRE_VERSION) {
      throw new IllegalArgumentException(
          "expected wire version " + WIRE_VERSION + ", found " + wireVersion);
    }
    if (seq < 1) {
      throw new IllegalArgumentException("expected a place in the log from 1 on, found " + seq);
    }
    Objects.requireNonNull(room);
    Objects.requireNonNull(id);
    Objects.requireNonNull(sender);
    Objects.requireNonNull(text);
    Objects.requireNonNull(payload);
    Objects.requireNonNull(ts);
    mentions = List.copyOf(mentions);
    if (new HashSet<>(mentions).size() != mentions.size()) {
      throw new IllegalArgumentException("expected each mention once, found " + mentions);
    }
  }

  public Intent intent() {
    return payload.intent();
  }

  public Optional<MessageId> repliedTo() {
    return Optional.ofNullable(inReplyTo);
  }

  public boolean mentionsHandle(Handle handle) {
    return mentions.contains(handle);
  }
}
