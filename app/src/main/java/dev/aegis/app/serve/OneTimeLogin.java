package dev.aegis.app.serve;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets in whoever has the link that the terminal shows. A link is good for one browser: it is
 * exchanged for a cookie, and the terminal shows the next one. Used by many threads.
 */
final class OneTimeLogin {
  static final String PATH = "/enter";

  private static final int BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Consumer<String> nextLink;
  private final CountDownLatch visited = new CountDownLatch(1);
  private URI address = URI.create("http://127.0.0.1");
  private String token = secret();

  /**
   * @param nextLink is told the next link when one was used
   */
  OneTimeLogin(Consumer<String> nextLink) {
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

  /** Waits until somebody has entered, for so long at most; whether somebody has. */
  boolean awaitVisitor(Duration most) throws InterruptedException {
    return visited.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether this is of the link that is good now; it no longer is then. */
  boolean used(String given) {
    synchronized (this) {
      if (!same(given, token)) {
        return false;
      }
      token = secret();
    }
    visited.countDown();
    nextLink.accept(link().toString());
    return true;
  }

  /** Where the server listens to this machine. */
  synchronized URI address() {
    return address;
  }

  synchronized int port() {
    return address.getPort();
  }

  /** Compares two secrets, whose length is known. */
  static boolean same(String given, String right) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
