package dev.aegis.room;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message before the room has accepted it. It has no sender: the bus knows who is connected.
 *
 * @param id names it, so that posting it again is recognised
 * @param inReplyTo the message it answers; {@code null} for one that answers none
 * @param mentions who is asked to act
 * @param text the same for people
 * @param payload what is decided upon
 */
public record Draft(
    MessageId id,
    @Nullable MessageId inReplyTo,
    List<Handle> mentions,
    String text,
    Payload payload) {
  public Draft {
    Objects.requireNonNull(id);
    Objects.requireNonNull(text);
    Objects.requireNonNull(payload);
    mentions = List.copyOf(mentions);
  }
}
