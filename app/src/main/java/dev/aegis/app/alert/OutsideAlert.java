package dev.aegis.app.alert;

import dev.aegis.room.Digest;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One alert of somebody else.
 *
 * @param key names what it is about at its source; the same while it fires, resolves and fires
 *     again
 * @param occurrence tells one firing from the next; empty where the sender does not say
 * @param state as of this message
 * @param service whom it concerns; empty where that is not said
 * @param region where; empty where that is not said
 * @param name one clean line
 * @param summary one clean line; may be empty
 * @param startsAt since when; {@code null} where that is not said
 * @param words what was sent of it, as JSON: untrusted
 */
public record OutsideAlert(
    String key,
    String occurrence,
    State state,
    String service,
    String region,
    String name,
    String summary,
    @Nullable Instant startsAt,
    String words) {

  /** How it stands. */
  public enum State {
    FIRING,
    /** A person at the source has seen it. */
    ACKNOWLEDGED,
    RESOLVED,
    /** Something was noticed that may be of use where an incident is open; by itself it is none. */
    HINT
  }

  /**
   * The same with other texts.
   *
   * @param text what becomes of each text
   * @param json what becomes of the words as they were sent
   */
  public OutsideAlert with(UnaryOperator<String> text, UnaryOperator<String> json) {
    return new OutsideAlert(
        text.apply(key),
        text.apply(occurrence),
        state,
        text.apply(service),
        text.apply(region),
        text.apply(name),
        text.apply(summary),
        startsAt,
        json.apply(words));
  }

  /** The same id for the same state of the same firing, however often it is sent. */
  String id(String source, String firing) {
    return "alert-" + Digest.of(List.of(source, key, firing, state.name())).substring(0, 40);
  }
}
