package dev.aegis.agent;

import dev.aegis.postmortem.Figures;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Recheck.Checked;
import dev.aegis.room.Recheck.Figure;
import dev.aegis.room.Recheck.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two rankings of the same causes, side by side. */
final class Weights {
  private static final double WORTH_A_WORD = 0.01;

  private Weights() {}

  /** The ranking has changed when another cause comes first. */
  static Checked compared(Diagnosis was, Diagnosis now) {
    List<Figure> figures = new ArrayList<>();
    for (Hypothesis before : was.hypotheses()) {
      double after = in(now, before).map(Hypothesis::weight).orElse(0.0);
      if (Math.max(before.weight(), after) >= WORTH_A_WORD) {
        figures.add(
            new Figure(
                "P(cause) " + before.statement(),
                Figures.probability(before.weight()),
                Figures.probability(after)));
      }
    }
    for (Hypothesis after : now.hypotheses()) {
      if (in(was, after).isEmpty() && after.weight() >= WORTH_A_WORD) {
        figures.add(
            new Figure("P(cause) " + after.statement(), "", Figures.probability(after.weight())));
      }
    }
    String reckoning =
        was.evidence().stream()
            .filter(e -> e.language().equals("cause"))
            .map(Evidence::id)
            .findFirst()
            .orElse("");
    boolean same = same(was.leading(), now.leading());
    return new Checked(
        reckoning, same ? Outcome.HOLDS : Outcome.CHANGED, "ranked anew", "", "", figures);
  }

  static String sentence(Diagnosis was, Diagnosis now) {
    String weight = Figures.probability(now.leading().weight());
    return same(was.leading(), now.leading())
        ? "ranked anew the first cause stays: "
            + now.leading().statement()
            + ", P(cause) "
            + Figures.probability(was.leading().weight())
            + " then, "
            + weight
            + " now"
        : "ranked anew another cause comes first: "
            + now.leading().statement()
            + ", P(cause) "
            + weight;
  }

  private static Optional<Hypothesis> in(Diagnosis diagnosis, Hypothesis wanted) {
    return diagnosis.hypotheses().stream().filter(h -> same(h, wanted)).findFirst();
  }

  private static boolean same(Hypothesis one, Hypothesis other) {
    return one.cause() == other.cause() && one.service().equals(other.service());
  }
}
