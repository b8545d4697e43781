package dev.aegis.app.serve;

import dev.aegis.app.oidc.OidcLogin;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way in by an identity provider: what of HTTP it needs, and where it leads back to. */
final class ProviderEntrance implements AutoCloseable {
  static final String ENTER = "/oidc/enter";
  static final String BACK = "/oidc/callback";

  private final OidcLogin logins;
  private final String name;
  private final @Nullable Listen listen;
  private final Supplier<URI> local;

  /**
   * @param name of the provider, for people
   * @param local where this machine is listened to
   */
  ProviderEntrance(OidcLogin logins, String name, @Nullable Listen listen, Supplier<URI> local) {
    this.logins = logins;
    this.name = name;
    this.listen = listen;
    this.local = local;
  }

  String name() {
    return name;
  }

  /** Where a browser says who sits at it; empty where the provider cannot be asked. */
  Optional<URI> begin(String browser, Incoming request) {
    URI own = listen != null && request.caller().outside() ? listen.url() : local.get();
    return logins.begin(browser, own.resolve(BACK), Refusals.key(request.caller().address()));
  }

  /** Looks at what it brought back. */
  OidcLogin.Outcome finish(String browser, Incoming request) {
    return logins.finish(
        new OidcLogin.Returned(
            request.parameter("state"),
            request.parameter("code"),
            request.parameter("error"),
            request.parameter("iss"),
            browser));
  }

  @Override
  public void close() {
    logins.close();
  }
}
