package dev.aegis.agent;

import dev.aegis.room.Handle;
import dev.aegis.room.Payload;
import java.util.List;
import java.util.Objects;

/**
 * What an agent wants to say in answer to a mention.
 *
 * @param mentions who shall act next
 * @param text for people
 * @param payload what is decided upon
 */
public record Reply(List<Handle> mentions, String text, Payload payload) {
  public Reply {
    mentions = List.copyOf(mentions);
    Objects.requireNonNull(text);
    Objects.requireNonNull(payload);
  }

  /** A reply that asks one participant to act. */
  public static Reply to(Handle mention, String text, Payload payload) {
    return new Reply(List.of(mention), text, payload);
  }

  /** A reply that asks nobody to act. */
  public static Reply toAll(String text, Payload payload) {
    return new Reply(List.of(), text, payload);
  }
}
