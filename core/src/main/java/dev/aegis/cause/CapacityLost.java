package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.telemetry.Metric;
import java.util.List;
import java.util.Locale;

/** Pods are gone and nobody changed anything. */
final class CapacityLost implements Theory {
  private static final Weight LOST = new Weight(0.12, 0.1, 10);
  private static final Weight FIRST = new Weight(-5, 15, 4);
  private static final Weight NO_CHANGE = new Weight(0.25, 0.4, 6);

  @Override
  public Cause cause() {
    return Cause.CAPACITY_LOST;
  }

  @Override
  public String statement(Facts facts) {
    Levels.Level pods = facts.levels().of(Metric.PODS_READY);
    return pods.known()
        ? String.format(
            Locale.ROOT, "capacity lost: %,.0f of %,.0f pods answer", pods.newest(), pods.before())
        : Cause.CAPACITY_LOST.words();
  }

  @Override
  public boolean differs(Facts there) {
    return there.levels().of(Metric.PODS_READY).known();
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    Explained.byFewPods(facts, 1, pleading);
    Levels.Level pods = facts.levels().of(Metric.PODS_READY);
    double lost = pods.lostShare();
    pleading.add(
        Words.plain(pods.newest()) + " of " + Words.plain(pods.before()) + " pods answer",
        facts.levels().evidence(),
        LOST.of(lost, pods.reliability()));
    if (lost > 0) {
      double lead = facts.movers().leadOver(Metric.PODS_READY);
      pleading.add(
          Order.sentence("the number of pods", lead),
          facts.movers().movedEvidence(),
          FIRST.of(lead, 1));
    }
    Explained.byNoChange(facts, NO_CHANGE, pleading);
    Explained.byLeak(facts, pleading);
    Explained.byTraffic(facts, pleading);
    Explained.byDependency(facts, pleading);
    return pleading.findings();
  }
}
