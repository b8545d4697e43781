package dev.aegis.question;

import dev.aegis.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class Spelling {
  private Spelling() {}

  /** The nearest names, best first; none that are far. */
  static List<String> nearest(String typed, Collection<String> known, int most) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> Math.abs(k.length() - lower.length()) <= 12)
        .filter(k -> near(lower, k.toLowerCase(Locale.ROOT)))
        .sorted(
            Comparator.<String>comparingInt(k -> EditDistance.of(lower, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .distinct()
        .limit(most)
        .toList();
  }

  private static boolean near(String typed, String known) {
    boolean part =
        typed.length() >= 4
            && (known.contains(typed) || typed.contains(known))
            && known.length() >= 4;
    return part
        || EditDistance.of(typed, known)
            <= Math.max(1, Math.min(typed.length(), known.length()) / 3);
  }
}
