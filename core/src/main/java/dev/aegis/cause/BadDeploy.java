package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A deploy, a configuration or a flag that fails or is slow from its first request: a step at the
 * change, not a rise after it.
 */
final class BadDeploy implements Theory {
  private static final Weight ERRORS_STEP = new Weight(Math.log(3), 1, 9);
  private static final Weight LATENCY_STEP = new Weight(Math.log(1.4), 0.35, 6);
  private static final Weight ERRORS_CONTRAST = new Weight(Math.log(2), 0.8, 9);
  private static final Weight LATENCY_CONTRAST = new Weight(Math.log(1.25), 0.25, 7);

  /** What fails now and then fails in one pod first. */
  private static final double ALL_PODS_AT_ONCE = 0.4;

  /** Two in a thousand: makes ratios of error ratios meaningful near 0. */
  private static final double SOME_ERRORS = 0.002;

  @Override
  public Cause cause() {
    return Cause.BAD_DEPLOY;
  }

  @Override
  public String statement(Facts facts) {
    return facts
        .changes()
        .release()
        .map(BadDeploy::statement)
        .orElse("a change that was not recorded");
  }

  @Override
  public Optional<Change> change(Facts facts) {
    return facts.changes().release();
  }

  private static String statement(Change change) {
    String name = Words.name(change.version());
    return switch (change.kind()) {
      case DEPLOY -> name + " fails or is slow from its first request";
      case CONFIG, FLAG -> Changes.words(change) + " fails or slows requests from then on";
      case SCALE -> "a change of scale to " + name;
    };
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    Explained.byFewPods(facts, ALL_PODS_AT_ONCE, pleading);
    if (!contrast(facts, pleading)) {
      steps(facts, pleading);
    }
    Explained.byRelease(facts, pleading);
    Explained.byLeak(facts, pleading);
    Explained.byTraffic(facts, pleading);
    Explained.byDependency(facts, pleading);
    Explained.byLostPods(facts, pleading);
    return pleading.findings();
  }

  /**
   * The stronger of both steps counts: a version that answers slowly need not fail, and one that
   * fails at once may even answer faster. Without a release the first minute is that of the
   * incident itself, in which everything steps.
   */
  private static void steps(Facts facts, Pleading pleading) {
    if (facts.changes().release().isEmpty()) {
      return;
    }
    Optional<Steps.Step> errors = facts.steps().of(Metric.ERROR_RATIO, facts.changes().release());
    Optional<Steps.Step> latency = latencyStep(facts);
    double byErrors = errors.map(s -> ERRORS_STEP.of(errorStep(s), 1)).orElse(Double.NaN);
    double byLatency = latency.map(s -> LATENCY_STEP.of(logStep(s), 1)).orElse(Double.NaN);
    String evidence = facts.steps().evidence();
    if (errors.isPresent() && !(byLatency > byErrors)) {
      pleading.add(errorSentence(errors.get()), evidence, byErrors);
    } else if (latency.isPresent()) {
      pleading.add(latencySentence(latency.get()), evidence, byLatency);
    }
  }

  /**
   * While some pods have the new version and some the old one, both meet the same traffic, the same
   * dependencies and the same machines: what makes them differ is the change, and where they do not
   * differ it is something else. The larger difference counts, and in place of the step, which is
   * seen in the same figures.
   *
   * @return whether both answer side by side
   */
  private static boolean contrast(Facts facts, Pleading pleading) {
    Optional<Change> release = facts.changes().release();
    Optional<Steps.Contrast> errors = facts.steps().contrast(Metric.ERROR_RATIO, release);
    Optional<Steps.Contrast> latency = facts.steps().contrast(Metric.LATENCY_P50, release);
    double byErrors =
        errors
            .map(c -> ERRORS_CONTRAST.of(errorRatio(c.young(), c.old()), 1))
            .orElse(Double.NEGATIVE_INFINITY);
    double byLatency =
        latency
            .filter(c -> c.old() > 0 && c.young() > 0)
            .map(c -> LATENCY_CONTRAST.of(Math.log(c.young() / c.old()), 1))
            .orElse(Double.NEGATIVE_INFINITY);
    String evidence = facts.steps().evidence();
    if (errors.isPresent() && byErrors >= byLatency) {
      pleading.add(
          sideBySide(
              Words.percent(errors.get().young()) + " errors", Words.percent(errors.get().old())),
          evidence,
          byErrors);
    } else if (latency.isPresent() && Double.isFinite(byLatency)) {
      pleading.add(
          sideBySide(Words.millis(latency.get().young()), Words.millis(latency.get().old())),
          evidence,
          byLatency);
    }
    return errors.isPresent() || Double.isFinite(byLatency);
  }

  private static String sideBySide(String young, String old) {
    return "side by side the new version has " + young + ", the old one " + old;
  }

  private static Optional<Steps.Step> latencyStep(Facts facts) {
    Optional<Change> release = facts.changes().release();
    return facts
        .steps()
        .of(Metric.LATENCY_P50, release)
        .or(() -> facts.steps().of(Metric.LATENCY_MEAN, release))
        .or(() -> facts.steps().of(Metric.LATENCY_P99, release));
  }

  private static double errorStep(Steps.Step step) {
    return errorRatio(step.first(), step.before());
  }

  private static double errorRatio(double now, double then) {
    return Math.log((now + SOME_ERRORS) / (then + SOME_ERRORS));
  }

  private static double logStep(Steps.Step step) {
    return step.before() > 0 && step.first() > 0
        ? Math.log(step.first() / step.before())
        : Double.NaN;
  }

  private static String errorSentence(Steps.Step step) {
    return String.format(
        Locale.ROOT,
        "errors in the first minute %s, before %s",
        Words.percent(step.first()),
        Words.percent(step.before()));
  }

  private static String latencySentence(Steps.Step step) {
    return String.format(
        Locale.ROOT,
        "response times in the first minute %s, before %s",
        Words.millis(step.first()),
        Words.millis(step.before()));
  }
}
