package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.telemetry.Change;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A deploy, or a setting that was changed, leaks memory: live heap grows since and did not before,
 * and latency follows garbage collection.
 */
final class LeakByDeploy implements Theory {
  private static final Weight GROWS = new Weight(0.08, 0.08, 12);
  private static final Weight GREW_BEFORE = new Weight(0.08, 0.08, 5);
  private static final Weight FOLLOWS_GC = new Weight(0.4, 0.4, 5);

  @Override
  public Cause cause() {
    return Cause.LEAK_BY_DEPLOY;
  }

  @Override
  public String statement(Facts facts) {
    return facts
        .changes()
        .leakBegan()
        .map(c -> "memory leak introduced by " + Changes.words(c))
        .orElse("memory leak; no deploy is recorded before it");
  }

  @Override
  public Optional<Change> change(Facts facts) {
    return facts.changes().leakBegan();
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    growth(facts, pleading);
    collection(facts, pleading);
    if (facts.changes().release().filter(Changes::isSetting).isPresent()) {
      Explained.byRelease(facts, pleading);
    } else {
      Explained.byDeploy(facts, pleading);
    }
    Explained.byTraffic(facts, pleading);
    Explained.byDependency(facts, pleading);
    return pleading.findings();
  }

  private static void growth(Facts facts, Pleading pleading) {
    Optional<Change> began = facts.changes().leakBegan();
    String evidence = facts.heap().evidence();
    facts.heap().current(began).ifPresent(l -> pleading.add(sentence(l), evidence, grows(l)));
    facts
        .heap()
        .former(began)
        .ifPresent(l ->
            pleading.add(
                sentence(l) + ", before the change",
                evidence,
                -GREW_BEFORE.of(l.rise(), l.reliability() * l.trust())));
  }

  static double grows(Heap.Line line) {
    return GROWS.of(line.rise(), line.reliability() * line.trust());
  }

  private static void collection(Facts facts, Pleading pleading) {
    Movers movers = facts.movers();
    double traffic = Double.isNaN(movers.withTraffic()) ? 0 : Math.max(0, movers.withTraffic());
    pleading.add(
        String.format(
            Locale.ROOT,
            "p99 goes with garbage collection (correlation %.2f) %s with traffic (%s)",
            movers.withGc(),
            movers.withGc() > traffic ? "rather than" : "no more than",
            Double.isNaN(movers.withTraffic())
                ? "not recorded"
                : String.format(Locale.ROOT, "%.2f", movers.withTraffic())),
        movers.followsEvidence(),
        FOLLOWS_GC.of(movers.withGc() - traffic, 1));
  }

  private static String sentence(Heap.Line line) {
    String what = line.metric().equals("heap_ratio") ? "live heap" : "memory";
    String where = line.version().isEmpty() ? "" : " on " + Words.name(line.version());
    return String.format(
        Locale.ROOT,
        "%s%s %s (%+.1f %% of its limit a minute, t = %.0f)",
        what,
        where,
        line.rise() > 0.05 ? "grows" : line.rise() < -0.05 ? "shrinks" : "is flat",
        100 * line.growthPerMinute(),
        Math.clamp(line.tStatistic(), -999.0, 999.0));
  }
}
