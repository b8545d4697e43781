package dev.aegis.app.notify;

import java.net.URI;
import java.util.List;

/**
 * Where a channel's messages go and how Aegis proves who it is there. What is not needed is empty.
 *
 * @param url of the other side; of a mail server with the scheme {@code smtp} or {@code smtps}
 * @param secret key, token or password; never shown
 * @param account or user by which the other side knows us
 * @param from who the message is from
 * @param to whom it goes to
 */
record Connection(URI url, String secret, String account, String from, List<String> to) {
  Connection {
    to = List.copyOf(to);
  }

  /** The other side without what may be secret: its path can be. */
  String place() {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /** Without the secret, and without the path. */
  @Override
  public String toString() {
    return "Connection[" + place() + "]";
  }
}
