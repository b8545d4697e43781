package dev.aegis.cause;

/**
 * How much an effect of a given size weighs.
 *
 * <p>Between two normal distributions of equal spread the logarithm of the likelihood ratio is a
 * straight line through 0 at the midpoint of their means. That line is believed near the midpoint
 * and bent to a limit beyond, because with a large effect it is the model that becomes doubtful:
 * {@code decibans = cap * tanh((effect - midpoint) / width)}. Ten decibans make the odds ten times
 * higher (I. J. Good, <i>Probability and the Weighing of Evidence</i>, 1950).
 *
 * @param midpoint the effect that speaks neither for nor against
 * @param width how far from it until three quarters of the limit are reached
 * @param cap the most that this kind of evidence may count either way, in decibans
 */
record Weight(double midpoint, double width, double cap) {
  /**
   * Weighs one effect.
   *
   * @param effect in the unit of midpoint and width; NaN when it was not observed
   * @param reliability 0 to 1: how well the effect is known
   * @return decibans; 0 for an effect that was not observed
   */
  double of(double effect, double reliability) {
    if (Double.isNaN(effect) || Double.isNaN(reliability)) {
      return 0;
    }
    return reliability * cap * Math.tanh((effect - midpoint) / width);
  }

  /** Only what speaks against, for effects whose absence says nothing for. */
  double against(double effect, double reliability) {
    return -Math.max(0, of(effect, reliability));
  }
}
