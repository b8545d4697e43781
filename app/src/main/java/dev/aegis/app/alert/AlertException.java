package dev.aegis.app.alert;

/** A message that holds no alerts of the format it came as, in one sentence. */
public final class AlertException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AlertException(String message) {
    super(message);
  }
}
