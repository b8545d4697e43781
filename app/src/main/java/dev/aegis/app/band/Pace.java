package dev.aegis.app.band;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How fast each key may ask: a bucket of requests that fills again (a token bucket). Used by many
 * threads.
 */
final class Pace {
  /** Requests at once, and those that come back in a second. */
  static final int BURST = 200;

  static final int A_SECOND = 20;

  private final Map<UUID, Bucket> buckets = new HashMap<>();

  private record Bucket(double left, Instant at) {}

  /** Whether one more may be asked now. */
  synchronized boolean allows(UUID party, Instant now) {
    Bucket before = buckets.getOrDefault(party, new Bucket(BURST, now));
    double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
    double left = Math.min(BURST, before.left() + seconds * A_SECOND);
    boolean allowed = left >= 1;
    buckets.put(party, new Bucket(allowed ? left - 1 : left, now));
    return allowed;
  }
}
