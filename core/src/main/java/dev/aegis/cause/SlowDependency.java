package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import java.util.List;
import java.util.Locale;

/** A shared dependency is slow: it moved first and explains the response times. */
final class SlowDependency implements Theory {
  private static final Weight SLOWER = new Weight(Math.log(1.4), 0.3, 10);
  private static final Weight FIRST = new Weight(-5, 15, 4);
  private static final Weight ADDS = new Weight(0.15, 0.2, 5);
  private static final Weight FOLLOWS = new Weight(0.4, 0.4, 4);

  @Override
  public Cause cause() {
    return Cause.SLOW_DEPENDENCY;
  }

  @Override
  public String service(Facts facts) {
    return facts.inquiry().dependency();
  }

  @Override
  public String statement(Facts facts) {
    Levels.Level calls = facts.levels().dependency();
    String dependency = facts.inquiry().dependency();
    String who = dependency.isEmpty() ? "shared dependency" : Words.name(dependency);
    return calls.known()
        ? String.format(
            Locale.ROOT, "slow %s: %,.0f → %,.0f ms a call", who, calls.before(), calls.newest())
        : "slow " + who;
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    Explained.byFewPods(facts, 1, pleading);
    slowCalls(facts, pleading);
    facts.components().forCalled(pleading);
    HostContention.against(facts, pleading);
    Explained.byTraffic(facts, pleading);
    return pleading.findings();
  }

  /** That calls are slow, and that the answers are for it; whatever makes them so. */
  static void slowCalls(Facts facts, Pleading pleading) {
    Levels.Level calls = facts.levels().dependency();
    Movers movers = facts.movers();
    pleading.add(
        "calls to the dependency take x " + Words.plain(Math.exp(calls.logRatio())) + " of normal",
        facts.levels().evidence(),
        SLOWER.of(calls.logRatio(), calls.reliability()));
    if (calls.logRatio() > Math.log(1.1)) {
      double lead = movers.leadOver(facts.inquiry().calls());
      pleading.add(
          Order.sentence("the dependency", lead), movers.movedEvidence(), FIRST.of(lead, 1));
      pleading.add(
          String.format(
              Locale.ROOT,
              "p99 goes with the dependency (correlation %.2f)",
              movers.withDependency()),
          movers.followsEvidence(),
          FOLLOWS.of(movers.withDependency(), 1));
      if (!facts.components().known()) {
        explains(facts, calls, pleading);
      }
    }
  }

  /**
   * Compared with a normal response and not with the one seen now: once slots run out, waiting for
   * a slot dwarfs the delay that began it.
   */
  private static void explains(Facts facts, Levels.Level calls, Pleading pleading) {
    Levels.Level latency = facts.levels().typicalLatency();
    if (latency.before() > 0) {
      double added = (calls.newest() - calls.before()) / latency.before();
      pleading.add(
          "the dependency alone adds " + Words.percent(added) + " to a normal response time",
          facts.levels().evidence(),
          ADDS.of(added, calls.reliability()));
    }
  }
}
