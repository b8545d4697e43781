package dev.aegis.question;

import dev.aegis.question.Draft.Mention;
import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Comparison;

/**
 * The part of the grammar that holds one thing against another: two times, two labels, a threshold.
 */
final class ComparisonGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final TimeGrammar times;
  private final ValueGrammar values;

  ComparisonGrammar(Cursor cursor, Draft draft, TimeGrammar times, ValueGrammar values) {
    this.cursor = cursor;
    this.draft = draft;
    this.times = times;
    this.values = values;
  }

  boolean versus() {
    if (cursor.peek().isAny(Particle.VERSUS, Particle.THAN)) {
      boolean than = cursor.peek().is(Particle.THAN);
      cursor.next();
      if (times.baseline()) {
        return true;
      }
      cursor.take(Particle.IN, Particle.ON, Particle.FROM);
      cursor.skipFiller();
      Meaning next = cursor.peek().meaning();
      boolean beside =
          next instanceof Meaning.Metric && !draft.metrics.isEmpty()
              || next instanceof Meaning.Value
              || next instanceof Meaning.Quantile;
      draft.compared = true;
      return beside
          && !than
          && !(next instanceof Meaning.Value
              && !draft.filters.isEmpty()
              && !values.extendsFilter());
    }
    boolean comparing = draft.compared || draft.direction != null || draft.asks(Particle.CHANGED);
    return comparing && times.baseline();
  }

  boolean compare() {
    cursor.next();
    draft.compared = true;
    return true;
  }

  /** {@code between us-east-1 and us-west-2}, {@code between cpu and latency}. */
  boolean between() {
    cursor.next();
    cursor.skipFiller();
    draft.compared = true;
    return cursor.peek().meaning() instanceof Meaning.Value
        || cursor.peek().meaning() instanceof Meaning.Metric
        || cursor.peek().meaning() instanceof Meaning.Label;
  }

  boolean threshold(Comparison comparison) {
    int mark = cursor.mark();
    Segment here = cursor.next();
    cursor.take(Particle.SLO);
    cursor.skipFiller();
    if (operand(comparison)) {
      return true;
    }
    Segment metric = cursor.peek();
    if (metric.meaning() instanceof Meaning.Metric) {
      cursor.next();
      cursor.skipFiller();
      if (cursor.nextIs(Meaning.Amount.class) || cursor.nextIs(Meaning.Length.class)) {
        draft.metrics.add(new Mention(metric.meaning(), metric.text()));
        return operand(comparison);
      }
    }
    cursor.reset(mark + 1);
    boolean than = here.text().endsWith("than");
    if (than && times.baseline()) {
      draft.direction(
          comparison == Comparison.ABOVE ? Meaning.Direction.UP : Meaning.Direction.DOWN,
          here.text());
      return true;
    }
    cursor.reset(mark + 1);
    if (cursor.take(Particle.SLO) || draft.promised) {
      draft.promised = true;
      return threshold(Threshold.promised(comparison, "SLO"));
    }
    cursor.reset(mark);
    return false;
  }

  /** The number that a threshold is, with its unit. */
  private boolean operand(Comparison comparison) {
    int start = cursor.mark();
    Meaning.Length length = cursor.take(Meaning.Length.class);
    if (length != null) {
      return threshold(
          new Threshold(comparison, length.duration().toMillis(), "ms", cursor.text(start)));
    }
    Meaning.Amount number = cursor.take(Meaning.Amount.class);
    if (number == null) {
      return false;
    }
    Meaning.Unit unit = cursor.take(Meaning.Unit.class);
    double value = unit == null ? number.value() : number.value() * unit.duration().toMillis();
    String inUnit = unit == null ? number.unit() : "ms";
    return threshold(new Threshold(comparison, value, inUnit, cursor.text(start)));
  }

  private boolean threshold(Threshold threshold) {
    if (draft.threshold != null) {
      throw new NotUnderstood(
          threshold.text(), "two thresholds in one question; ask one at a time");
    }
    draft.threshold = threshold;
    return true;
  }

  /** {@code longest breach of 500 ms}. */
  boolean longest() {
    cursor.next();
    draft.asked.add(Particle.LONGEST);
    int mark = cursor.mark();
    cursor.skipFiller();
    if (!operand(Comparison.ABOVE)) {
      cursor.reset(mark);
    }
    return true;
  }
}
