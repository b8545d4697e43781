package dev.aegis.lab.plant;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How good the line between the regions is at a moment.
 *
 * @param delayMillis how long bytes take in one direction
 * @param jitterMillis up to so much more, uniformly
 * @param loss probability that a segment is lost, 0 to 1
 * @param stallMillis how long a lost segment holds up its connection; each further loss of the same
 *     one takes twice as long, as TCP waits (RFC 6298)
 */
record LinkQuality(double delayMillis, double jitterMillis, double loss, double stallMillis) {
  /** The smallest wait before a retransmission on Linux. */
  static final double STALL_MILLIS = 200;

  private static final int MOST_RETRANSMISSIONS = 6;

  /** How long after it was sent a segment arrives, lost copies of it included. */
  Duration transit(RandomGenerator random) {
    double millis = delayMillis + jitterMillis * random.nextDouble();
    double stall = stallMillis;
    for (int lost = 0; lost < MOST_RETRANSMISSIONS && random.nextDouble() < loss; lost++) {
      millis += stall;
      stall *= 2;
    }
    return Duration.ofNanos(Math.round(millis * 1e6));
  }
}
