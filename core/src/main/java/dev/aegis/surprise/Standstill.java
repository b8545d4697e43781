package dev.aegis.surprise;

/**
 * A value that is another than the one before, in a series that hardly ever changes: a constant, a
 * count of pods, a counter of rare errors. With {@code c} changes in {@code n} points a change is
 * taken to have the probability {@code (c + 1) / (n + 2)} (Laplace's rule of succession), where a
 * spread would be 0 and any step a thousand sigmas.
 */
final class Standstill {
  private static final double RARE = 0.01;

  private double changes;
  private double points;
  private double last;

  /** Takes the next point; its surprise: 0 where changes are not rare. */
  double offer(double value) {
    points++;
    boolean changed = points > 1 && value != last;
    last = value;
    if (!changed) {
      return 0;
    }
    double probability = (changes + 1) / (points + 1);
    changes++;
    return probability < RARE ? -Math.log10(probability) : 0;
  }
}
