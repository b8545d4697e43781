package dev.aegis.app.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Browsers that were let in. Each has a random secret, of which only a digest is kept, and is let
 * go when it has done nothing for a while, after a whole shift, or when what it rests on has
 * changed. Used by many threads.
 */
public final class Sessions {
  /** After so long without a request somebody else may sit there. */
  public static final Duration IDLE = Duration.ofHours(2);

  /** No longer than a shift. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** After that the provider is asked again, who may have closed the account. */
  public static final Duration LONGEST_OF_PROVIDER = Duration.ofHours(4);

  /**
   * Browsers that are let in at the same time; the one that was silent for longest has to leave.
   */
  public static final int MOST = 1_000;

  /** Bytes of a secret: 256 bits. */
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final Predicate<Person> stands;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75F, true);

  /**
   * One that is open.
   *
   * @param csrf what forms of its pages bear, so that nobody else can send one
   * @param elsewhere where the person leaves the provider that vouched for them; {@code null} for
   *     nowhere
   */
  public record Session(Person person, String csrf, @Nullable URI elsewhere) {}

  private record Kept(Session session, Duration idle, Instant last, Instant end) {}

  /**
   * @param stands whether what somebody proved still holds
   */
  public Sessions(InstantSource clock, Predicate<Person> stands) {
    this.clock = clock;
    this.stands = stands;
  }

  /**
   * Lets a browser in.
   *
   * @param idle how long it may do nothing
   * @return its secret, which is told nobody else
   */
  public String begin(Person person, Duration idle) {
    return begin(person, idle, null);
  }

  /**
   * Lets a browser in.
   *
   * @param idle how long it may do nothing
   * @param elsewhere where the person leaves the provider that vouched for them
   * @return its secret, which is told nobody else
   */
  public synchronized String begin(Person person, Duration idle, @Nullable URI elsewhere) {
    String secret = secret();
    Instant now = clock.instant();
    Duration longest = person.isOfProvider() ? LONGEST_OF_PROVIDER : LONGEST;
    Session session = new Session(person, secret(), elsewhere);
    kept.put(digest(secret), new Kept(session, idle, now, now.plus(longest)));
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
    return secret;
  }

  /** The session of a secret, which has done something now. */
  public Optional<Session> used(String secret) {
    return found(secret, true);
  }

  /** The session of a secret, which has done nothing for that. */
  public Optional<Session> open(String secret) {
    return found(secret, false);
  }

  private synchronized Optional<Session> found(String secret, boolean used) {
    String key = digest(secret);
    Kept found = kept.get(key);
    if (found == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    boolean over = !now.isBefore(found.last().plus(found.idle())) || !now.isBefore(found.end());
    if (over || !stands.test(found.session().person())) {
      kept.remove(key);
      return Optional.empty();
    }
    if (used) {
      kept.put(key, new Kept(found.session(), found.idle(), now, found.end()));
    }
    return Optional.of(found.session());
  }

  /** Lets a browser go. */
  public synchronized void end(String secret) {
    kept.remove(digest(secret));
  }

  /** Something that nobody can guess. */
  public String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String secret) {
    try {
      byte[] text = secret.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
