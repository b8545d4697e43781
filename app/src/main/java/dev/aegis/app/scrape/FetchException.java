package dev.aegis.app.scrape;

import org.jspecify.annotations.Nullable;

/** Something that could not be had from another process, in one sentence. */
public final class FetchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Nobody answers there, or the connection broke. */
    UNREACHABLE,
    /** No whole answer within the time. */
    TIMED_OUT,
    /** An answer that says it is an error. */
    BAD_STATUS,
    /** More bytes than are read. */
    TOO_LARGE,
    /** An answer that is not what was asked for. */
    UNREADABLE,
    /** A certificate that is not believed, or of another name. */
    UNTRUSTED,
    /** An address that is never connected. */
    NOT_LOOPBACK,
    /** An address that nothing but the machine itself should ask. */
    LINK_LOCAL
  }

  private final Reason reason;

  public FetchException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
