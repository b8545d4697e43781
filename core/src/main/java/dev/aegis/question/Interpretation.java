package dev.aegis.question;

import dev.aegis.question.Measure.Beyond;
import dev.aegis.question.Measure.Figure;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Span;
import java.util.Locale;

/** A question in plain words, so that whoever asked can see what was understood. */
final class Interpretation {
  private final Question question;

  private Interpretation(Question question) {
    this.question = question;
  }

  static String of(Question question) {
    return new Interpretation(question).sentence();
  }

  private String sentence() {
    StringBuilder said = new StringBuilder(measure());
    if (question.bucket() != null) {
      said.append(" per ").append(Phrases.duration(question.bucket()));
    }
    if (!question.by().isEmpty()) {
      said.append(" by ").append(Phrases.listed(question.by()));
    }
    String joint = " where ";
    for (Filter filter : question.filters()) {
      said.append(joint).append(filter(filter));
      joint = " and ";
    }
    said.append(", ").append(span(question.span()));
    if (question.baseline() != null) {
      said.append(", compared with ").append(span(question.baseline()));
    }
    said.append(order());
    return said.toString();
  }

  /** A condition in words, such as {@code region is us-east-1}. */
  static String filter(Filter filter) {
    if (filter.isWeekday()) {
      return "the day (UTC) is "
          + Phrases.listed(filter.values().stream().map(Interpretation::day).toList());
    }
    String values = Phrases.listed(filter.values());
    if (filter.contained()) {
      return "the text "
          + (filter.negated() ? "does not contain \"" : "contains \"")
          + values
          + '"';
    }
    return filter.column() + (filter.negated() ? " is not " : " is ") + values;
  }

  private static String day(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String span(Span span) {
    if (span.isAll()) {
      return Span.ALL.words();
    }
    String from = span.from() == null ? "" : "from " + span.from();
    String to = span.to() == null ? "" : "to before " + span.to();
    return span.words() + " (" + (from + " " + to).strip() + ")";
  }

  private String order() {
    boolean rows = !question.by().isEmpty();
    if (!rows || question.order() == Order.NATURAL) {
      return question.limit() > 0 ? ", " + question.limit() + " rows" : "";
    }
    String first = question.order() == Order.HIGHEST ? "highest first" : "lowest first";
    if (question.measure() instanceof Beyond b
        && (b.way() == Beyond.Way.FIRST || b.way() == Beyond.Way.RECOVERED)) {
      first = "earliest first";
    }
    return ", " + first + (question.limit() > 0 ? ", " + question.limit() + " rows" : "");
  }

  private String measure() {
    return switch (question.measure()) {
      case Measure.Figures figures ->
          Phrases.listed(figures.figures().stream().map(Interpretation::figure).toList());
      case Measure.Ratio ratio ->
          "sum of " + ratio.part().column() + " over sum of " + ratio.whole().column();
      case Beyond beyond -> beyond(beyond);
      case Measure.Histogram h -> "distribution of the samples of " + h.metric().column();
      case Measure.Peak peak ->
          "when " + peak.metric().column() + " was " + (peak.highest() ? "highest" : "lowest");
      case Measure.Trend trend ->
          "slope a minute of " + trend.metric().column() + " (its mean over all series)";
      case Measure.TimeTo t ->
          "minutes until "
              + t.metric().column()
              + " reaches "
              + Sql.number(t.level())
              + " if its straight line goes on";
      case Measure.Movers _ -> "relative change of the mean of every metric";
      case Measure.Companions c -> "correlation of other metrics with " + c.metric().column();
      case Measure.Lead lead ->
          "correlation of "
              + lead.second().column()
              + " with "
              + lead.first().column()
              + " so many samples before (negative: after)";
      case Measure.Attributes a ->
          figure(a.figure()) + " for every value of " + Phrases.listed(a.dimensions());
      case Measure.Rows _ -> "number of " + rows();
      case Measure.Distinct d -> "number of different values of " + d.dimension();
      case Measure.Values v -> "values of " + v.dimension();
      case Measure.Listing l -> rows() + (l.newestFirst() ? ", newest first" : ", oldest first");
      case Measure.Patterns p ->
          (p.onlyNew()
                  ? "patterns of log lines that were not seen before"
                  : "patterns of log lines")
              + " by how often they occur";
      case Measure.Share s -> "share of the sum of " + s.metric().column();
      case Measure.Traces t ->
          "traces"
              + (t.through().isEmpty()
                  ? ""
                  : " through " + Phrases.listed(t.through().stream().map(Filter::said).toList()))
              + " by how long they took";
      case Measure.CriticalPath _ ->
          "the slowest trace from its root on, at each span the child that ended last";
      case Measure.Budget b ->
          (b.way() == Measure.Budget.Spend.LEFT
                  ? "share left of the error budget"
                  : "how many times faster than allowed the error budget is used")
              + " where "
              + b.errors().column()
              + " may be "
              + Sql.number(b.allowed())
              + " on average";
      case Measure.Exhaustion e ->
          "minutes until the error budget of "
              + Phrases.duration(e.period())
              + " is used up, where "
              + e.errors().column()
              + " may be "
              + Sql.number(e.allowed())
              + " on average, and errors go on as seen";
      case Measure.Freshness _ -> "longest gap between samples, and the newest sample";
    };
  }

  private String rows() {
    return switch (question.source()) {
      case METRICS -> "samples";
      case LOGS -> "log lines";
      case CHANGES -> "changes";
      case SPANS -> "spans";
    };
  }

  private static String figure(Figure figure) {
    String column = figure.metric().column();
    if (!Double.isNaN(figure.quantile())) {
      return "percentile "
          + Sql.number(Math.round(figure.quantile() * 10_000) / 100.0)
          + " of the samples of "
          + column;
    }
    return switch (figure.function()) {
      case MEAN -> "mean of " + column;
      case MAX -> "maximum of " + column;
      case MIN -> "minimum of " + column;
      case SUM -> "sum of " + column;
      case MEDIAN -> "median of " + column;
      case RANGE -> "maximum less minimum of " + column;
      case STDDEV -> "standard deviation of " + column;
      case INCREASE -> "increase of the counter " + column;
      case LAST -> "newest value of " + column;
      case FIRST -> "oldest value of " + column;
      case PER_SECOND -> column + " a second";
      case PER_MINUTE -> column + " a minute";
      case SAMPLES -> "number of samples of " + column;
    };
  }

  private static String beyond(Beyond beyond) {
    String is =
        beyond.metric().column()
            + " "
            + beyond.comparison().sign()
            + " "
            + Sql.number(beyond.threshold());
    return switch (beyond.way()) {
      case SHARE -> "share of samples with " + is;
      case SAMPLES -> "number of samples with " + is;
      case FIRST -> "first sample with " + is;
      case LAST -> "last sample with " + is;
      case RECOVERED -> "first sample after the last one with " + is;
      case LONGEST -> "longest unbroken time with " + is;
      case MINUTES -> "minutes with " + is + " in any series";
      case ANY -> "labels with at least one sample with " + is;
    };
  }
}
