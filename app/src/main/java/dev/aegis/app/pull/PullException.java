package dev.aegis.app.pull;

import dev.aegis.app.scrape.FetchException.Reason;
import org.jspecify.annotations.Nullable;

/** A server from which nothing could be had, in one sentence. */
public final class PullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  PullException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
