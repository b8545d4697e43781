package dev.aegis.cause;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;

/**
 * Evidence that bears on more than one cause: a deploy in the right place, and what explains away.
 */
final class Explained {
  private static final Weight DEPLOY = new Weight(0.25, 0.4, 7);
  private static final Weight TRAFFIC = new Weight(Math.log(1.15), 0.15, 5);
  private static final Weight DEPENDENCY = new Weight(Math.log(1.5), 0.4, 5);
  private static final Weight PODS = new Weight(0.12, 0.1, 3);
  private static final Weight FEW_PODS = new Weight(0.75, 0.15, 5);
  private static final Weight LEAK = new Weight(0.08, 0.08, 8);

  private Explained() {}

  /** A deploy shortly before, in the same place, or none although changes are recorded. */
  static void byDeploy(Facts facts, Pleading pleading) {
    Changes changes = facts.changes();
    pleading.add(
        changes
            .deploy()
            .map(d -> "deploy of " + Words.name(d.version()) + " " + before(facts, d.at()))
            .orElse("no deploy comes into question"),
        changes.evidence(),
        DEPLOY.of(changes.deployPlausibility(), 1));
    facts.blamed().byChange(pleading);
  }

  /** Likewise for any deploy, configuration or flag. */
  static void byRelease(Facts facts, Pleading pleading) {
    Changes changes = facts.changes();
    pleading.add(
        changes
            .release()
            .map(c ->
                (c.kind() == Change.Kind.DEPLOY ? "deploy " : "")
                    + Changes.words(c)
                    + " "
                    + before(facts, c.at()))
            .orElse("no change comes into question"),
        changes.evidence(),
        DEPLOY.of(changes.releasePlausibility(), 1));
    facts.blamed().byChange(pleading);
  }

  /** What nobody brought about is likelier when nothing was changed shortly before. */
  static void byNoChange(Facts facts, Weight weight, Pleading pleading) {
    double plausibility = facts.changes().releasePlausibility();
    pleading.add(
        plausibility > weight.midpoint()
            ? "a change came shortly before"
            : "no change shortly before",
        facts.changes().evidence(),
        -weight.of(plausibility, 1));
  }

  private static String before(Facts facts, java.time.Instant at) {
    double seconds = java.time.Duration.between(at, facts.inquiry().onset()).toMillis() / 1000.0;
    return Words.duration(Math.abs(seconds))
        + (seconds < 0 ? " after the estimated onset" : " before the onset");
  }

  static void byTraffic(Facts facts, Pleading pleading) {
    Levels.Level traffic = facts.levels().traffic();
    pleading.add(
        "more traffic explains it: requests x " + Words.plain(Math.exp(traffic.logRatio())),
        facts.levels().evidence(),
        TRAFFIC.against(traffic.logRatio(), traffic.reliability()));
  }

  /** Where the loss arises tells more than that calls are slow, which waiting makes them, too. */
  static void byDependency(Facts facts, Pleading pleading) {
    if (facts.components().known()) {
      facts.components().againstHome(pleading);
      facts.components().forHome(pleading);
      return;
    }
    Levels.Level dependency = facts.levels().dependency();
    pleading.add(
        "the dependency explains it: its calls take x "
            + Words.plain(Math.exp(dependency.logRatio())),
        facts.levels().evidence(),
        DEPENDENCY.against(dependency.logRatio(), dependency.reliability()));
  }

  static void byLostPods(Facts facts, Pleading pleading) {
    Levels.Level pods = facts.levels().of(Metric.PODS_READY);
    pleading.add(
        "fewer pods explain it: "
            + Words.plain(pods.newest())
            + " of "
            + Words.plain(pods.before())
            + " answer",
        facts.levels().evidence(),
        PODS.against(pods.lostShare(), pods.reliability()));
  }

  /**
   * @param belief 0 to 1: how surely the cause would hit all pods alike from the start
   */
  static void byFewPods(Facts facts, double belief, Pleading pleading) {
    facts
        .pods()
        .odd()
        .filter(_ -> facts.pods().canTell())
        .ifPresent(odd ->
            pleading.add(
                "siblings are spared: " + odd.shareSentence(),
                facts.pods().evidence(),
                FEW_PODS.against(odd.share(), belief)));
  }

  static void byLeak(Facts facts, Pleading pleading) {
    facts
        .heap()
        .current(facts.changes().leakBegan())
        .ifPresent(l ->
            pleading.add(
                "a leak explains it: heap rises by " + Words.percent(l.rise()) + " of its limit",
                facts.heap().evidence(),
                LEAK.against(l.rise(), l.reliability() * l.trust())));
  }
}
