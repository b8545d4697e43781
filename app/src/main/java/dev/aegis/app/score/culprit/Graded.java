package dev.aegis.app.score.culprit;

import dev.aegis.app.score.culprit.Benchmark.Label;
import dev.aegis.app.wire.ScoreJson;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A ranked case and what broke in it.
 *
 * @param judged the ranking
 * @param label what broke
 */
record Graded(Judged judged, Label label) {
  /** Where the right component stands, from 1; a number beyond all when it is not ranked. */
  int place() {
    return place(judged.ranking().components());
  }

  /** The same by the largest movement alone. */
  int naivePlace() {
    return place(judged.naive());
  }

  /** What was said of the component that was ranked first; 0 when there was none. */
  double stated() {
    return judged.ranking().culprits().isEmpty()
        ? 0
        : judged.ranking().culprits().getFirst().probability();
  }

  private int place(List<String> ranking) {
    int index = ranking.indexOf(label.component());
    return index < 0 ? Integer.MAX_VALUE : index + 1;
  }

  /** The share of cases with the right component within the first so many. */
  static double within(List<Graded> cases, int most, ToIntFunction<Graded> place) {
    return cases.stream().filter(each -> place.applyAsInt(each) <= most).count()
        / (double) cases.size();
  }

  static ScoreJson.Ranked figures(String part, List<Graded> cases) {
    return new ScoreJson.Ranked(
        part, cases.size(), within(cases, 1, Graded::place), within(cases, 3, Graded::place));
  }
}
