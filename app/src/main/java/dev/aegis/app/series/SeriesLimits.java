package dev.aegis.app.series;

import java.time.Duration;

/**
 * The most that is kept of live series.
 *
 * @param series at once
 * @param labels of one series, its name included
 * @param labelBytes of one name or value of a label, in UTF-8
 * @param symbolBytes of all different names and values together
 * @param points of one series; older ones make room
 * @param idle a series without a new point for so long is forgotten
 * @param ahead a point later than now by more than this is refused: it would keep out every true
 *     one
 */
public record SeriesLimits(
    int series,
    int labels,
    int labelBytes,
    long symbolBytes,
    int points,
    Duration idle,
    Duration ahead) {
  public static final SeriesLimits DEFAULTS =
      new SeriesLimits(
          200_000, 64, 2_048, 256L << 20, 8, Duration.ofMinutes(15), Duration.ofMinutes(10));

  /** The highest number of series that can be asked for. */
  public static final int MOST_SERIES = 10_000_000;

  public SeriesLimits {
    if (series < 1
        || series > MOST_SERIES
        || labels < 1
        || labels > 255
        || labelBytes < 16
        || labelBytes > Symbols.LONGEST
        || symbolBytes < 1 << 10
        || symbolBytes > 1 << 30
        || points < 1
        || points > 127
        || !idle.isPositive()
        || ahead.isNegative()) {
      throw new IllegalArgumentException(
          "expected 1 to "
              + MOST_SERIES
              + " series of 1 to 255 labels of 16 to "
              + Symbols.LONGEST
              + " bytes, 1 KiB to 1 GiB of symbols, 1 to 127 points and positive times, found "
              + String.join(
                  ", ",
                  "" + series,
                  "" + labels,
                  "" + labelBytes,
                  "" + symbolBytes,
                  "" + points,
                  "" + idle,
                  "" + ahead));
    }
  }

  /** The same with another number of series. */
  public SeriesLimits withSeries(int most) {
    return new SeriesLimits(most, labels, labelBytes, symbolBytes, points, idle, ahead);
  }
}
