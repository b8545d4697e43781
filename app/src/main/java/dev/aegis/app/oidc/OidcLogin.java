package dev.aegis.app.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.aegis.app.access.People;
import dev.aegis.app.access.Person;
import dev.aegis.app.access.Role;
import dev.aegis.app.intake.CleanText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends browsers to the provider, and looks at what they come back with. Each login has a state, a
 * nonce and a verifier of its own, is bound to the browser that began it, and is good once. Used by
 * many threads.
 */
public final class OidcLogin implements AutoCloseable {
  /** Time to say at the provider who one is. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Logins that are begun at the same time; of one address; the oldest is forgotten. */
  static final int MOST = 1_000;

  static final int MOST_OF_AN_ADDRESS = 20;

  /** Codes that are exchanged side by side. */
  private static final int AT_ONCE = 4;

  private static final int SHOWN = 200;

  /** Characters of a token that still fit into an address. */
  private static final int LONGEST_HINT = 6_000;

  private final OidcConfig config;
  private final Provider provider;
  private final Tokens tokens;
  private final People people;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final Map<String, Begun> begun = new LinkedHashMap<>();
  private final Semaphore exchanging = new Semaphore(AT_ONCE);

  private record Begun(
      Nonce nonce,
      CodeVerifier verifier,
      URI redirect,
      String browser,
      String address,
      Instant end) {}

  /** How a login ended. */
  public sealed interface Outcome {}

  /**
   * It is them.
   *
   * @param leave where a browser leaves the provider, too; {@code null} where it names no such
   *     place
   */
  public record Known(Person person, @Nullable URI leave) implements Outcome {}

  /** It is not believed, or they may not enter; in words for whoever waits. */
  public record Refused(String why) implements Outcome {}

  /**
   * What a browser brought back; each is empty where it is not there.
   *
   * @param browser what was given to it at the beginning
   */
  public record Returned(String state, String code, String error, String issuer, String browser) {}

  /**
   * @param log takes one line for each login that is refused, with the reason
   */
  public OidcLogin(OidcConfig config, People people, InstantSource clock, Consumer<String> log) {
    this.config = config;
    this.people = people;
    this.clock = clock;
    this.log = log;
    this.provider = new Provider(config, clock);
    this.tokens = new Tokens(config, provider, clock);
  }

  /**
   * Where a browser says who sits at it; empty where the provider cannot be asked.
   *
   * @param browser a secret that it keeps and brings back
   * @param redirect where it comes back to
   * @param address of whoever asks
   */
  public Optional<URI> begin(String browser, URI redirect, String address) {
    try {
      OIDCProviderMetadata metadata = provider.metadata();
      State state = new State();
      Nonce nonce = new Nonce();
      CodeVerifier verifier = new CodeVerifier();
      URI place =
          new AuthenticationRequest.Builder(
                  new ResponseType(ResponseType.Value.CODE),
                  scope(),
                  new ClientID(config.clientId()),
                  redirect)
              .endpointURI(metadata.getAuthorizationEndpointURI())
              .state(state)
              .nonce(nonce)
              .codeChallenge(verifier, CodeChallengeMethod.S256)
              .build()
              .toURI();
      remember(
          state.getValue(),
          new Begun(nonce, verifier, redirect, browser, address, clock.instant().plus(PATIENCE)));
      return Optional.of(place);
    } catch (OidcException e) {
      log.accept("oidc: " + CleanText.line(String.valueOf(e.getMessage()), SHOWN));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Scope scope() {
    Scope scope = new Scope("openid");
    config.scopes().forEach(scope::add);
    return scope;
  }

  private synchronized void remember(String state, Begun login) {
    begun.values().removeIf(old -> !clock.instant().isBefore(old.end()));
    List<String> same =
        begun.entrySet().stream()
            .filter(each -> each.getValue().address().equals(login.address()))
            .map(Map.Entry::getKey)
            .toList();
    if (same.size() >= MOST_OF_AN_ADDRESS) {
      begun.remove(same.getFirst());
    } else if (begun.size() >= MOST) {
      begun.remove(begun.keySet().iterator().next());
    }
    begun.put(state, login);
  }

  /** Looks at what a browser came back with. */
  public Outcome finish(Returned returned) {
    try {
      Begun login = begun(returned);
      if (!exchanging.tryAcquire()) {
        return new Refused("Too many people enter right now; try again.");
      }
      try {
        Tokens.Believed believed =
            tokens.exchanged(returned.code(), login.redirect(), login.verifier(), login.nonce());
        return known(believed.claims(), leave(believed.token(), login.redirect()));
      } finally {
        exchanging.release();
      }
    } catch (OidcException e) {
      log.accept(
          "oidc: a login was refused: " + CleanText.line(String.valueOf(e.getMessage()), SHOWN));
      return new Refused("The identity provider's answer is not believed; enter again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refused("Aegis is ending.");
    }
  }

  /** The login that this browser began; it is no longer there then. */
  private Begun begun(Returned returned) throws OidcException {
    Begun login;
    synchronized (this) {
      login = begun.remove(returned.state());
    }
    if (returned.state().isEmpty() || login == null) {
      throw new OidcException(
          "expected the state of a login that was begun here, found "
              + (returned.state().isEmpty() ? "none" : "one that is not, or that was used"));
    }
    if (!clock.instant().isBefore(login.end())) {
      throw new OidcException("the login took longer than " + PATIENCE.toMinutes() + " minutes");
    }
    if (returned.browser().isEmpty() || !same(returned.browser(), login.browser())) {
      throw new OidcException("the state is that of another browser");
    }
    if (!returned.issuer().isEmpty() && !returned.issuer().equals(config.issuer().toString())) {
      throw new OidcException("the answer is of another issuer, " + returned.issuer());
    }
    if (!returned.error().isEmpty() || returned.code().isEmpty()) {
      throw new OidcException(
          "expected a code, found "
              + (returned.error().isEmpty() ? "none" : "the error " + returned.error()));
    }
    return login;
  }

  /** As OpenID Connect RP-Initiated Logout 1.0 has it. */
  private @Nullable URI leave(JWT token, URI redirect) throws OidcException, InterruptedException {
    Optional<URI> place = provider.leaving();
    if (place.isEmpty()) {
      return null;
    }
    boolean hint = token.getParsedString().length() <= LONGEST_HINT;
    return new LogoutRequest(
            place.get(),
            hint ? token : null,
            null,
            new ClientID(config.clientId()),
            redirect.resolve("/login"),
            null,
            null)
        .toURI();
  }

  private Outcome known(IDTokenClaimsSet claims, @Nullable URI leave) throws OidcException {
    Map<String, Object> said = claims.toJSONObject();
    if (!(said.get(config.nameClaim()) instanceof String name) || name.isBlank()) {
      throw new OidcException("the token has no claim " + config.nameClaim());
    }
    String shown = CleanText.line(name, SHOWN);
    Optional<Role> role = config.role(groups(said));
    if (role.isEmpty()) {
      log.accept("oidc: a login was refused: " + shown + " is in no group that has a role");
      return new Refused(
          shown + " is in no group that may enter; whoever runs Aegis gives groups their roles.");
    }
    String subject = Objects.requireNonNull(claims.getSubject()).getValue();
    Optional<String> mine = people.name(config.issuer().toString(), subject, name);
    if (mine.isEmpty()) {
      log.accept("oidc: a login was refused: the name " + shown + " is somebody else's");
      return new Refused(
          "The name " + shown + " is somebody else's here, or no name; nobody may have two.");
    }
    return new Known(
        Person.ofProvider(mine.get(), role.get(), config.issuer().toString(), subject), leave);
  }

  /** The words of the claim that tells groups: one, or a list. */
  private List<String> groups(Map<String, Object> said) {
    Object found = said;
    for (String part : config.roleClaim().split("\\.", -1)) {
      found = found instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return switch (found) {
      case String word -> List.of(word);
      case List<?> words -> words.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }

  /** Asks the provider for what is needed of it; empty where all is well. */
  public Optional<String> whyNot() {
    try {
      return provider.keys(null).getKeys().isEmpty()
          ? Optional.of("the provider shows no keys")
          : Optional.empty();
    } catch (OidcException e) {
      return Optional.of(CleanText.line(String.valueOf(e.getMessage()), SHOWN));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static boolean same(String given, String right) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    provider.close();
  }
}
