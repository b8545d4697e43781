package dev.aegis.cause;

import dev.aegis.suspect.Suspect;
import java.util.List;
import java.util.Locale;

/**
 * What the diffs of recorded commits say: which change may have done it, or that none did.
 *
 * @param evidence id; empty where no commits are recorded
 * @param suspects the likeliest first
 */
record Blamed(String evidence, List<Suspect> suspects) {
  private static final Weight CHANGE = new Weight(0, 0.8, 6);
  private static final int MOST_SHOWN = 5;
  private static final int SHORT_COMMIT = 12;

  static Blamed of(List<Suspect> suspects, Exhibits exhibits) {
    return suspects.isEmpty()
        ? new Blamed("", List.of())
        : new Blamed(
            exhibits.keep(
                sentence(suspects.getFirst()),
                "dev.aegis.suspect.SuspectRanking",
                "suspect",
                table(suspects)),
            suspects);
  }

  /** Speaks for a change having done it, or against. */
  void byChange(Pleading pleading) {
    if (!suspects.isEmpty()) {
      double none =
          suspects.stream()
              .filter(s -> s.kind() == Suspect.Kind.NO_CHANGE)
              .mapToDouble(Suspect::probability)
              .sum();
      double odds = Math.max(1e-6, 1 - none) / Math.max(1e-6, none);
      pleading.add(sentence(suspects.getFirst()), evidence, CHANGE.of(Math.log10(odds), 1));
    }
  }

  private static String sentence(Suspect suspect) {
    String why = suspect.findings().isEmpty() ? "" : ": " + suspect.findings().getFirst().words();
    return String.format(
        Locale.ROOT, "%s with %.0f %%%s", name(suspect), 100 * suspect.probability(), why);
  }

  private static String name(Suspect suspect) {
    String name = Words.name(suspect.name());
    return switch (suspect.kind()) {
      case COMMIT -> "commit " + name.substring(0, Math.min(name.length(), SHORT_COMMIT));
      case FLAG -> "flag " + name;
      case NO_CHANGE -> "no recorded change";
    };
  }

  private static Sql.Rows table(List<Suspect> suspects) {
    return new Sql.Rows(
        List.of("change", "probability", "decibans", "findings"),
        suspects.stream()
            .limit(MOST_SHOWN)
            .map(each ->
                List.of(
                    name(each),
                    String.format(Locale.ROOT, "%.3f", each.probability()),
                    String.format(Locale.ROOT, "%+.1f", each.decibans() + 0.0),
                    String.join(
                        "; ",
                        each.findings().stream()
                            .limit(MOST_SHOWN)
                            .map(dev.aegis.suspect.Finding::words)
                            .toList())))
            .toList());
  }
}
