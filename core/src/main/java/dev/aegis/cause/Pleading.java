package dev.aegis.cause;

import dev.aegis.room.Hypothesis.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what speaks for and against one cause. Not thread-safe. */
final class Pleading {
  /** Less than this changes nothing that a reader would see. */
  private static final double NOTHING = 0.1;

  private final List<Finding> findings = new ArrayList<>();

  /**
   * Adds one finding, to a tenth of a deciban; one without evidence or without weight is left out.
   */
  void add(String text, String evidence, double decibans) {
    double rounded = Math.rint(decibans * 10) / 10;
    if (!evidence.isEmpty() && Math.abs(rounded) >= NOTHING) {
      findings.add(new Finding(text, evidence, rounded));
    }
  }

  /** Adds what was found for another cause, where it speaks for this one alike. */
  void add(List<Finding> alike) {
    findings.addAll(alike);
  }

  /** Strongest first. */
  List<Finding> findings() {
    return findings.stream()
        .sorted(
            Comparator.comparingDouble((Finding f) -> -Math.abs(f.decibans()))
                .thenComparing(Finding::text))
        .toList();
  }
}
