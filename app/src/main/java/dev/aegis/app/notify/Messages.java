package dev.aegis.app.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code aegis.yaml} says of messages that go out.
 *
 * @param channels in the order of the file
 * @param beat {@code null} where nobody waits for one
 */
public record Messages(List<Channel> channels, @Nullable Beat beat) {
  public static final Messages NONE = new Messages(List.of(), null);

  public Messages {
    channels = List.copyOf(channels);
  }
}
