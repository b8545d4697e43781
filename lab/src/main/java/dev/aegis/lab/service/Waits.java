package dev.aegis.lab.service;

import java.util.concurrent.ThreadLocalRandom;

/** Timed waits, which stand for the work of a service on a machine that has few cores. */
final class Waits {
  private Waits() {}

  /** Waits a lognormal time of this mean and coefficient of variation. */
  static void lognormal(double meanSeconds, double cv) throws InterruptedException {
    double variance = Math.log1p(cv * cv);
    double exponent =
        ThreadLocalRandom.current().nextGaussian() * Math.sqrt(variance) - variance / 2;
    seconds(meanSeconds * Math.exp(exponent));
  }

  static void seconds(double seconds) throws InterruptedException {
    long nanos = (long) (seconds * 1e9);
    Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
  }
}
