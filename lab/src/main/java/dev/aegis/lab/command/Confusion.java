package dev.aegis.lab.command;

import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * Verdicts against what happened. A false accept is a PASS of an action that did not fix; a false
 * reject is a REJECT of one that did.
 *
 * @param pairs those with a verdict and a measured outcome
 */
record Confusion(List<MatrixLine> pairs) {
  private static final List<String> VERDICTS = List.of("PASS", "REJECT", "ABSTAIN");
  private static final List<String> OUTCOMES =
      List.of(MatrixLine.FIXED, MatrixLine.UNCHANGED, MatrixLine.WORSE);

  static Confusion of(List<MatrixLine> lines) {
    return new Confusion(
        lines.stream().filter(l -> l.measured() && !l.verdict().isEmpty()).toList());
  }

  long count(String verdict, String outcome) {
    return pairs.stream()
        .filter(p -> p.verdict().equals(verdict) && p.outcome().equals(outcome))
        .count();
  }

  long falseAccepts() {
    return count("PASS", MatrixLine.UNCHANGED) + count("PASS", MatrixLine.WORSE);
  }

  long falseRejects() {
    return count("REJECT", MatrixLine.FIXED);
  }

  long abstentions() {
    return OUTCOMES.stream().mapToLong(o -> count("ABSTAIN", o)).sum();
  }

  /**
   * Median of |ln(forecast / measured)| over accepted fixes that held, as a factor; NaN if none.
   */
  double p99ErrorFactor() {
    return Math.exp(
        Quantile.median(
            pairs.stream()
                .filter(p -> p.verdict().equals("PASS") && p.outcome().equals(MatrixLine.FIXED))
                .mapToDouble(
                    p -> Math.abs(Math.log(p.forecastP99Millis() / p.measuredP99Millis())))));
  }

  /** One line a verdict, below a line of outcomes. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-10s %8s %10s %8s", "", "fixed", "unchanged", "worse"));
    for (String verdict : VERDICTS) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-10s %8d %10d %8d",
              verdict,
              count(verdict, MatrixLine.FIXED),
              count(verdict, MatrixLine.UNCHANGED),
              count(verdict, MatrixLine.WORSE)));
    }
    return lines;
  }

  /** The counts, into the summary. */
  void write(ObjectNode summary) {
    summary.put("pairs", pairs.size());
    for (String verdict : VERDICTS) {
      ObjectNode row = summary.putObject(verdict);
      OUTCOMES.forEach(outcome -> row.put(outcome, count(verdict, outcome)));
    }
    summary.put("falseAccepts", falseAccepts());
    summary.put("falseRejects", falseRejects());
    summary.put("abstentions", abstentions());
    RunJson.number(summary, "p99ErrorFactor", p99ErrorFactor(), 3);
  }
}
