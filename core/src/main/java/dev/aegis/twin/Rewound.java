package dev.aegis.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The past, replayed once: what the replay saw in each observed interval at home, and the state it
 * ended in.
 *
 * @param now the state; never changed
 * @param p99 by observed interval
 * @param errors by observed interval
 */
// Columns of figures that nobody compares or prints.
@SuppressWarnings("ArrayRecordComponent")
record Rewound(ServiceSimulation now, double[] p99, double[] errors) {

  /**
   * Replays it from the fitted start until now. The heaps of home's pods, which are observed, end
   * where they were observed.
   *
   * @param regions the regions that matter, home among them
   */
  static Rewound of(Fitted fitted, Set<String> regions, long seed) {
    ServiceSimulation simulation = new ServiceSimulation(only(fitted.model(), regions), seed, 0);
    for (Fitted.Past past : fitted.past()) {
      order(simulation, past);
    }
    List<Fitted.Seen> seen = fitted.observed();
    double[] p99 = new double[seen.size()];
    double[] errors = new double[seen.size()];
    for (int i = 0; i < p99.length; i++) {
      simulation.advanceTo(Math.max(simulation.now(), seen.get(i).toSeconds()));
      Scrape.Clients clients = simulation.scrape().regions().getFirst().clients();
      p99[i] = clients.p99Millis();
      errors[i] = clients.errorRatio();
    }
    simulation.advanceTo(Math.max(simulation.now(), fitted.nowSeconds()));
    String home = fitted.model().regions().getFirst().name();
    for (Map.Entry<String, Double> heap : fitted.heapNow().entrySet()) {
      simulation.observeHeap(home, heap.getKey(), heap.getValue());
    }
    simulation.retry(fitted.retriesPerFailure());
    return new Rewound(simulation, p99, errors);
  }

  private static void order(ServiceSimulation simulation, Fitted.Past past) {
    switch (past) {
      case Fitted.Past.Deployed d ->
          simulation.deploy(
              d.region(), d.version(), d.atSeconds(), d.secondsBetween(), d.downSeconds());
      case Fitted.Past.Lost l -> simulation.lose(l.region(), l.pods(), l.atSeconds());
      case Fitted.Past.Acted a -> simulation.apply(a.action(), a.atSeconds());
      case Fitted.Past.Scaled s ->
          simulation.apply(
              new dev.aegis.room.Action.ScalePods(
                  simulation.model().service(), s.region(), s.fromPods(), s.toPods()),
              s.atSeconds());
    }
  }

  /** The model with these regions alone, home first as before. */
  static ServiceModel only(ServiceModel m, Set<String> regions) {
    List<ServiceModel.Region> kept = new ArrayList<>();
    for (ServiceModel.Region region : m.regions()) {
      if (regions.contains(region.name())) {
        kept.add(region);
      }
    }
    return m.in(kept);
  }
}
