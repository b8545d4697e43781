package dev.aegis.culprit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every better ranking is held against: components by the largest movement for the worse of
 * any figure of theirs, in standard deviations, without a look at who calls whom.
 */
public final class NaiveRanking {
  private NaiveRanking() {}

  /** Every component once, the one that moved furthest first, equal ones by their names. */
  public static List<String> rank(Scene scene) {
    Map<String, Double> furthest = new TreeMap<>();
    scene.calls().components().forEach(each -> furthest.put(each, 0.0));
    for (Served each : scene.served()) {
      Loss.Excess excess = scene.loss().excess(1, each.lossPerCall());
      furthest.merge(each.component(), excess.amount() / excess.noise(), NaiveRanking::larger);
    }
    for (Strain each : scene.strains()) {
      furthest.merge(each.component(), each.rise(), NaiveRanking::larger);
    }
    return furthest.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Double> each) -> -each.getValue())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double larger(double one, double other) {
    return Double.isFinite(other) ? Math.max(one, other) : one;
  }
}
