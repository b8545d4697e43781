package dev.aegis.lab.command;

import dev.aegis.lab.score.ForecastScore;
import dev.aegis.lab.score.Measure;
import dev.aegis.lab.score.Pair;
import dev.aegis.lab.score.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A scoreboard as lines of at most 80 characters. */
final class ScoreText {
  private static final int LABEL = 34;
  private static final int COLUMN = 11;
  private static final String NONE = "-";

  private final List<String> lines = new ArrayList<>();
  private final List<Scoreboard.Judge> judges;

  private ScoreText(List<Scoreboard.Judge> judges) {
    this.judges = judges;
  }

  static List<String> lines(Scoreboard board) {
    List<String> lines = new ArrayList<>();
    for (Scoreboard.Group group : board.groups()) {
      lines.add(heading(group));
      lines.add("");
      lines.addAll(group.verdicts().table());
      lines.add("");
      lines.addAll(new ScoreText(group.judges()).table());
      lines.add("");
    }
    if (board.groups().isEmpty()) {
      lines.add("No pair has both a verdict and a measured outcome.");
      return lines;
    }
    lines.add("at most: the true rate, with 95 % confidence, one-sided (Clopper-Pearson)");
    lines.add("faults:  one counts as soon as one of its pairs does");
    lines.add("p99:     where an accepted fix held");
    if (board.withoutEvidence() > 0) {
      lines.add(
          "Pairs whose evidence is gone, which the baselines are scored without: "
              + board.withoutEvidence());
    }
    return lines;
  }

  private static String heading(Scoreboard.Group group) {
    List<Pair> pairs = group.judges().getFirst().pairs();
    return group.title()
        + ": "
        + pairs.size()
        + " pairs of "
        + pairs.stream().map(Pair::fault).distinct().count()
        + " faults, "
        + pairs.stream().filter(Pair::fixed).count()
        + " fixed";
  }

  private List<String> table() {
    row("", Scoreboard.Judge::title);
    bounded("false accepts", Measure.FALSE_ACCEPTS);
    bounded("accepted and did not fix", Measure.WRONG_ACCEPTS);
    lines.add("");
    counted("working fixes rejected", Measure.FIXES_REJECTED);
    counted("working fixes abstained on", Measure.FIXES_ABSTAINED_ON);
    lines.add("");
    counted("abstained", Measure.ABSTAINED);
    lines.add("");
    row("p99 off by, median of pairs", j -> percent(ForecastScore.byPair(j.pairs()).error()));
    row("  as a factor", j -> factor(ForecastScore.byPair(j.pairs()).factor()));
    row("p99 off by, median of faults", j -> percent(ForecastScore.byFault(j.pairs()).error()));
    row("p99 in the band, pairs", j -> coverage(ForecastScore.byPair(j.pairs())));
    row("  widened by the other faults", j -> percent(ForecastScore.coverageWidened(j.pairs())));
    row("p99 in the band, mean of faults", j -> coverage(ForecastScore.byFault(j.pairs())));
    return lines;
  }

  private void bounded(String label, Measure measure) {
    row(label + ", pairs", j -> shown(measure.byPair(j.pairs())));
    row("  at most", j -> percent(measure.byPair(j.pairs()).atMost()));
    row(label + ", faults", j -> shown(measure.byFault(j.pairs())));
    row("  at most", j -> percent(measure.byFault(j.pairs()).atMost()));
  }

  private void counted(String label, Measure measure) {
    row(label + ", pairs", j -> shown(measure.byPair(j.pairs())));
    row("  faults", j -> shown(measure.byFault(j.pairs())));
  }

  private void row(String label, Function<Scoreboard.Judge, String> cell) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + LABEL + "s", label));
    for (Scoreboard.Judge judge : judges) {
      line.append(String.format(Locale.ROOT, "%" + COLUMN + "s", cell.apply(judge)));
    }
    lines.add(line.toString().stripTrailing());
  }

  private static String shown(Share share) {
    return share.of() == 0 ? NONE : share.count() + " of " + share.of();
  }

  private static String percent(double rate) {
    return Double.isFinite(rate) ? String.format(Locale.ROOT, "%.1f %%", 100 * rate) : NONE;
  }

  private static String factor(double factor) {
    return Double.isFinite(factor) ? String.format(Locale.ROOT, "%.2f", factor) : NONE;
  }

  private static String coverage(ForecastScore score) {
    return percent(score.coverage());
  }
}
