package dev.aegis.app.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself: its endpoints (OpenID Connect Discovery 1.0) and its keys, asked
 * for when needed, within limits of size and time, and kept for a while. Used by many threads.
 */
final class Provider implements AutoCloseable {
  static final int MOST_BYTES = 256 << 10;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofHours(1);

  /** Keys are asked for anew where a token names one that is not known, this often at most. */
  private static final Duration KEYS_AT_MOST_EACH = Duration.ofSeconds(30);

  private final URI issuer;
  private final BoundedHttp http;
  private final InstantSource clock;
  private @Nullable OIDCProviderMetadata metadata;
  private Instant metadataAt = Instant.MIN;
  private @Nullable JWKSet keys;
  private Instant keysAt = Instant.MIN;

  Provider(OidcConfig config, InstantSource clock) {
    this.issuer = config.issuer();
    this.http = new BoundedHttp(TIME_LIMIT, "", config.trusted());
    this.clock = clock;
  }

  /** Its endpoints, each of which may be asked. */
  synchronized OIDCProviderMetadata metadata() throws OidcException, InterruptedException {
    OIDCProviderMetadata known = metadata;
    if (known == null || !clock.instant().isBefore(metadataAt.plus(KEPT))) {
      known = discovered();
      metadata = known;
      metadataAt = clock.instant();
    }
    return known;
  }

  private OIDCProviderMetadata discovered() throws OidcException, InterruptedException {
    String base = issuer.toString().replaceFirst("/$", "");
    URI place = URI.create(base + "/.well-known/openid-configuration");
    try {
      OIDCProviderMetadata found = OIDCProviderMetadata.parse(text(place));
      if (!found.getIssuer().getValue().equals(issuer.toString())) {
        throw new OidcException(
            place + ": expected the issuer " + issuer + ", found " + found.getIssuer());
      }
      safe(found.getAuthorizationEndpointURI(), "authorization_endpoint");
      safe(found.getTokenEndpointURI(), "token_endpoint");
      safe(found.getJWKSetURI(), "jwks_uri");
      return found;
    } catch (ParseException e) {
      throw new OidcException(place + ": expected the description of a provider", e);
    }
  }

  /** Where a person leaves it; empty where it names no such place, or one that is not safe. */
  Optional<URI> leaving() throws OidcException, InterruptedException {
    return Optional.ofNullable(metadata().getEndSessionEndpointURI())
        .filter(place -> Endpoint.isSafe(place, issuer));
  }

  private void safe(@Nullable URI endpoint, String name) throws OidcException {
    if (endpoint == null || !Endpoint.isSafe(endpoint, issuer)) {
      throw new OidcException(
          issuer + ": expected an address of https as " + name + ", found " + endpoint);
    }
  }

  /**
   * Its keys.
   *
   * @param kid that of a token; keys are asked for anew where none has it
   */
  synchronized JWKSet keys(@Nullable String kid) throws OidcException, InterruptedException {
    JWKSet known = keys;
    Instant now = clock.instant();
    boolean old = !now.isBefore(keysAt.plus(KEPT));
    boolean unknown = known != null && kid != null && known.getKeyByKeyId(kid) == null;
    if (known == null || old || unknown && !now.isBefore(keysAt.plus(KEYS_AT_MOST_EACH))) {
      URI place = Objects.requireNonNull(metadata().getJWKSetURI());
      try {
        known = JWKSet.parse(text(place));
      } catch (java.text.ParseException e) {
        throw new OidcException(place + ": expected a set of keys", e);
      }
      keys = known;
      keysAt = now;
    }
    return known;
  }

  private String text(URI place) throws OidcException, InterruptedException {
    try {
      return new String(
          http.fetch(place, "application/json", MOST_BYTES).body(), StandardCharsets.UTF_8);
    } catch (FetchException e) {
      throw new OidcException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
