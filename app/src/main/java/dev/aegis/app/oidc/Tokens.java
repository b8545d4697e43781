package dev.aegis.app.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Exchanges a code for an ID token, and believes that only where everything holds that OpenID
 * Connect Core 1.0 asks for in section 3.1.3.7: signed by a key of the provider with an algorithm
 * of {@link #ALGORITHMS}, of this issuer, for this client, now, and for this login.
 */
final class Tokens {
  /** Asymmetric ones alone: with HMAC a public key would be a secret. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** How far the provider's clock may be from ours. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final OidcConfig config;
  private final Provider provider;
  private final InstantSource clock;

  Tokens(OidcConfig config, Provider provider, InstantSource clock) {
    this.config = config;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * What the provider says of somebody.
   *
   * @param token as it came
   * @param claims that are believed
   */
  record Believed(JWT token, IDTokenClaimsSet claims) {}

  /** What the provider says of whoever brought this code. */
  Believed exchanged(String code, URI redirect, CodeVerifier verifier, Nonce nonce)
      throws OidcException, InterruptedException {
    OIDCProviderMetadata metadata = provider.metadata();
    URI endpoint = Objects.requireNonNull(metadata.getTokenEndpointURI());
    HTTPRequest request =
        new TokenRequest.Builder(
                endpoint,
                client(metadata),
                new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, verifier))
            .build()
            .toHTTPRequest();
    String authorization = Objects.requireNonNullElse(request.getAuthorization(), "");
    try (BoundedHttp http = new BoundedHttp(TIME_LIMIT, authorization, config.trusted())) {
      BoundedHttp.Reply reply =
          http.post(
              endpoint,
              Objects.requireNonNullElse(request.getBody(), ""),
              "application/json",
              Provider.MOST_BYTES);
      if (reply.status() != OK) {
        throw new OidcException(
            endpoint + ": expected a token for the code, found status " + reply.status());
      }
      JWT token = idToken(endpoint, reply);
      return new Believed(token, believed(token, nonce));
    } catch (FetchException e) {
      throw new OidcException(String.valueOf(e.getMessage()), e);
    }
  }

  private ClientAuthentication client(OIDCProviderMetadata metadata) {
    ClientID id = new ClientID(config.clientId());
    Secret secret = new Secret(config.secret());
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    boolean post =
        methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    return post ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
  }

  private static JWT idToken(URI endpoint, BoundedHttp.Reply reply) throws OidcException {
    try {
      JWT token =
          OIDCTokenResponse.parse(
                  JSONObjectUtils.parse(new String(reply.body(), StandardCharsets.UTF_8)))
              .getOIDCTokens()
              .getIDToken();
      return Objects.requireNonNull(token);
    } catch (ParseException | NullPointerException e) {
      throw new OidcException(endpoint + ": expected an ID token, found something else", e);
    }
  }

  /** What a token says, where it is to be believed. */
  private IDTokenClaimsSet believed(JWT token, Nonce nonce)
      throws OidcException, InterruptedException {
    if (!(token instanceof SignedJWT signed)
        || !ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
      throw new OidcException(
          "the token is signed with "
              + token.getHeader().getAlgorithm()
              + ", which is not believed");
    }
    JWSVerificationKeySelector<SecurityContext> selector =
        new JWSVerificationKeySelector<>(
            ALGORITHMS, new ImmutableJWKSet<>(provider.keys(signed.getHeader().getKeyID())));
    IDTokenValidator validator =
        new IDTokenValidator(
            new Issuer(config.issuer()), new ClientID(config.clientId()), selector, null);
    validator.setMaxClockSkew((int) SKEW.toSeconds());
    try {
      IDTokenClaimsSet claims = validator.validate(signed, nonce);
      requireForUs(claims);
      Date notBefore = claims.getDateClaim("nbf");
      if (notBefore != null && notBefore.toInstant().isAfter(clock.instant().plus(SKEW))) {
        throw new OidcException("the token is not good before " + notBefore.toInstant());
      }
      return claims;
    } catch (BadJOSEException | JOSEException e) {
      throw new OidcException("the token is not believed: " + e.getMessage(), e);
    }
  }

  /** The library looks at the audience; who it was made for is said where there are several. */
  private void requireForUs(IDTokenClaimsSet claims) throws OidcException {
    String party = claims.getStringClaim("azp");
    boolean ours = config.clientId().equals(party);
    if (party == null ? claims.getAudience().size() > 1 : !ours) {
      throw new OidcException("the token is for another party (azp), " + party);
    }
  }
}
