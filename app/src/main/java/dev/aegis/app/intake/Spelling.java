package dev.aegis.app.intake;

import dev.aegis.EditDistance;
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
      int distance = EditDistance.of(word.substring(0, Math.min(word.length(), 60)), candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }
}
