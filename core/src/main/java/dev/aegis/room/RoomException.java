package dev.aegis.room;

import java.util.Objects;

/**
 * A message was refused or could not be kept. Says what was expected, what was found, what to do.
 */
public final class RoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, for the program that called. */
  public enum Code {
    /** The sender may not post this intent. */
    FORBIDDEN_SENDER,
    /** The id is taken by a message with other content. */
    CONFLICTING_ID,
    /** The message is not in the wire form: unknown intent, unknown field, wrong type. */
    MALFORMED,
    /** The log could not be written; the message is not kept. */
    NOT_DURABLE,
    /** What is on disk is not a log this version can read. */
    UNREADABLE,
    /** Another process has the journal. */
    IN_USE,
    /** The bus was closed. */
    CLOSED
  }

  private final Code code;

  public RoomException(Code code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code);
  }

  public RoomException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
  }

  public Code code() {
    return code;
  }
}
