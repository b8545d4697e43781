package dev.aegis.app.band.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a message of a chat is. Agents receive texts only. */
public enum MessageType {
  TEXT,
  TOOL_CALL,
  TOOL_RESULT,
  THOUGHT,
  ERROR,
  TASK,
  ATTENTION;

  /** What agents post beside texts. */
  public static final List<MessageType> EVENTS =
      Arrays.stream(values()).filter(type -> type != TEXT).toList();

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * One by its name on the wire.
   *
   * @throws IllegalArgumentException for another name
   */
  public static MessageType of(String wire) {
    return Arrays.stream(values())
        .filter(each -> each.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected a message type, found " + wire));
  }
}
