package dev.aegis.app.bandbus;

import java.time.Duration;

/**
 * How long Band is waited for.
 *
 * @param answer for one answer as a whole
 * @param firstRetry after a first failure; doubled after each further one
 * @param longestRetry at most between two tries, whatever Band asks for
 * @param heartbeat between two signs of life on a socket; silence for as long again ends it
 */
public record Rhythm(
    Duration answer, Duration firstRetry, Duration longestRetry, Duration heartbeat) {
  /** As Band's own clients do it. */
  public static final Rhythm USUAL =
      new Rhythm(
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));

  private static final int MOST_DOUBLINGS = 20;

  /**
   * The wait before the next try.
   *
   * @param failures in a row, from 1 on
   * @param asked what Band asked for; zero for nothing
   */
  Duration retry(int failures, Duration asked) {
    Duration own = firstRetry.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration longer = own.compareTo(asked) > 0 ? own : asked;
    return longer.compareTo(longestRetry) > 0 ? longestRetry : longer;
  }
}
