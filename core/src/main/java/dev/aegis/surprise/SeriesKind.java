package dev.aegis.surprise;

/** What a series is, which decides how it is listened to. */
public enum SeriesKind {
  /** A level with noise: the ensemble hears its values. */
  MEASURE,
  /** A total that only grows and now and then begins anew: the ensemble hears its growth. */
  COUNTER,
  /**
   * A share or a percentage that is nearly all and cannot be more: the ensemble hears the logarithm
   * of what is missing.
   */
  BOUNDED,
  /**
   * At one value most of the time, be it 0 (sparse), a bound, or any other (constant): what counts
   * is how often and how wildly it leaves it.
   */
  RESTING
}
