package dev.aegis.question;

import java.time.Duration;
import java.util.List;

/** What is to be computed. */
public sealed interface Measure {
  /**
   * Columns, each put together in one way. The first decides the order.
   *
   * @param figures at least one
   */
  record Figures(List<Figure> figures) implements Measure {
    public Figures {
      figures = List.copyOf(figures);
      if (figures.isEmpty()) {
        throw new IllegalArgumentException("expected at least one figure");
      }
    }
  }

  /**
   * A column put together in one way.
   *
   * @param quantile from 0 to 1 instead of the function; NaN where the function counts
   */
  record Figure(MetricColumn metric, Function function, double quantile) {
    public Figure(MetricColumn metric, Function function) {
      this(metric, function, Double.NaN);
    }

    static Figure quantile(MetricColumn metric, double quantile) {
      return new Figure(metric, Function.MEDIAN, quantile);
    }

    /** Its name in the answer, such as {@code max_p99_ms}. */
    public String title() {
      String word =
          Double.isNaN(quantile)
              ? function.word()
              : "p" + Sql.number(Math.round(quantile * 10_000) / 100.0);
      return word + "_" + metric.column();
    }
  }

  /** The sum of one column over that of another; nothing where the other is zero. */
  record Ratio(MetricColumn part, MetricColumn whole) implements Measure {}

  /** How samples lie to a threshold. */
  record Beyond(MetricColumn metric, Comparison comparison, double threshold, Way way)
      implements Measure {
    /** What is asked of them. */
    public enum Way {
      SHARE,
      SAMPLES,
      FIRST,
      LAST,
      /** The first sample at which it is over, after the last one that was not. */
      RECOVERED,
      LONGEST,
      MINUTES,
      /** Which labels had any. */
      ANY
    }
  }

  /** Samples in ten equal steps between the least and the greatest. */
  record Histogram(MetricColumn metric) implements Measure {}

  /** When a column was highest or lowest. */
  record Peak(MetricColumn metric, boolean highest) implements Measure {}

  /** The slope of a straight line through a column, a minute, and how well it fits. */
  record Trend(MetricColumn metric) implements Measure {}

  /** When a column's straight line reaches a level. */
  record TimeTo(MetricColumn metric, double level) implements Measure {}

  /** How far every metric moved between the baseline and the window. */
  record Movers(List<MetricColumn> metrics) implements Measure {
    public Movers {
      metrics = List.copyOf(metrics);
    }
  }

  /** How every metric goes along with one. */
  record Companions(MetricColumn metric, List<MetricColumn> others) implements Measure {
    public Companions {
      others = List.copyOf(others);
    }
  }

  /** How one metric goes along with another that is so many samples older. */
  record Lead(MetricColumn first, MetricColumn second) implements Measure {}

  /** A metric for every value of every dimension. */
  record Attributes(Figure figure, List<String> dimensions) implements Measure {
    public Attributes {
      dimensions = List.copyOf(dimensions);
    }
  }

  /** How many rows there are. */
  record Rows() implements Measure {}

  /** How many different values a dimension has. */
  record Distinct(String dimension) implements Measure {}

  /** The values of a dimension. */
  record Values(String dimension) implements Measure {}

  /** The rows themselves, in the order of time. */
  record Listing(boolean newestFirst) implements Measure {}

  /** Patterns of log lines by how often they occur. */
  record Patterns(boolean onlyNew) implements Measure {}

  /** How much of the sum of a column each label has. */
  record Share(MetricColumn metric) implements Measure {}

  /**
   * Traces, by the time from their first start to their last end.
   *
   * @param through each names values of which the trace has to have a span
   */
  record Traces(List<Question.Filter> through) implements Measure {
    public Traces {
      through = List.copyOf(through);
    }
  }

  /** The chain of spans that the slowest trace waited for. */
  record CriticalPath() implements Measure {}

  /** What is left of an error budget, or how fast it burns. */
  record Budget(MetricColumn errors, double allowed, Spend way) implements Measure {
    /** What is asked of it. */
    public enum Spend {
      LEFT,
      BURN_RATE
    }
  }

  /**
   * How long the error budget of a time lasts yet, when errors go on as they are in the span.
   *
   * @param allowed the mean that errors may have over the period, in their own unit
   */
  record Exhaustion(MetricColumn errors, double allowed, Duration period) implements Measure {}

  /** How many samples there are, the newest, and the longest gap between two. */
  record Freshness(Duration step) implements Measure {}

  /** How a value lies to a threshold. */
  enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<="),
    EQUAL("=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }
}
