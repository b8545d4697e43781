package dev.aegis.culprit;

import java.util.List;

/**
 * Which component broke, as far as can be told.
 *
 * @param culprits every component once, the likeliest first
 * @param unknown the probability that none of them is known to have broken, 0 to 1
 * @param gaps what was not measured, in sentences
 */
public record Ranking(List<Culprit> culprits, double unknown, List<String> gaps) {
  public Ranking {
    culprits = List.copyOf(culprits);
    gaps = List.copyOf(gaps);
  }

  /** The names alone, the likeliest first. */
  public List<String> components() {
    return culprits.stream().map(Culprit::component).toList();
  }
}
