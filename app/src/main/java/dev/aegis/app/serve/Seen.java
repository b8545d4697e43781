package dev.aegis.app.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What came in a while ago, so that nobody can send it again. Remembers longer than a message is
 * believed, and takes nothing new where too much is remembered. Used by many threads.
 */
final class Seen {
  static final int MOST = 10_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  private final Map<String, Instant> seen = new HashMap<>();

  /** Whether this is new; it is not from then on. */
  synchronized boolean isNew(String what, Instant now) {
    if (seen.size() >= MOST) {
      seen.values().removeIf(at -> at.plus(REMEMBERED).isBefore(now));
    }
    return seen.size() < MOST && seen.putIfAbsent(what, now) == null;
  }
}
