package dev.aegis.app.page;

import dev.aegis.postmortem.Figures;

/** Shares of belief in words, never without the figure. */
final class Certainty {
  private static final double NEARLY = 0.95;
  private static final double LIKELY = 0.7;
  private static final double EVEN = 0.4;
  private static final double POSSIBLE = 0.1;

  private Certainty() {}

  static String words(double weight) {
    return word(weight) + ", P(cause) " + Figures.probability(weight);
  }

  private static String word(double weight) {
    if (weight >= NEARLY) {
      return "nearly certain";
    }
    if (weight >= LIKELY) {
      return "likely";
    }
    if (weight >= EVEN) {
      return "about even";
    }
    return weight >= POSSIBLE ? "possible" : "unlikely";
  }
}
