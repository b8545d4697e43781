package dev.aegis.app.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts attempts to enter by what they have in common, a name or an address. After some have
 * failed each further one has to wait, twice as long as the one before. Used by many threads.
 */
final class Attempts {
  static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  /** After so long without an attempt nothing is held against anybody. */
  static final Duration FORGOTTEN = Duration.ofHours(1);

  /** Names or addresses that are remembered; the one that was silent for longest is forgotten. */
  static final int MOST = 10_000;

  private static final int MOST_DOUBLINGS = 10;

  private final int free;
  private final InstantSource clock;
  private final Map<String, Failed> failed = new LinkedHashMap<>(16, 0.75F, true);

  private record Failed(int times, Instant last) {}

  /**
   * @param free how many may fail before one has to wait
   */
  Attempts(int free, InstantSource clock) {
    this.free = free;
    this.clock = clock;
  }

  /** How long the next attempt has to wait; zero where it need not. */
  synchronized Duration left(String key) {
    Failed before = failed.get(key);
    if (before == null || before.times() < free) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(before.times() - free, MOST_DOUBLINGS));
    Duration most = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    Duration left = Duration.between(clock.instant(), before.last().plus(most));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Counts one as failed; before it is looked at, so that many at once are counted, too. */
  synchronized void begun(String key) {
    Instant now = clock.instant();
    Failed before = failed.get(key);
    int times =
        before == null || before.last().plus(FORGOTTEN).isBefore(now) ? 1 : before.times() + 1;
    failed.put(key, new Failed(times, now));
    Iterator<String> oldest = failed.keySet().iterator();
    while (failed.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  /** It has not failed after all. */
  synchronized void undone(String key) {
    failed.computeIfPresent(
        key, (_, f) -> f.times() == 1 ? null : new Failed(f.times() - 1, f.last()));
  }

  /** Nothing is held against this one any more. */
  synchronized void forgiven(String key) {
    failed.remove(key);
  }
}
