package dev.aegis.question;

import dev.aegis.question.Builder.Built;
import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.Meaning.Direction;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Figure;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Span;
import java.time.Duration;
import java.util.List;

/** Questions about courses: what moved, where to, and what moved along. */
final class MovementBuilder {
  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final Spans spans;
  private final NamedMetrics named;
  private final FigureBuilder figures;
  private final Builder builder;

  /** What "still" looks back to, in samples. */
  private static final int RECENT_STEPS = 15;

  MovementBuilder(
      Draft draft,
      Schema schema,
      Slots slots,
      Spans spans,
      NamedMetrics named,
      FigureBuilder figures,
      Builder builder) {
    this.draft = draft;
    this.schema = schema;
    this.slots = slots;
    this.spans = spans;
    this.named = named;
    this.figures = figures;
    this.builder = builder;
  }

  Built moving() {
    Span span = spans.span();
    Span baseline =
        draft.asks(Particle.STILL) || draft.asks(Particle.TREND)
            ? null
            : spans.baseline(span, true);
    boolean down = draft.direction == Direction.DOWN;
    if (baseline != null) {
      slots.allow("a change", Slots.CHANGE);
      if (draft.asks(Particle.CHANGED) && draft.extreme != null && draft.direction == null) {
        throw new NotUnderstood("changed", "say increased most or decreased most");
      }
      List<Figure> asked = figuresOfOne();
      return new Built(
          new Question(
              schema.source(),
              asked.isEmpty() ? ratioMeasure() : new Measure.Figures(asked),
              List.copyOf(draft.by),
              draft.bucket,
              List.copyOf(draft.filters.values()),
              span,
              baseline,
              down ? Order.LOWEST : Order.HIGHEST,
              draft.limit),
          null);
    }
    if (draft.asks(Particle.CHANGED)) {
      throw new NotUnderstood("changed", "say since when, or compared with what time");
    }
    slots.allow("a trend", Slots.TREND);
    if (draft.asks(Particle.STILL) && !draft.hasTime()) {
      Duration recent = schema.step().multipliedBy(RECENT_STEPS);
      draft.last(recent.isZero() ? Duration.ofMinutes(RECENT_STEPS) : recent, "still");
    }
    return builder.one(new Measure.Trend(named.one()), down ? Order.LOWEST : Order.HIGHEST);
  }

  private List<Figure> figuresOfOne() {
    if (draft.metrics.size() == 1 && draft.metrics.getFirst().meaning() instanceof Meaning.PartOf) {
      return List.of();
    }
    MetricColumn metric = named.one();
    Extreme extreme = draft.extreme;
    draft.extreme = null;
    List<Figure> asked = figures.figuresOf(metric);
    draft.extreme = extreme;
    if (asked.size() > 1) {
      throw new NotUnderstood(draft.metrics.getFirst().text(), "one statistic at a time");
    }
    Figure figure = asked.getFirst();
    boolean sum = figure.function() == Function.SUM && draft.functions.isEmpty();
    return List.of(sum ? new Figure(metric, Function.MEAN) : figure);
  }

  private Measure ratioMeasure() {
    Meaning.PartOf part = (Meaning.PartOf) draft.metrics.getFirst().meaning();
    return new Measure.Ratio(part.part(), part.whole());
  }

  Built movers() {
    boolean grows = draft.direction != null;
    slots.allow("all metrics", Slots.MOVERS);
    if (!draft.metrics.isEmpty()) {
      throw new NotUnderstood(
          draft.metrics.getFirst().text(), "which metric is asked, and one is named already");
    }
    if (!grows && !draft.asks(Particle.CHANGED)) {
      throw new NotUnderstood(
          "metric", "say what it shall have done: changed, grown or fallen most");
    }
    Span span = spans.span();
    Span baseline = spans.baseline(span, true);
    if (baseline == null && grows) {
      Span[] halves = halves(span);
      baseline = halves[0];
      span = halves[1];
    }
    if (baseline == null) {
      throw new NotUnderstood("changed", "say since when, or compared with what time");
    }
    Order order =
        !grows ? Order.NATURAL : draft.direction == Direction.DOWN ? Order.LOWEST : Order.HIGHEST;
    return new Built(
        new Question(
            schema.source(),
            new Measure.Movers(schema.metrics()),
            List.of(),
            null,
            List.copyOf(draft.filters.values()),
            span,
            baseline,
            order,
            draft.limit),
        null);
  }

  private Span[] halves(Span span) {
    var from = span.from() == null ? schema.from() : span.from();
    var to = span.to() == null ? schema.to() : span.to();
    var middle = from.plus(Duration.between(from, to).dividedBy(2));
    return new Span[] {
      new Span(span.from(), middle, "in the first half of it"),
      new Span(middle, span.to(), "in the second half of the time")
    };
  }

  Built together() {
    slots.allow("how metrics go together", Slots.TOGETHER);
    if (draft.asks(Particle.LEADS)) {
      if (draft.metrics.size() != 2) {
        throw new NotUnderstood("leads", "name two metrics");
      }
      return builder.one(
          new Measure.Lead(named.of(draft.metrics.getFirst()), named.of(draft.metrics.getLast())),
          Order.NATURAL);
    }
    if (draft.metrics.size() == 2) {
      MetricColumn other = named.of(draft.metrics.getLast());
      return builder.one(
          new Measure.Companions(named.of(draft.metrics.getFirst()), List.of(other)),
          Order.NATURAL);
    }
    MetricColumn metric = named.one();
    List<MetricColumn> others = schema.metrics().stream().filter(m -> !m.equals(metric)).toList();
    if (others.isEmpty()) {
      throw new NotUnderstood(metric.column(), "it is the only metric of the data");
    }
    return builder.one(new Measure.Companions(metric, others), Order.NATURAL);
  }

  Built full() {
    slots.allow("the time until something is full", Slots.FULL);
    MetricColumn metric = named.one();
    Threshold level = draft.threshold;
    if (level == null && metric.kind() != Kind.RATIO) {
      throw new NotUnderstood(
          "full",
          "it is not known when " + metric.column() + " is full; say \"until it is over N\"");
    }
    double full =
        level == null
            ? metric.unit().equals("%") ? 100 : 1
            : level.isPromised()
                ? new Objectives(draft, schema).bound(metric, level)
                : Units.convert(level, metric);
    return builder.one(new Measure.TimeTo(metric, full), Order.LOWEST);
  }

  Built peak() {
    slots.allow("when something was highest", Slots.PEAK);
    if (draft.extreme == null && !draft.asks(Particle.PEAK)) {
      throw new NotUnderstood("when", "say what happened then: highest, lowest, or over how much");
    }
    MetricColumn metric = named.one();
    Order order = draft.asks(Particle.PEAK) ? Order.HIGHEST : figures.order(metric);
    return builder.one(new Measure.Peak(metric, order == Order.HIGHEST), order);
  }
}
