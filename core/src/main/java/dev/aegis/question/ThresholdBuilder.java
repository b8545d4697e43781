package dev.aegis.question;

import dev.aegis.question.Builder.Built;
import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Beyond;
import dev.aegis.question.Measure.Comparison;
import dev.aegis.question.Question.Order;

/** Questions about how samples lie to a threshold. */
final class ThresholdBuilder {
  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final NamedMetrics named;
  private final Objectives objectives;
  private final Builder builder;

  ThresholdBuilder(
      Draft draft,
      Schema schema,
      Slots slots,
      NamedMetrics named,
      Objectives objectives,
      Builder builder) {
    this.draft = draft;
    this.schema = schema;
    this.slots = slots;
    this.named = named;
    this.objectives = objectives;
    this.builder = builder;
  }

  Built build(Threshold threshold) {
    if (draft.which && draft.extreme == null && draft.asked.isEmpty()) {
      slots.allow("a threshold", Slots.BEYOND_ANY);
    } else {
      slots.allow("a threshold", Slots.BEYOND);
    }
    MetricColumn metric = draft.metrics.isEmpty() ? metricFor(threshold) : named.one();
    double value =
        threshold.isPromised()
            ? objectives.bound(metric, threshold)
            : Units.convert(threshold, metric);
    Beyond.Way way = way();
    boolean timed = way == Beyond.Way.LONGEST || way == Beyond.Way.MINUTES;
    require(
        !timed || !schema.step().isZero(),
        "how long",
        "it is not known how far apart samples are; ask for the share of them");
    Comparison comparison = threshold.comparison();
    if (way == Beyond.Way.RECOVERED) {
      comparison =
          comparison == Comparison.BELOW
              ? Comparison.AT_LEAST
              : comparison == Comparison.AT_MOST ? Comparison.ABOVE : comparison;
    }
    boolean early = way == Beyond.Way.FIRST || way == Beyond.Way.RECOVERED;
    return builder.one(
        new Beyond(metric, comparison, value, way), early ? Order.LOWEST : Order.HIGHEST);
  }

  private MetricColumn metricFor(Threshold threshold) {
    if (threshold.unit().equals("ms")) {
      return named.slowness(threshold.text());
    }
    throw new NotUnderstood(threshold.text(), "say of which metric");
  }

  private Beyond.Way way() {
    if (draft.asks(Particle.BACK)) {
      require(draft.asks(Particle.WHEN), "recover", "ask when it recovered");
      return Beyond.Way.RECOVERED;
    }
    if (draft.asks(Particle.LONGEST)) {
      return Beyond.Way.LONGEST;
    }
    if (draft.asks(Particle.HOW_LONG) || draft.asks(Particle.MINUTES)) {
      return Beyond.Way.MINUTES;
    }
    if (draft.asks(Particle.LAST)) {
      return Beyond.Way.LAST;
    }
    if (draft.asks(Particle.WHEN) || draft.asks(Particle.FIRST)) {
      return Beyond.Way.FIRST;
    }
    if (draft.asks(Particle.SHARE)) {
      return Beyond.Way.SHARE;
    }
    if (draft.asks(Particle.HOW_MANY)) {
      require(draft.asks(Particle.SAMPLES), "how many", "say how many samples, or which ones");
      return Beyond.Way.SAMPLES;
    }
    return draft.by.isEmpty() ? Beyond.Way.SHARE : Beyond.Way.ANY;
  }

  private static void require(boolean condition, String word, String reason) {
    if (!condition) {
      throw new NotUnderstood(word, reason);
    }
  }
}
