package dev.aegis.question;

import dev.aegis.question.Meaning.Direction;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes questions about log lines and about changes. */
final class RowBuilder {
  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final Spans spans;

  RowBuilder(Draft draft, Schema schema, Slots slots, Spans spans) {
    this.draft = draft;
    this.schema = schema;
    this.slots = slots;
    this.spans = spans;
  }

  Question build() {
    if (draft.source == Source.LOGS && !schema.logs()) {
      throw new NotUnderstood("logs", "the data have no log lines");
    }
    if (!draft.metrics.isEmpty()) {
      throw new NotUnderstood(
          draft.metrics.getFirst().text(),
          "a metric, in a question about " + (draft.source == Source.LOGS ? "logs" : "changes"));
    }
    if (!draft.quantiles.isEmpty() || draft.functions.stream().anyMatch(f -> f != Function.SUM)) {
      throw new NotUnderstood("statistic", "rows can be counted, and nothing else");
    }
    draft.functions.clear();
    return draft.source == Source.LOGS ? logs() : changes();
  }

  private Question logs() {
    checkLabels();
    if (draft.course && draft.bucket == null) {
      throw new NotUnderstood("over time", "say the step, such as \"per 5 minutes\"");
    }
    boolean ranked = draft.extreme != null && draft.by.isEmpty() && draft.bucket == null;
    if (ranked && !draft.asks(Particle.HOW_MANY)) {
      // "top error messages": of lines themselves there is no order, of patterns there is.
      draft.asked.add(Particle.PATTERNS);
    }
    if (draft.asks(Particle.PATTERNS)) {
      slots.allow("log patterns", Slots.LOG_PATTERNS);
      Span span = spans.span();
      if (draft.asks(Particle.NEW) && span.from() == null) {
        throw new NotUnderstood("new", "say since when");
      }
      return question(
          new Measure.Patterns(draft.asks(Particle.NEW)), order(Order.HIGHEST), span, null);
    }
    boolean lines =
        draft.asks(Particle.SAMPLE)
            || draft.latest
            || draft.earliest
            || draft.limit > 0 && draft.extreme == null && draft.by.isEmpty();
    if (lines) {
      slots.allow("log lines", Slots.LOG_LINES);
      return question(new Measure.Listing(draft.latest), Order.NATURAL, spans.span(), null);
    }
    boolean counted =
        draft.asks(Particle.HOW_MANY)
            || !draft.by.isEmpty()
            || draft.bucket != null
            || draft.baseline != null
            || draft.direction != null;
    if (!counted && draft.extreme == null) {
      slots.allow("log lines", Slots.LOG_LINES);
      return question(new Measure.Listing(false), Order.NATURAL, spans.span(), null);
    }
    slots.allow("a number of log lines", Slots.LOG_COUNT);
    Span span = spans.span();
    Span baseline = spans.baseline(span, draft.direction != null);
    if (draft.direction != null && baseline == null) {
      throw new NotUnderstood("direction", "say since when, or compared with what time");
    }
    Order usual =
        draft.direction == Direction.DOWN
            ? Order.LOWEST
            : draft.bucket != null ? Order.NATURAL : Order.HIGHEST;
    return question(new Measure.Rows(), order(usual), span, baseline);
  }

  private void checkLabels() {
    List<String> columns = new ArrayList<>(draft.by);
    columns.addAll(draft.filters.keySet());
    columns.remove(Filter.WEEKDAY);
    for (String column : columns) {
      boolean there = schema.dimension(column).map(Schema.Dimension::inLogs).orElse(false);
      if (!there) {
        throw new NotUnderstood(column, "no log line carries this label");
      }
    }
  }

  private Order order(Order usual) {
    Extreme extreme = draft.extreme;
    if (extreme == null) {
      return usual;
    }
    return switch (extreme) {
      case MOST -> Order.HIGHEST;
      case LEAST -> Order.LOWEST;
      case WORST, BEST, SLOWEST, FASTEST ->
          throw new NotUnderstood(
              extreme.name().toLowerCase(java.util.Locale.ROOT), "say most or least of rows");
    };
  }

  private Question changes() {
    draft.asked.remove(Particle.CHANGED);
    if (draft.changeKind != null) {
      draft.filter(kinds(draft.changeKind), draft.changeKind);
    }
    for (String column : draft.by) {
      if (!List.of("service", "region", "version", "kind").contains(column)) {
        throw new NotUnderstood(column, "no change carries this label");
      }
    }
    if (draft.asks(Particle.HOW_MANY)) {
      slots.allow("a number of changes", Slots.CHANGE_COUNT);
      return question(new Measure.Rows(), order(Order.HIGHEST), spans.span(), null);
    }
    draft.by.clear();
    slots.allow("changes", Slots.CHANGE_LIST);
    return question(new Measure.Listing(draft.latest), Order.NATURAL, spans.span(), null);
  }

  /** The kinds as the data write them. */
  private Filter kinds(String asked) {
    List<String> kinds =
        schema.events().stream()
            .map(Schema.Event::kind)
            .filter(k -> java.util.Arrays.stream(asked.split("\\|")).anyMatch(a -> Anchor.is(a, k)))
            .distinct()
            .sorted()
            .toList();
    return new Filter("kind", kinds.isEmpty() ? List.of(asked) : kinds, false);
  }

  private Question question(Measure measure, Order order, Span span, @Nullable Span baseline) {
    List<Filter> filters = new ArrayList<>(draft.filters.values());
    if (!draft.contained.isEmpty()) {
      for (String text : draft.contained) {
        filters.add(new Filter("message", List.of(text), false, true));
      }
    }
    return new Question(
        draft.source,
        measure,
        List.copyOf(draft.by),
        draft.bucket,
        filters,
        span,
        baseline,
        order,
        draft.limit);
  }
}
