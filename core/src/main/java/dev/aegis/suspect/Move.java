package dev.aegis.suspect;

import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A series that left its usual level for good.
 *
 * <p>The usual level is the median of the first quarter, its spread the median absolute deviation
 * times 1.4826; both stand up to single outliers. It has left from the first point on after which
 * four of five lie beyond six spreads on the same side. A slow ramp is so found near its foot.
 *
 * @param series which
 * @param at the first point beyond
 * @param usual the level before
 * @param now the median of what followed
 * @param plateau whether it stood at one value before and at another after, as a setting does
 */
record Move(Series series, Instant at, double usual, double now, boolean plateau) {
  private static final int FEWEST = 8;
  private static final double SPREADS = 6;
  private static final double SMALLEST_SHARE = 0.15;
  private static final double STAYS = 0.8;
  private static final double TO_SIGMA = 1.4826;

  static Optional<Move> of(Series series) {
    int n = series.size();
    if (n < FEWEST) {
      return Optional.empty();
    }
    double[] values = series.values();
    double[] first = Arrays.copyOf(values, Math.max(5, n / 4));
    double usual = Quantile.of(first, 0.5);
    double spread =
        TO_SIGMA * Quantile.of(Arrays.stream(first).map(v -> Math.abs(v - usual)).toArray(), 0.5);
    double band = Math.max(SPREADS * spread, SMALLEST_SHARE * Math.abs(usual));
    int start = start(values, usual, band);
    if (start < 0) {
      return Optional.empty();
    }
    double[] after = Arrays.copyOfRange(values, start, n);
    double now = Quantile.of(after, 0.5);
    boolean plateau = flat(Arrays.copyOf(values, start)) && flat(after);
    return Optional.of(new Move(series, series.at(start), usual, now, plateau));
  }

  private static int start(double[] values, double usual, double band) {
    int found = -1;
    for (int sign = -1; sign <= 1; sign += 2) {
      int beyond = 0;
      for (int i = values.length - 1; i > 0; i--) {
        boolean here = sign * (values[i] - usual) > band;
        beyond += here ? 1 : 0;
        boolean runs = i + 1 >= values.length || sign * (values[i + 1] - usual) > band;
        if (here && runs && beyond >= STAYS * (values.length - i) && beyond >= 2) {
          found = found < 0 ? i : Math.min(found, i);
        }
      }
    }
    return found;
  }

  private static boolean flat(double[] values) {
    return values.length > 1 && Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  boolean up() {
    return now > usual;
  }

  /** How many times the usual level; infinite from 0. */
  double factor() {
    return usual == 0 ? Double.POSITIVE_INFINITY : now / usual;
  }

  String service() {
    return series.key().service();
  }

  String measure() {
    return series.key().metric().name();
  }
}
