package dev.aegis.question;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant (Damerau 1964, optimal string alignment). */
final class Spelling {
  private Spelling() {}

  /** The nearest names, best first; none that are far. */
  static List<String> nearest(String typed, Collection<String> known, int most) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> Math.abs(k.length() - lower.length()) <= 12)
        .filter(k -> near(lower, k.toLowerCase(Locale.ROOT)))
        .sorted(
            Comparator.<String>comparingInt(k -> distance(lower, k.toLowerCase(Locale.ROOT)))
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
        || distance(typed, known) <= Math.max(1, Math.min(typed.length(), known.length()) / 3);
  }

  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
