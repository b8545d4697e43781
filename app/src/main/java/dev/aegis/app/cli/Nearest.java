package dev.aegis.app.cli;

import dev.aegis.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The word that someone probably meant: the nearest by {@link EditDistance}, as long as that is
 * small against the word.
 */
public final class Nearest {
  private Nearest() {}

  /** The known word nearest to what was typed; empty when none is near. */
  public static Optional<String> to(String typed, Collection<String> known) {
    return known.stream()
        .filter(word -> EditDistance.of(typed, word) <= Math.max(1, word.length() / 3))
        .min(
            Comparator.<String>comparingInt(word -> EditDistance.of(typed, word))
                .thenComparing(Comparator.naturalOrder()));
  }
}
