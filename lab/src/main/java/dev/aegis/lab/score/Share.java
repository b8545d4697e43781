package dev.aegis.lab.score;

/**
 * So many of so many.
 *
 * @param count 0 to {@code of}
 * @param of 0 or more
 */
public record Share(int count, int of) {
  public Share {
    if (count < 0 || count > of) {
      throw new IllegalArgumentException("expected 0 to " + of + ", found " + count);
    }
  }

  /** 0 to 1; NaN of none. */
  public double rate() {
    return of == 0 ? Double.NaN : (double) count / of;
  }

  /**
   * The true rate is no higher than this, with 95 % confidence, one-sided; NaN of none.
   *
   * @see ClopperPearson
   */
  public double atMost() {
    return ClopperPearson.upper(count, of, 0.95);
  }
}
