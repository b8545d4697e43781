package dev.aegis.app.pull;

import org.jspecify.annotations.Nullable;

/** A server from which nothing could be had, in one sentence. */
public final class PullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
