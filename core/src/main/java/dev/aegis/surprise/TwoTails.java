package dev.aegis.surprise;

/** Surprise of a signed quantity: rises are held against rises, and falls against falls. */
final class TwoTails {
  private final Tail above;
  private final Tail below;

  TwoTails(double share, double prior) {
    above = new Tail(share, prior);
    below = new Tail(share, prior);
  }

  /**
   * The same for the natural logarithm of a ratio, which most of the time is not taken: {@code ln x
   * <= x - 1} already tells that it is ordinary.
   *
   * @param number 0 or more
   * @param usual what it is measured by, above 0
   */
  double offerLogarithm(double number, double usual) {
    double gap = number - usual;
    if (above.ordinary(gap, usual) && below.ordinary(-gap, number)) {
      above.skip();
      below.skip();
      return 0;
    }
    return offer(Math.log(number / usual));
  }

  /** Takes the next deviation from normal; what is not on a side counts there as none. */
  double offer(double deviation) {
    return above.offer(Math.max(deviation, 0)) + below.offer(Math.max(-deviation, 0));
  }
}
