package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.telemetry.Metric;
import java.util.List;
import java.util.Locale;

/**
 * More traffic than the pods can carry: it grew first, and each request costs what it did before.
 */
final class TrafficSurge implements Theory {
  private static final Weight GREW = new Weight(Math.log(1.15), 0.12, 12);
  private static final Weight FIRST = new Weight(-5, 15, 4);
  private static final Weight FOLLOWS = new Weight(0.4, 0.4, 4);
  private static final Weight COST = new Weight(Math.log(1.15), 0.2, 4);

  /** Utilisation near 1 no longer grows with the work. */
  private static final double SATURATED = 0.95;

  @Override
  public Cause cause() {
    return Cause.TRAFFIC_SURGE;
  }

  @Override
  public String statement(Facts facts) {
    Levels.Level traffic = facts.levels().traffic();
    return traffic.known()
        ? String.format(
            Locale.ROOT,
            "traffic surge: %,.0f → %,.0f requests a second",
            traffic.before(),
            traffic.newest())
        : Cause.TRAFFIC_SURGE.words();
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    Explained.byFewPods(facts, 1, pleading);
    Levels.Level traffic = facts.levels().traffic();
    pleading.add(
        "requests x " + Words.plain(Math.exp(traffic.logRatio())) + " of normal",
        facts.levels().evidence(),
        GREW.of(traffic.logRatio(), traffic.reliability()));
    Movers movers = facts.movers();
    double lead = movers.leadOver(Metric.REQUEST_RATE);
    if (traffic.logRatio() > 0) {
      pleading.add(Order.sentence("traffic", lead), movers.movedEvidence(), FIRST.of(lead, 1));
    }
    pleading.add(
        String.format(
            Locale.ROOT, "p99 goes with traffic (correlation %.2f)", movers.withTraffic()),
        movers.followsEvidence(),
        FOLLOWS.of(movers.withTraffic(), 1));
    cost(facts, traffic, pleading);
    facts.components().forHome(pleading);
    return pleading.findings();
  }

  private static void cost(Facts facts, Levels.Level traffic, Pleading pleading) {
    Levels.Level used = facts.levels().of(Metric.UTILISATION);
    if (used.newest() < SATURATED) {
      double cost = used.logRatio() - traffic.logRatio();
      pleading.add(
          "each request takes x " + Words.plain(Math.exp(cost)) + " of the slot time it took",
          facts.levels().evidence(),
          -COST.of(cost, used.reliability()));
    }
  }
}
