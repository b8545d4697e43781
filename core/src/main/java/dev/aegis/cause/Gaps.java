package dev.aegis.cause;

import dev.aegis.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;

/** What could not be looked at, and which question stays open for it. */
final class Gaps {
  private Gaps() {}

  static List<String> of(Facts facts) {
    List<String> gaps = new ArrayList<>();
    if (facts.levels().byMetric().values().stream().noneMatch(Levels.Level::known)) {
      gaps.add(
          "nothing is recorded before the onset and after it: there is no normal to compare with");
    }
    missing(facts, Metric.REQUEST_RATE, "no figures of traffic: a surge cannot be told", gaps);
    if (facts.heap().current(facts.changes().leakBegan()).isEmpty()) {
      gaps.add("no heap figures since the change: a leak cannot be told from load");
    } else if (facts.heap().former(facts.changes().leakBegan()).isEmpty()) {
      gaps.add("no heap figures from before the change: it may have grown already");
    }
    if (Double.isNaN(facts.movers().withGc())) {
      gaps.add("no figures of garbage collection: what latency follows is not known");
    }
    missing(
        facts,
        facts.inquiry().calls(),
        "no response times of the dependency: a slow one cannot be told",
        gaps);
    missing(facts, Metric.PODS_READY, "no count of pods: lost capacity cannot be told", gaps);
    if (facts.steps().of(Metric.ERROR_RATIO, facts.changes().release()).isEmpty()) {
      gaps.add("no errors before and after the change: a change that fails at once cannot be told");
    }
    if (!facts.changes().recorded()) {
      gaps.add("no changes are recorded: whether a deploy came before is not known");
    }
    return List.copyOf(gaps);
  }

  private static void missing(Facts facts, Metric metric, String sentence, List<String> gaps) {
    if (!facts.levels().of(metric).known()) {
      gaps.add(sentence);
    }
  }
}
