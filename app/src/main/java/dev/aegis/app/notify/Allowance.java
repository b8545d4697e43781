package dev.aegis.app.notify;

import java.time.Duration;
import java.time.Instant;

/** So many messages a minute, a few of them at once. Used by one thread. */
final class Allowance {
  static final int AT_ONCE = 5;

  private final Duration each;
  private final int most;
  private int left;
  private Instant filled = Instant.MIN;

  Allowance(int perMinute) {
    this.each = Duration.ofMinutes(1).dividedBy(perMinute);
    this.most = Math.min(AT_ONCE, perMinute);
    this.left = most;
  }

  /** When the next one may be sent; not after now where one may be sent at once. */
  Instant next(Instant now) {
    fill(now);
    return left > 0 ? now : filled.plus(each);
  }

  void take(Instant now) {
    fill(now);
    left--;
  }

  private void fill(Instant now) {
    if (left >= most) {
      filled = now;
      return;
    }
    long more = Math.max(0, Duration.between(filled, now).dividedBy(each));
    if (more >= most - left) {
      left = most;
      filled = now;
    } else {
      left += (int) more;
      filled = filled.plus(each.multipliedBy(more));
    }
  }
}
