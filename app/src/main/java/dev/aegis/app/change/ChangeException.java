package dev.aegis.app.change;

/** A message that announces no change of the form it came in, in one sentence. */
public final class ChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChangeException(String message) {
    super(message);
  }
}
