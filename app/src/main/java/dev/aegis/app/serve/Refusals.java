package dev.aegis.app.serve;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what each address outside was refused. After {@link #FREE} in a row it may be refused once
 * a second; what it asks above that is not looked at. Of IPv6 the first 64 bits count, since
 * somebody has all that begin with them. Used by many threads.
 */
final class Refusals {
  static final int FREE = 120;

  private static final Duration EACH = Duration.ofSeconds(1);
  private static final int MOST = 10_000;
  private static final int PREFIX_BYTES = 8;

  private final InstantSource clock;

  /** Until when an address has used up what it may be refused, an {@link #EACH} for each. */
  private final Map<String, Instant> used = new LinkedHashMap<>(16, 0.75F, true);

  Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /** How long an address has to wait; zero where it need not. */
  synchronized Duration left(String address) {
    Instant until = used.get(key(address));
    if (until == null) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), until.minus(EACH.multipliedBy(FREE)));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Something was refused to it. */
  synchronized void add(String address) {
    Instant now = clock.instant();
    Instant before = used.getOrDefault(key(address), now);
    used.put(key(address), (before.isBefore(now) ? now : before).plus(EACH));
    Iterator<String> oldest = used.keySet().iterator();
    while (used.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  /** What an address is counted under. */
  static String key(String address) {
    InetAddress literal = AddressRange.literal(address).orElse(null);
    if (!(literal instanceof Inet6Address)) {
      return address;
    }
    StringBuilder key = new StringBuilder("6:");
    for (int i = 0; i < PREFIX_BYTES; i++) {
      key.append(Character.forDigit(literal.getAddress()[i] >> 4 & 0xF, 16));
      key.append(Character.forDigit(literal.getAddress()[i] & 0xF, 16));
    }
    return key.toString();
  }
}
