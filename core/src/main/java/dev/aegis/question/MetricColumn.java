package dev.aegis.question;

import java.util.Objects;

/**
 * A column of numbers.
 *
 * @param column its name in the data
 * @param kind how its values may be put together
 * @param unit such as {@code ms}, {@code s}, {@code %}, {@code ratio}, {@code /s}, {@code bytes};
 *     empty when neither its name nor its values tell
 */
public record MetricColumn(String column, Kind kind, String unit) {
  /** How values of a column add up over time and over series. */
  public enum Kind {
    /** A time that something took; percentiles among them. */
    TIME,
    /** A share, from 0 to 1 or to 100. */
    RATIO,
    /** So many a second or a minute. */
    RATE,
    /** So many within one interval: they add up. */
    COUNT,
    /** So many since the start of the process: only their increase means anything. */
    COUNTER,
    /** A level. */
    GAUGE
  }

  public MetricColumn {
    Objects.requireNonNull(column);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(unit);
  }

  /** Whether more of it is bad, good, or nobody can tell from its name. */
  enum Polarity {
    HIGH_IS_BAD,
    LOW_IS_BAD,
    UNKNOWN
  }

  Polarity polarity() {
    MetricWords words = MetricWords.ofColumn(column);
    if (words.anyOf(MetricWords.GOOD)) {
      return Polarity.LOW_IS_BAD;
    }
    return kind == Kind.TIME || words.anyOf(MetricWords.BAD)
        ? Polarity.HIGH_IS_BAD
        : Polarity.UNKNOWN;
  }

  /** Whether it is a percentile or a mean already, of which no percentile can be taken. */
  boolean isStatistic() {
    return MetricWords.ofColumn(column).said().stream()
        .anyMatch(w -> MetricWords.isPercentile(w) || w.equals("mean"));
  }

  /** The unit that the name of a column tells; empty when it tells none. */
  public static String unitOf(String column) {
    return MetricWords.unit(column);
  }

  /** What the name of a column says its values are, as far as a name can. */
  public static Kind kindOf(String column) {
    return MetricWords.kind(column);
  }
}
