package dev.aegis.app.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what was wrong with a file, each kind with the row where it was met first. */
final class Tally {
  private static final int KINDS = 200;
  private final Map<String, long[]> problems = new LinkedHashMap<>();

  void count(String problem, long row) {
    count(problem, row, 1);
  }

  void count(String problem, long row, long times) {
    long[] known = problems.get(problem);
    if (known == null && problems.size() < KINDS) {
      known = new long[] {0, row};
      problems.put(problem, known);
    }
    if (known != null) {
      known[0] += times;
      known[1] = Math.min(known[1], row);
    }
  }

  List<IntakeReport.Problem> problems() {
    return problems.entrySet().stream()
        .map(e ->
            new IntakeReport.Problem(
                CleanText.line(e.getKey(), 300), e.getValue()[0], e.getValue()[1]))
        .toList();
  }
}
