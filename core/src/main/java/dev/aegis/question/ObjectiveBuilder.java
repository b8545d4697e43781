package dev.aegis.question;

import dev.aegis.question.Builder.Built;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Question.Order;
import java.util.List;

/** Questions about what is left of an objective. */
final class ObjectiveBuilder {
  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final NamedMetrics named;
  private final Objectives objectives;
  private final Builder builder;

  ObjectiveBuilder(Draft draft, Schema schema, Slots slots, NamedMetrics named, Builder builder) {
    this.draft = draft;
    this.schema = schema;
    this.slots = slots;
    this.named = named;
    this.objectives = new Objectives(draft, schema);
    this.builder = builder;
  }

  Built build() {
    boolean exhausted = draft.asks(Particle.FULL);
    slots.allow("an error budget", exhausted ? Slots.EXHAUSTION : Slots.BUDGET);
    double allowed = objectives.errorShare("budget");
    if (!(allowed > 0 && allowed < 1)) {
      throw new NotUnderstood("budget", "say the objective, such as \"with an SLO of 99.9%\"");
    }
    if (exhausted && draft.period == null) {
      throw new NotUnderstood("budget", "say for which time, such as \"the 30-day error budget\"");
    }
    List<MetricColumn> errors =
        draft.metrics.isEmpty()
            ? schema.metrics().stream()
                .filter(m ->
                    m.kind() == Kind.RATIO
                        && MetricWords.ofColumn(m.column()).said().contains("error"))
                .toList()
            : List.of(named.one());
    if (errors.size() != 1 || errors.getFirst().kind() != Kind.RATIO) {
      throw new NotUnderstood("budget", "name the metric that is the share of errors");
    }
    double inUnit = errors.getFirst().unit().equals("%") ? allowed * 100 : allowed;
    if (draft.period != null) {
      return builder.one(
          new Measure.Exhaustion(errors.getFirst(), inUnit, draft.period), Order.LOWEST);
    }
    return builder.one(
        new Measure.Budget(
            errors.getFirst(),
            inUnit,
            draft.asks(Particle.BURN) ? Measure.Budget.Spend.BURN_RATE : Measure.Budget.Spend.LEFT),
        draft.asks(Particle.BURN) ? Order.HIGHEST : Order.LOWEST);
  }
}
