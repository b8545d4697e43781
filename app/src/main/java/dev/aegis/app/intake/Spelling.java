package dev.aegis.app.intake;

import java.util.Collection;
import java.util.Locale;

/** Finds the known word that a mistyped one was probably meant to be. */
final class Spelling {
  private Spelling() {}

  /** The nearest word by edit distance, if it is near enough to be meant; otherwise empty. */
  static String nearest(String typed, Collection<String> known) {
    String word = typed.toLowerCase(Locale.ROOT).replace('-', '_');
    String best = "";
    int least = Math.max(2, Math.min(word.length(), 40) / 3) + 1;
    for (String candidate : known) {
      int distance = distance(word.substring(0, Math.min(word.length(), 60)), candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** The Levenshtein distance: insertions, deletions and substitutions. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
