package dev.aegis.twin;

import dev.aegis.room.Action;
import org.jspecify.annotations.Nullable;

/**
 * Runs one future from a snapshot of now. Where nothing moves any more, the simulation looks at one
 * interval and takes the next few over from it: intervals of a stationary system are alike, and
 * only what grows slowly, the heap, is carried on by its rate. It looks closely again well before
 * that growth can be felt.
 */
final class Future {
  /**
   * Intervals in a row that must be calm before any is skipped. The first one after trouble has the
   * end of the trouble in it, and must not be taken for those that follow.
   */
  private static final int CALM_BEFORE = 2;

  /** Intervals skipped at once, at most. */
  private static final int MOST_SKIPPED = 7;

  /** Load above which waiting varies too much to call an interval like the one before. */
  private static final double CALM_LOAD = 0.85;

  private final ServiceSimulation now;
  private final double nowSeconds;
  private final double[] ends;
  private final @Nullable Supposition supposed;

  /**
   * Prepares.
   *
   * @param now never changed
   * @param ends ends of the intervals, from now
   */
  Future(ServiceSimulation now, double[] ends) {
    this(now, ends, null);
  }

  /** As above, where something that is open is so. */
  Future(ServiceSimulation now, double[] ends, @Nullable Supposition supposed) {
    this.supposed = supposed;
    this.now = now;
    this.nowSeconds = now.now();
    this.ends = ends;
  }

  /**
   * Runs it.
   *
   * @param fix what is done now; {@code null} for nothing
   * @param allowed the parameters, relative to those that were fitted
   */
  Path run(@Nullable Action fix, long seed, Fitted.Allowed allowed) {
    ServiceSimulation simulation = new ServiceSimulation(now);
    simulation.reseed(seed);
    simulation.take(allowed);
    simulation.scrape();
    long before = simulation.arrivals();
    if (fix != null) {
      simulation.apply(fix, nowSeconds);
    }
    if (supposed != null) {
      simulation.advanceTo(nowSeconds);
      supposed.takeEffect(simulation);
    }
    Path path = Path.empty(simulation.model().regions().size(), ends);
    int calm = 0;
    for (int i = 0; i < ends.length; i++) {
      simulation.advanceTo(nowSeconds + ends[i]);
      Scrape scrape = simulation.scrape();
      path.set(i, scrape);
      calm = calm(scrape) ? calm + 1 : 0;
      int skipped = 0;
      while (calm >= CALM_BEFORE
          && skipped < MOST_SKIPPED
          && i + 1 < ends.length
          && simulation.skipTo(nowSeconds + ends[i + 1], scrape)) {
        i++;
        skipped++;
        path.repeat(i);
      }
    }
    double completed = fix == null ? 0 : simulation.completedAt(fix).orElse(1e300) - nowSeconds;
    return path.ended(
        completed > 1e9 ? Double.POSITIVE_INFINITY : completed, simulation.arrivals() - before);
  }

  private static boolean calm(Scrape scrape) {
    for (Scrape.Region r : scrape.regions()) {
      Scrape.Pods p = r.pods();
      boolean idle = p.completed() == 0 && p.queueLength() == 0;
      if (!idle
          && (!(p.utilisation() < CALM_LOAD) || p.queueLength() > p.ready() || p.died() > 0)) {
        return false;
      }
    }
    return true;
  }
}
