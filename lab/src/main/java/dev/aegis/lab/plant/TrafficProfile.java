package dev.aegis.lab.plant;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How many requests a second the users of a region send: a day of ten minutes with a small
 * amplitude, and bursts of a few seconds at seeded moments. Drawn anew for each slice of time, so
 * that the rate at a time depends on the seed alone.
 */
final class TrafficProfile {
  private static final double DAY_SECONDS = 600;
  private static final double AMPLITUDE = 0.08;
  private static final double SLICE_SECONDS = 60;
  private static final double BURST_PROBABILITY = 0.5;
  private static final double BURST_SECONDS = 4;
  private static final double BURST_FACTOR = 1.25;

  /** Looking a generator up by its name costs far more than making one. */
  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final double perSecond;
  private final long seed;
  private final double phase;

  TrafficProfile(double perSecond, long seed) {
    this.perSecond = perSecond;
    this.seed = seed;
    this.phase = generator(seed).nextDouble() * 2 * Math.PI;
  }

  /** Arrivals a second at this time after the start. */
  double rate(double seconds) {
    double curve = 1 + AMPLITUDE * Math.sin(2 * Math.PI * seconds / DAY_SECONDS + phase);
    return perSecond * curve * (inBurst(seconds) ? BURST_FACTOR : 1);
  }

  private boolean inBurst(double seconds) {
    long slice = (long) Math.floor(seconds / SLICE_SECONDS);
    RandomGenerator random = generator(seed + 7_919 * (slice + 1));
    double begins = random.nextDouble() * (SLICE_SECONDS - BURST_SECONDS);
    double into = seconds - slice * SLICE_SECONDS - begins;
    return random.nextDouble() < BURST_PROBABILITY && into >= 0 && into < BURST_SECONDS;
  }

  static RandomGenerator generator(long seed) {
    return GENERATORS.create(seed);
  }
}
