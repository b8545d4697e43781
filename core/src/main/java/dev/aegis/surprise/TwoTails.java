package dev.aegis.surprise;

/** Surprise of a signed quantity: rises are held against rises, and falls against falls. */
final class TwoTails {
  private final Tail above;
  private final Tail below;

  TwoTails(double share, double prior) {
    above = new Tail(share, prior);
    below = new Tail(share, prior);
  }

  /** Takes the next deviation from normal; what is not on a side counts there as none. */
  double offer(double deviation) {
    return deviation > 0
        ? above.offer(deviation) + below.offer(0)
        : below.offer(-deviation) + above.offer(0);
  }
}
