package dev.aegis.app.intake;

import java.util.Objects;

/**
 * A recording cannot be used. The message is one line: where (file and row), what was expected,
 * what was found, what to do. Ends the run with exit code 3.
 */
public final class IntakeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, for the program that called. */
  public enum Kind {
    /** There is no such file, or it may not be read. */
    UNREADABLE,
    /** The file is there, but holds nothing. */
    EMPTY,
    /** The bytes are not text in UTF-8. */
    NOT_TEXT,
    /** The text has no times, or no row whose time can be read. */
    NO_TIMES,
    /** There is no number beside any time. */
    NO_NUMBERS,
    /** There are numbers, but fewer than two points in time. */
    TOO_FEW_POINTS,
    /** A file that people write for us (changes, objectives) breaks its own form. */
    MALFORMED,
    /** A file that people write for us is larger than such a file can sensibly be. */
    TOO_LARGE
  }

  private final Kind kind;

  public IntakeException(Kind kind, String message) {
    super(CleanText.line(message, 2_000));
    this.kind = Objects.requireNonNull(kind);
  }

  public IntakeException(Kind kind, String message, Throwable cause) {
    super(CleanText.line(message, 2_000), cause);
    this.kind = Objects.requireNonNull(kind);
  }

  public Kind kind() {
    return kind;
  }

  /** The exit code of every command that ends this way: bad input. */
  public int exitCode() {
    return 3;
  }
}
