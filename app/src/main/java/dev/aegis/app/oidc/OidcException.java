package dev.aegis.app.oidc;

import org.jspecify.annotations.Nullable;

/** Why a provider, or what it said of somebody, is not believed; for the log, in one line. */
final class OidcException extends Exception {
  private static final long serialVersionUID = 1L;

  OidcException(String message) {
    this(message, null);
  }

  OidcException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
