package dev.aegis.question;

import dev.aegis.question.Measure.Beyond;
import dev.aegis.question.Measure.Comparison;
import dev.aegis.question.Measure.Figure;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a question has an answer without rows: which of what it asks for is not there, and when it
 * is. The widest condition is looked at first, and what already explains it ends the search.
 */
public final class Absence {
  private final Question question;
  private final Schema schema;
  private final Clauses clauses;
  private final Data data;

  private Absence(Question question, Schema schema, Data data) {
    this.question = question;
    this.schema = schema;
    this.clauses = new Clauses(question, schema);
    this.data = data;
  }

  /** Runs a query over the tables that were asked. */
  @FunctionalInterface
  public interface Data {
    /** The cells of its one row: whole and other numbers, instants; {@code null} for none. */
    List<@Nullable Object> row(String sql);
  }

  /**
   * The reasons.
   *
   * @return sentences without a full stop; at least one
   */
  public static List<String> reasons(Question question, Schema schema, Data data) {
    return new Absence(question, schema, data).reasons();
  }

  private List<String> reasons() {
    String outside = outside();
    if (!outside.isEmpty()) {
      return List.of(outside);
    }
    List<String> found = new ArrayList<>();
    for (Filter filter : question.filters()) {
      add(found, "*", Sql.matches(filter), Interpretation.filter(filter), "nothing has ");
    }
    if (found.isEmpty() && question.filters().size() > 1) {
      add(found, "*", clauses.rows(), conditions(), "nothing has all of this: ");
    }
    if (found.isEmpty()) {
      for (MetricColumn metric : metrics(question.measure())) {
        String where = question.filters().isEmpty() ? "" : " where " + conditions();
        String what = metric.column() + where;
        add(found, Sql.name(metric.column()), clauses.rows(), what, "there are no values of ");
      }
    }
    if (found.isEmpty() && question.measure() instanceof Beyond beyond) {
      furthest(beyond, found);
    }
    return found.isEmpty() ? List.of("nothing matches; " + range()) : found;
  }

  private String range() {
    return "the data run from " + schema.from() + " to " + schema.to();
  }

  /** Changes may lie outside of what was measured. */
  private String outside() {
    Instant from = question.span().from();
    Instant to = question.span().to();
    if (question.source() == Source.CHANGES) {
      return "";
    }
    if (from != null && from.isAfter(schema.to())) {
      return "the time asked for begins after the data end; they run from "
          + schema.from()
          + " to "
          + schema.to();
    }
    return to != null && !to.isAfter(schema.from())
        ? "the time asked for ends before the data begin; they run from "
            + schema.from()
            + " to "
            + schema.to()
        : "";
  }

  private String conditions() {
    return question.filters().stream()
        .map(Interpretation::filter)
        .collect(Collectors.joining(" and "));
  }

  /** Looks whether there is such a thing, and when. */
  private void add(
      List<String> found, String counted, String condition, String what, String never) {
    Span span = question.span();
    String there = counted.equals("*") ? "" : counted + " IS NOT NULL";
    List<@Nullable Object> row =
        data.row(
            "SELECT count(*), count(*) FILTER (WHERE "
                + (span.isAll() ? "true" : Sql.during(span))
                + "), min(ts), max(ts)\nFROM "
                + clauses.table()
                + Sql.where(Sql.both(condition, there)));
    if (number(row.get(0)) == 0) {
      found.add(never + what);
    } else if (number(row.get(1)) == 0) {
      found.add(
          what + ": not in the time asked for, only from " + row.get(2) + " to " + row.get(3));
    }
  }

  /** How near the samples come to a threshold that none is beyond. */
  private void furthest(Beyond beyond, List<String> found) {
    boolean above =
        beyond.comparison() == Comparison.ABOVE || beyond.comparison() == Comparison.AT_LEAST;
    String column = Sql.name(beyond.metric().column());
    List<@Nullable Object> row =
        data.row(
            "SELECT "
                + (above ? "max(" : "min(")
                + column
                + ")\nFROM "
                + clauses.table()
                + Sql.where(clauses.rowsInSpan()));
    if (row.getFirst() instanceof Number furthest && beyond.comparison() != Comparison.EQUAL) {
      found.add(
          "no sample of "
              + beyond.metric().column()
              + " is "
              + beyond.comparison().sign()
              + " "
              + Sql.number(beyond.threshold())
              + " there; the "
              + (above ? "highest" : "lowest")
              + " is "
              + Sql.number(furthest.doubleValue()));
    }
  }

  private static double number(@Nullable Object cell) {
    return cell instanceof Number number ? number.doubleValue() : 0;
  }

  /** The columns without which there is no answer. */
  private static List<MetricColumn> metrics(Measure measure) {
    return switch (measure) {
      case Measure.Figures figures -> figures.figures().stream().map(Figure::metric).toList();
      case Measure.Ratio ratio -> List.of(ratio.part(), ratio.whole());
      case Beyond beyond -> List.of(beyond.metric());
      case Measure.Histogram histogram -> List.of(histogram.metric());
      case Measure.Peak peak -> List.of(peak.metric());
      case Measure.Trend trend -> List.of(trend.metric());
      case Measure.TimeTo time -> List.of(time.metric());
      case Measure.Companions companions -> List.of(companions.metric());
      case Measure.Lead lead -> List.of(lead.first(), lead.second());
      case Measure.Attributes attributes -> List.of(attributes.figure().metric());
      case Measure.Share share -> List.of(share.metric());
      case Measure.Budget budget -> List.of(budget.errors());
      case Measure.Exhaustion exhaustion -> List.of(exhaustion.errors());
      case Measure.Movers _,
          Measure.Rows _,
          Measure.Distinct _,
          Measure.Values _,
          Measure.Listing _,
          Measure.Patterns _,
          Measure.Traces _,
          Measure.CriticalPath _,
          Measure.Freshness _ ->
          List.of();
    };
  }
}
