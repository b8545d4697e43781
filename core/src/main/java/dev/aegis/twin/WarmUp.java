package dev.aegis.twin;

import dev.aegis.telemetry.Serving;

/** New pods are slow at first: the slowdown goes down to none in a straight line. */
final class WarmUp {
  private final double seconds;
  private final double slowdown;

  /** When the youngest pod is warm. */
  private double until = Double.NEGATIVE_INFINITY;

  WarmUp(Serving.WarmUp declared) {
    seconds = declared.time().toNanos() / 1e9;
    slowdown = declared.slowdown();
  }

  WarmUp(WarmUp other) {
    seconds = other.seconds;
    slowdown = other.slowdown;
    until = other.until;
  }

  /** A pod begins to answer. */
  void begin(double now) {
    until = now + seconds;
  }

  boolean isOver(double now) {
    return now >= until;
  }

  /** On the service times of a pod that has answered for so long. */
  double factor(double ageSeconds) {
    return ageSeconds < seconds ? 1 + (slowdown - 1) * (1 - ageSeconds / seconds) : 1;
  }
}
