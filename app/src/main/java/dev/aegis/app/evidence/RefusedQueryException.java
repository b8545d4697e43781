package dev.aegis.app.evidence;

/** A query was not run, was stopped, or failed; the message says why and what to do instead. */
public final class RefusedQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedQueryException(String message) {
    super(message);
  }

  RefusedQueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
