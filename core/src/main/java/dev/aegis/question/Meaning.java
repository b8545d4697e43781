package dev.aegis.question;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** What a word, or several together, stand for. */
sealed interface Meaning {
  /** A word of the grammar. */
  record Said(Particle key) implements Meaning {}

  /** A way to put values together. */
  record Aggregate(Function function) implements Meaning {}

  /** A percentile, such as p99, that no column of the data has. */
  record Quantile(double q) implements Meaning {}

  /** The most or the least of something. */
  record Superlative(Extreme extreme) implements Meaning {}

  /** A direction in time. */
  record Motion(Direction direction) implements Meaning {}

  /** A threshold follows. */
  record Compare(Measure.Comparison comparison) implements Meaning {}

  /** A column of labels. */
  record Label(String column) implements Meaning {}

  /** A value of one or several columns of labels. */
  record Value(List<Held> held) implements Meaning {
    public Value {
      held = List.copyOf(held);
    }
  }

  /** A value, and the column that holds it. */
  record Held(String column, String value) {}

  /** A column of numbers; several when the words fit each of them alike. */
  record Metric(List<MetricColumn> columns, int fit) implements Meaning {
    public Metric {
      columns = List.copyOf(columns);
    }
  }

  /** The errors of a table that has them and the requests as counts. */
  record PartOf(MetricColumn part, MetricColumn whole) implements Meaning {}

  /** A kind of change, such as a deploy. */
  record Change(String kind) implements Meaning {}

  /** A number with its unit, if any. */
  record Amount(double value, String unit) implements Meaning {}

  /** A span without a place in time. */
  record Length(Duration duration) implements Meaning {}

  /** A unit of time. */
  record Unit(Duration duration) implements Meaning {}

  /** A time of day. */
  record Clock(LocalTime time) implements Meaning {}

  /** A day. */
  record Day(LocalDate date) implements Meaning {}

  /**
   * A moment.
   *
   * @param zoned whether its zone was said with it; otherwise it is taken as UTC
   */
  record Moment(Instant at, boolean zoned) implements Meaning {}

  /**
   * Days of the week.
   *
   * @param each whether all such days are meant, and not one of them
   */
  record Weekdays(Set<DayOfWeek> days, boolean each) implements Meaning {
    public Weekdays {
      days = Set.copyOf(days);
    }
  }

  /** Where clocks show another time. */
  record Zone(ZoneId zone) implements Meaning {}

  /** Text in quotation marks that no label has: something to look for. */
  record Text(String text) implements Meaning {}

  /** A word that means nothing here. */
  record Unknown() implements Meaning {}

  /** Which end of an order. */
  enum Extreme {
    MOST,
    LEAST,
    WORST,
    BEST,
    SLOWEST,
    FASTEST
  }

  /** Which way a course goes. */
  enum Direction {
    UP,
    DOWN,
    EITHER
  }

  /** Words that hold a question together. */
  enum Particle {
    FILLER,
    BY,
    EACH,
    COURSE,
    WHICH,
    AND,
    OR,
    NOT,
    VERSUS,
    THAN,
    SINCE,
    AFTER,
    BEFORE,
    UNTIL,
    BETWEEN,
    FROM,
    TO,
    LAST,
    PREVIOUS,
    FIRST,
    AT,
    IN,
    ON,
    NOW,
    START,
    END,
    YESTERDAY,
    TODAY,
    AGO,
    SAME,
    WEEK_BEFORE,
    DAY_BEFORE,
    HOUR_BEFORE,
    TOP,
    BOTTOM,
    ALL,
    WHEN,
    HOW_LONG,
    HOW_MANY,
    LONGEST,
    SHARE,
    SAMPLES,
    MINUTES,
    BACK,
    HISTOGRAM,
    METRICS,
    CHANGED,
    TREND,
    STILL,
    FAST,
    CORRELATES,
    LEADS,
    FULL,
    ATTRIBUTES,
    LOGS,
    PATTERNS,
    NEW,
    CONTAINING,
    SAMPLE,
    CHANGES,
    SLO,
    BUDGET,
    BURN,
    GAPS,
    FRESH,
    PEAK,
    FOLLOW,
    ONLY,
    SECOND,
    COMPARE,
    DISTINCT,
    RANKED,
    TRACES,
    SPANS,
    THROUGH,
    CRITICAL,
    DIFFERENCE
  }
}
