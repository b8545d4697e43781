package dev.aegis.app.score.culprit;

import dev.aegis.app.intake.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Grades as tables of at most 80 columns. */
final class GradeTables {
  private static final int NAME = 43;
  private static final double[] STATED = {0, 0.5, 0.7, 0.9, 0.99, 1.01};

  private GradeTables() {}

  /** One row a part, and all of them together. */
  static List<String> parts(List<Graded> cases) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-43s %5s %6s %6s %7s %6s",
            "part",
            "cases",
            "AC@1",
            "AC@3",
            "z AC@1",
            "AC@3"));
    by(cases, each -> each.judged().file().part())
        .forEach((part, some) -> lines.add(row(part, some)));
    lines.add(row("all", cases));
    return lines;
  }

  /** One row a kind of fault. */
  static List<String> kinds(List<Graded> cases) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  kind of fault");
    by(cases, each -> each.judged().file().part() + " " + each.label().kind())
        .forEach((kind, some) -> lines.add(row(kind, some)));
    return lines;
  }

  /** How often the first was right, beside what was said of it. */
  static List<String> reliability(List<Graded> cases) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT, "  %-43s %5s %6s %6s", "stated of the first", "cases", "mean", "right"));
    for (int i = 0; i + 1 < STATED.length; i++) {
      double from = STATED[i];
      double to = STATED[i + 1];
      List<Graded> some =
          cases.stream().filter(each -> each.stated() >= from && each.stated() < to).toList();
      if (!some.isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-43s %5d %6.2f %6.2f",
                String.format(Locale.ROOT, "%.2f to %.2f", from, Math.min(1, to)),
                some.size(),
                some.stream().mapToDouble(Graded::stated).average().orElse(0),
                Graded.within(some, 1, Graded::place)));
      }
    }
    return lines;
  }

  /** One line a case. */
  static List<String> cases(List<Graded> cases) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT, "  %-30s %5s  %-6s %s", "case", "place", "stated", "ranked first"));
    for (Graded each : cases) {
      List<String> ranking = each.judged().ranking().components();
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-30s %5s  %-6.2f %s",
              CleanText.line(each.judged().file().id(), 30),
              each.place() == Integer.MAX_VALUE ? "-" : each.place() + "",
              each.stated(),
              ranking.isEmpty() ? "" : CleanText.line(ranking.getFirst(), 33)));
    }
    return lines;
  }

  private static NavigableMap<String, List<Graded>> by(
      List<Graded> cases, Function<Graded, String> key) {
    NavigableMap<String, List<Graded>> groups = new TreeMap<>();
    cases.forEach(
        each -> groups.computeIfAbsent(key.apply(each), k -> new ArrayList<>()).add(each));
    return groups;
  }

  private static String row(String name, List<Graded> cases) {
    return String.format(
        Locale.ROOT,
        "  %-43s %5d %6.3f %6.3f %7.3f %6.3f",
        CleanText.line(name, NAME),
        cases.size(),
        Graded.within(cases, 1, Graded::place),
        Graded.within(cases, 3, Graded::place),
        Graded.within(cases, 1, Graded::naivePlace),
        Graded.within(cases, 3, Graded::naivePlace));
  }
}
