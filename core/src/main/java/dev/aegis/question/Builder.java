package dev.aegis.question;

import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one question of a draft, or says why its parts make none. */
final class Builder {
  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final Spans spans;
  private final NamedMetrics named;
  private final FigureBuilder figures;

  /** The question, and the same with the other meaning of a superlative. */
  record Built(Question question, @Nullable Question rival) {}

  private Builder(Draft draft, Schema schema) {
    this.draft = draft;
    this.schema = schema;
    this.slots = new Slots(draft);
    this.spans = new Spans(draft, schema);
    this.named = new NamedMetrics(draft, schema);
    this.figures = new FigureBuilder(draft, schema, slots, named, this);
  }

  static Built build(Draft draft, Schema schema) {
    Builder builder = new Builder(draft, schema);
    return switch (draft.source) {
      case METRICS, SPANS -> builder.metrics();
      case LOGS, CHANGES ->
          new Built(new RowBuilder(draft, schema, builder.slots, builder.spans).build(), null);
    };
  }

  private Built metrics() {
    checkLabels();
    if (draft.course && draft.bucket == null) {
      draft.bucket = Steps.width(spans.span(), schema);
    }
    if (schema.ofSpans()) {
      Built ofSpans = new SpanBuilder(draft, schema, slots, named, this).build();
      if (ofSpans != null) {
        return ofSpans;
      }
    }
    if (draft.asks(Particle.GAPS) || draft.asks(Particle.FRESH)) {
      slots.allow("data gaps", Slots.GAPS);
      return one(new Measure.Freshness(schema.step()), Order.HIGHEST);
    }
    if (draft.asks(Particle.BUDGET) || draft.asks(Particle.BURN)) {
      return new ObjectiveBuilder(draft, schema, slots, named, this).build();
    }
    if (draft.asks(Particle.CORRELATES) || draft.asks(Particle.LEADS)) {
      return movements().together();
    }
    if (draft.asks(Particle.METRICS) || draft.metrics.isEmpty() && draft.asks(Particle.CHANGED)) {
      return movements().movers();
    }
    if (draft.asks(Particle.HISTOGRAM)) {
      slots.allow("a histogram", Slots.HISTOGRAM);
      return one(new Measure.Histogram(named.one()), Order.NATURAL);
    }
    if (draft.asks(Particle.ATTRIBUTES)) {
      return figures.attributes();
    }
    if (draft.asks(Particle.FULL)) {
      return movements().full();
    }
    if (draft.threshold != null) {
      return new ThresholdBuilder(draft, schema, slots, named, new Objectives(draft, schema), this)
          .build(draft.threshold);
    }
    if (draft.asks(Particle.WHEN)) {
      return movements().peak();
    }
    if (draft.distinct != null) {
      slots.allow("a number of labels", Slots.DISTINCT);
      return one(new Measure.Distinct(draft.distinct), Order.HIGHEST);
    }
    if (draft.metrics.isEmpty()
        && draft.quantiles.isEmpty()
        && draft.extreme != Extreme.SLOWEST
        && draft.extreme != Extreme.FASTEST) {
      return labels();
    }
    return draft.direction != null || draft.asks(Particle.TREND) || draft.asks(Particle.CHANGED)
        ? movements().moving()
        : figures.build();
  }

  private void checkLabels() {
    for (String column : draft.by) {
      requireInMetrics(column);
    }
    for (Filter filter : draft.filters.values()) {
      if (!filter.isWeekday()) {
        requireInMetrics(filter.column());
      }
    }
  }

  private void requireInMetrics(String column) {
    boolean there = schema.dimension(column).map(Schema.Dimension::inMetrics).orElse(false);
    if (!there) {
      throw new NotUnderstood(column, "no metric carries this label; only logs or changes do");
    }
  }

  private MovementBuilder movements() {
    return new MovementBuilder(draft, schema, slots, spans, named, figures, this);
  }

  private Built labels() {
    if (draft.asks(Particle.HOW_MANY) && draft.asks(Particle.SAMPLES)) {
      slots.allow("a number of samples", Slots.SAMPLES);
      return one(new Measure.Rows(), Order.HIGHEST);
    }
    if (draft.by.size() == 1
        && draft.extreme == null
        && draft.listed
        && draft.filters.keySet().stream().noneMatch(draft.by::contains)) {
      slots.allow("labels", Slots.LABELS);
      return one(new Measure.Values(draft.by.iterator().next()), Order.NATURAL);
    }
    throw new NotUnderstood("metric", "no metric of the data is named");
  }

  /** A question whose other parts are as they were said. */
  Built one(Measure measure, Order order) {
    Span span = spans.span();
    boolean values = measure instanceof Measure.Values;
    Question question =
        new Question(
            schema.source(),
            measure,
            values ? List.of() : List.copyOf(draft.by),
            draft.bucket,
            List.copyOf(draft.filters.values()),
            span,
            spans.baseline(span, false),
            order,
            draft.limit);
    return new Built(question, null);
  }
}
