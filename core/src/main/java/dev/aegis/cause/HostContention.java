package dev.aegis.cause;

import dev.aegis.culprit.Culprit;
import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The machines of a region are short of processor time, which somebody else takes: every component
 * is slower by itself, also those that nothing was changed in and that call nobody.
 */
final class HostContention implements Theory {
  /** With two, both may be slow for a reason of one of them. */
  private static final int FEWEST = 3;

  private static final Weight ALL_SLOWER = new Weight(Math.log(1.12), 0.1, 9);
  private static final int MOST_NAMED = 4;

  @Override
  public Cause cause() {
    return Cause.HOST_CONTENTION;
  }

  /** Whether enough components were measured to tell. */
  static boolean canTell(Facts facts) {
    return measured(facts).size() >= FEWEST;
  }

  @Override
  public String statement(Facts facts) {
    return "every component is slower by itself: "
        + measured(facts).stream()
            .limit(MOST_NAMED)
            .map(
                c -> String.format(Locale.ROOT, "%s x %.1f", Words.name(c.component()), c.slowed()))
            .collect(Collectors.joining(", "));
  }

  @Override
  public List<Finding> findings(Facts facts) {
    Pleading pleading = new Pleading();
    Explained.byFewPods(facts, 1, pleading);
    pleading.add(sentence(facts), facts.components().evidence(), weight(facts));
    SlowDependency.slowCalls(facts, pleading);
    Explained.byTraffic(facts, pleading);
    return pleading.findings();
  }

  /** A single component that is slow is explained by all of them being slow. */
  static void against(Facts facts, Pleading pleading) {
    if (canTell(facts)) {
      pleading.add(sentence(facts), facts.components().evidence(), -Math.max(0, weight(facts)) / 2);
    }
  }

  private static String sentence(Facts facts) {
    Culprit least = measured(facts).getFirst();
    return String.format(
        Locale.ROOT,
        "of %d components the one that is least slower by itself, %s, takes x %.2f of its time",
        measured(facts).size(),
        Words.name(least.component()),
        least.slowed());
  }

  private static double weight(Facts facts) {
    double least = measured(facts).getFirst().slowed();
    return least > 0 ? ALL_SLOWER.of(Math.log(least), 1) : ALL_SLOWER.of(-1, 1);
  }

  /** The least slowed first. */
  private static List<Culprit> measured(Facts facts) {
    return facts.components().ranking().culprits().stream()
        .filter(c -> !Double.isNaN(c.slowed()))
        .sorted(Comparator.comparingDouble(Culprit::slowed))
        .toList();
  }
}
