package dev.aegis.room;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the futures of a replay show beside the SLO. A service has collapsed when, over the last
 * fifth of the horizon, more than half of the requests of a region fail.
 *
 * @param collapse probability that it has with the fix, by Laplace's rule of succession over the
 *     replications; above 0 and below 1
 * @param collapseWithout the same when nothing is done, over fewer replications
 * @param headroom by region that the fix reaches and where there are pods; the fix's own region
 *     first
 */
public record Outlook(double collapse, double collapseWithout, List<Headroom> headroom) {
  public Outlook {
    require(collapse, "a probability");
    require(collapseWithout, "a probability");
    headroom = List.copyOf(headroom);
  }

  /**
   * What a region has left once the fix is done.
   *
   * @param region its name
   * @param left share of its request slots that are free in its busiest interval, 0 to 1; the
   *     median over the replications
   */
  public record Headroom(String region, double left) {
    public Headroom {
      Objects.requireNonNull(region);
      require(left, "a share of the slots");
    }
  }

  /** The region that has least left. */
  public Optional<Headroom> tightest() {
    return headroom.stream().min(Comparator.comparingDouble(Headroom::left));
  }

  private static void require(double share, String expected) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected " + expected + ", found " + share);
    }
  }
}
