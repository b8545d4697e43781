package dev.aegis.app.serve;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets in whoever has the link that the terminal shows. A link is good for one browser: it is
 * exchanged for a cookie, and the terminal shows the next one. Used by many threads.
 */
final class OneTimeLogin implements WhoIsAsking {
  static final String PATH = "/enter";

  /** Browsers that are let in at the same time; the one that came first has to leave. */
  private static final int MOST = 50;

  private static final Duration STAYS = Duration.ofHours(12);
  private static final String NAME = "operator";
  private static final int BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final Consumer<String> nextLink;
  private final Map<String, Entered> entered = new LinkedHashMap<>();
  private final CountDownLatch visited = new CountDownLatch(1);
  private URI address = URI.create("http://127.0.0.1");
  private String token = secret();

  private record Entered(Visitor visitor, Instant until) {}

  /**
   * @param nextLink is told the next link when one was used
   */
  OneTimeLogin(InstantSource clock, Consumer<String> nextLink) {
    this.clock = clock;
    this.nextLink = nextLink;
  }

  /** Says where the server listens. */
  synchronized void at(URI server) {
    address = server;
  }

  /** The link that lets in the next browser. */
  synchronized URI link() {
    return address.resolve(PATH + "?token=" + token);
  }

  /** Waits until somebody has entered, for so long at most. */
  void awaitVisitor(Duration most) throws InterruptedException {
    if (!visited.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
      nextLink.accept(link().toString());
    }
  }

  /** Exchanges a link for a cookie. */
  Outgoing enter(Incoming request) {
    String cookie = exchanged(request.parameter("token"));
    if (cookie.isEmpty()) {
      return Outgoing.text(
          403, "this link was used or is of an earlier start; the terminal shows the next one");
    }
    visited.countDown();
    nextLink.accept(link().toString());
    return Outgoing.seeOther("/")
        .with(
            "Set-Cookie",
            cookieName()
                + "="
                + cookie
                + "; HttpOnly; SameSite=Strict; Path=/; Max-Age="
                + STAYS.toSeconds());
  }

  private synchronized String exchanged(String given) {
    if (!same(given, token)) {
      return "";
    }
    token = secret();
    String cookie = secret();
    entered.put(
        digest(cookie), new Entered(new Visitor(NAME, secret()), clock.instant().plus(STAYS)));
    Iterator<String> oldest = entered.keySet().iterator();
    while (entered.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    return cookie;
  }

  @Override
  public synchronized Optional<Visitor> of(Incoming request) {
    Entered found = entered.get(digest(request.cookie(cookieName())));
    return found == null || found.until().isBefore(clock.instant())
        ? Optional.empty()
        : Optional.of(found.visitor());
  }

  /** Browsers keep cookies by host, whatever the port. */
  private String cookieName() {
    return "aegis-" + address.getPort();
  }

  /** Whether a form is of a page that this visitor was given. */
  static boolean sameForm(Visitor visitor, Incoming request) {
    return same(request.field("csrf"), visitor.csrf());
  }

  private static boolean same(String given, String right) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String cookie) {
    return HexFormat.of().formatHex(Proof.hmac("cookie", cookie.getBytes(StandardCharsets.UTF_8)));
  }
}
