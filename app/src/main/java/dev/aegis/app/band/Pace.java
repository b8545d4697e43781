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

  /** The same for frames of sockets, of which two a chat come at the start. */
  static final int FRAMES = 5_000;

  static final int FRAMES_A_SECOND = 50;

  private final int burst;
  private final int aSecond;
  private final Map<UUID, Bucket> buckets = new HashMap<>();

  /**
   * @param burst at once
   * @param aSecond that come back
   */
  Pace(int burst, int aSecond) {
    this.burst = burst;
    this.aSecond = aSecond;
  }

  private record Bucket(double left, Instant at) {}

  /** Whether one more may be asked now. */
  synchronized boolean allows(UUID party, Instant now) {
    Bucket before = buckets.getOrDefault(party, new Bucket(burst, now));
    double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
    double left = Math.min(burst, before.left() + seconds * aSecond);
    boolean allowed = left >= 1;
    buckets.put(party, new Bucket(allowed ? left - 1 : left, now));
    return allowed;
  }
}
