package dev.aegis.question;

import dev.aegis.question.Builder.Built;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of spans and of nothing else; all other questions are like those of samples.
 */
final class SpanBuilder {
  private static final String CALLS = "calls";

  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final NamedMetrics named;
  private final Builder builder;

  SpanBuilder(Draft draft, Schema schema, Slots slots, NamedMetrics named, Builder builder) {
    this.draft = draft;
    this.schema = schema;
    this.slots = slots;
    this.named = named;
    this.builder = builder;
  }

  /** The question; {@code null} where it is one that samples could be asked as well. */
  @Nullable Built build() {
    if (draft.asks(Particle.CRITICAL)) {
      return criticalPath();
    }
    if (draft.asks(Particle.TRACES)) {
      return draft.asks(Particle.HOW_MANY) ? traceCount() : traces();
    }
    draft.asked.remove(Particle.SPANS);
    if (draft.asks(Particle.SHARE)) {
      return share();
    }
    boolean counted =
        draft.asks(Particle.HOW_MANY) || draft.extreme == Extreme.MOST && !draft.by.isEmpty();
    if (counted && draft.metrics.isEmpty() && draft.quantiles.isEmpty() && draft.distinct == null) {
      slots.allow("a number of spans", Slots.SPAN_COUNT);
      return builder.one(new Measure.Rows(), Order.HIGHEST);
    }
    return null;
  }

  private Built criticalPath() {
    slots.allow("a critical path", Slots.CRITICAL_PATH);
    if (draft.extreme != Extreme.SLOWEST) {
      throw new NotUnderstood(
          "critical path", "say of which trace: \"critical path of the slowest trace\"");
    }
    return builder.one(new Measure.CriticalPath(), Order.NATURAL);
  }

  private Built traceCount() {
    slots.allow("a number of traces", Slots.TRACE_COUNT);
    return builder.one(new Measure.Distinct("trace"), Order.HIGHEST);
  }

  private Built traces() {
    slots.allow("traces", Slots.TRACES);
    List<Filter> through = new ArrayList<>(draft.filters.values());
    for (Draft.Mention mention : draft.metrics) {
      if (!named.of(mention).column().equals("errors")) {
        throw new NotUnderstood(
            mention.text(), "traces are listed by how long they took; ask about spans for figures");
      }
      through.add(new Filter("status", List.of("error"), false));
    }
    for (Filter filter : through) {
      if (filter.negated() || filter.isWeekday()) {
        throw new NotUnderstood("traces", "ask for what they go through, and not for what not");
      }
    }
    Set<String> others = new LinkedHashSet<>(draft.by);
    others.removeAll(draft.filters.keySet());
    if (!others.isEmpty()) {
      throw new NotUnderstood(
          others.iterator().next(), "traces are listed, not put together; ask about spans");
    }
    draft.by.clear();
    draft.filters.clear();
    boolean fastest = draft.extreme == Extreme.FASTEST || draft.extreme == Extreme.LEAST;
    return builder.one(new Measure.Traces(through), fastest ? Order.LOWEST : Order.HIGHEST);
  }

  /** {@code share of time by callee}, {@code share of failed spans by operation}. */
  private Built share() {
    slots.allow("a share", Slots.SHARE);
    if (draft.by.isEmpty()) {
      throw new NotUnderstood("share", "say by what, such as \"by operation\"");
    }
    if (draft.asks(Particle.SAMPLES)) {
      return builder.one(new Measure.Share(time()), Order.HIGHEST);
    }
    MetricColumn metric = named.one();
    if (metric.column().equals("errors")) {
      return builder.one(new Measure.Ratio(metric, column(CALLS)), Order.HIGHEST);
    }
    if (metric.kind() != Kind.COUNT) {
      throw new NotUnderstood(metric.column(), "values of it do not add up to a whole");
    }
    return builder.one(new Measure.Share(metric), Order.HIGHEST);
  }

  private MetricColumn time() {
    return draft.metrics.isEmpty() || named.one().column().equals(CALLS)
        ? column("duration_ms")
        : named.one();
  }

  private MetricColumn column(String name) {
    return schema.metrics().stream()
        .filter(m -> m.column().equals(name))
        .findFirst()
        .orElseThrow(() -> new NotUnderstood(name, "the spans have no such figure"));
  }
}
