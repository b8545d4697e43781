package dev.aegis.app.scrape;

/** A text that is no exposition: one sentence with the line, what was expected and found. */
public final class ExpositionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  ExpositionException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /** From 1. */
  public int line() {
    return line;
  }
}
