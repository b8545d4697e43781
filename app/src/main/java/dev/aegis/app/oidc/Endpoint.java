package dev.aegis.app.oidc;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Which addresses of a provider are asked: an answer of it must not send us anywhere else. */
final class Endpoint {
  private Endpoint() {}

  /**
   * Whether an address that the provider named may be asked: by https, or on this machine where the
   * issuer is on it, too.
   */
  static boolean isSafe(URI address, URI issuer) {
    String host = Objects.requireNonNullElse(address.getHost(), "").toLowerCase(Locale.ROOT);
    if (host.isEmpty() || address.getRawUserInfo() != null || address.getRawFragment() != null) {
      return false;
    }
    boolean loopback = isLoopback(host);
    boolean issuerIsLoopback = isLoopback(Objects.requireNonNullElse(issuer.getHost(), ""));
    return "https".equals(address.getScheme())
        ? !loopback || issuerIsLoopback
        : "http".equals(address.getScheme()) && loopback && issuerIsLoopback;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
