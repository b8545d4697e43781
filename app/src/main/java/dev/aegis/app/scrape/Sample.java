package dev.aegis.app.scrape;

import java.util.Objects;

/**
 * One value of one series.
 *
 * @param series whose value it is
 * @param value may be NaN or infinite, as the format allows
 * @param epochMillis when the target says it was measured; {@link #UNTIMED} where it does not say
 */
public record Sample(SeriesName series, double value, long epochMillis) {
  /** No time was given: it was measured when it was scraped. */
  public static final long UNTIMED = Long.MIN_VALUE;

  public Sample {
    Objects.requireNonNull(series);
  }
}
