package dev.aegis.lab.fault;

import java.time.Duration;

/**
 * When an effect happens, counted from the start of its fault.
 *
 * @param at when it begins
 * @param lasting how long each time; zero for good
 * @param ramp how long it takes to full intensity; zero at once
 * @param repeatEvery from one beginning to the next; zero for once
 */
public record Course(Duration at, Duration lasting, Duration ramp, Duration repeatEvery) {
  /** From the start, for good. */
  public static final Course ALWAYS =
      new Course(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public Course {
    if (at.isNegative() || lasting.isNegative() || ramp.isNegative() || repeatEvery.isNegative()) {
      throw new FaultException("expected durations of zero or more in a course");
    }
    if (repeatEvery.isPositive() && lasting.compareTo(repeatEvery) > 0) {
      throw new FaultException(
          "for: expected at most repeat_every (" + repeatEvery + "), found " + lasting);
    }
  }

  /** From 0 (not now) to 1 (in full). */
  public double intensity(Duration sinceStart) {
    long round = round(sinceStart);
    if (round < 0) {
      return 0;
    }
    Duration into = sinceStart.minus(at).minus(repeatEvery.multipliedBy(round));
    if (lasting.isPositive() && into.compareTo(lasting) >= 0) {
      return 0;
    }
    return ramp.isZero() ? 1 : Math.min(1, (double) into.toNanos() / ramp.toNanos());
  }

  /** How often it has begun before this time, less one: -1 before the first, then 0, 1, ... */
  public long round(Duration sinceStart) {
    Duration since = sinceStart.minus(at);
    if (since.isNegative()) {
      return -1;
    }
    return repeatEvery.isPositive() ? since.dividedBy(repeatEvery) : 0;
  }
}
