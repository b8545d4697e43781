package dev.aegis.twin;

import java.util.ArrayList;
import java.util.List;

/** Reads the figures of a simulation as monitoring would. */
final class Scraper {
  private final SimulationState state;
  private final ServiceModel model;
  private final Pods pods;

  Scraper(SimulationState state) {
    this.state = state;
    model = state.model;
    pods = state.pods;
  }

  /** The figures since a time; the next ones begin now. */
  Scrape scrape(double since) {
    List<Scrape.Region> regions = new ArrayList<>();
    for (int r = 0; r < state.regions(); r++) {
      state.settle(r);
      regions.add(region(r));
      state.tallies[r].reset();
    }
    return new Scrape(since, state.now, regions);
  }

  private Scrape.Region region(int r) {
    List<Scrape.Pod> list = new ArrayList<>();
    int versions = model.versions().size();
    double[] heap = new double[versions];
    int[] ready = new int[versions];
    int waiting = 0;
    for (int p = 0; p < pods.count; p++) {
      if (pods.region[p] != r || pods.state[p] == Pods.GONE) {
        continue;
      }
      Scrape.Pod pod = pod(p);
      list.add(pod);
      waiting += pods.waiting[p];
      if (pod.ready()) {
        heap[pods.version[p]] += pod.heapRatio();
        ready[pods.version[p]]++;
      }
    }
    Tally tally = state.tallies[r];
    List<Scrape.Version> byVersion = new ArrayList<>();
    double heapSum = 0;
    for (int v = 0; v < versions; v++) {
      heapSum += heap[v];
      if (ready[v] > 0 || tally.completedByVersion[v] > 0) {
        String name = model.versions().get(v).name();
        byVersion.add(tally.version(name, v, ready[v], mean(heap[v], ready[v])));
      }
    }
    int answering = pods.readyCount[r];
    return new Scrape.Region(
        model.regions().get(r).name(),
        tally.clients(),
        tally.pods(waiting, mean(heapSum, answering), answering, pods.countIn(r, Pods.STARTING)),
        byVersion,
        list);
  }

  private Scrape.Pod pod(int p) {
    String region = model.regions().get(pods.region[p]).name();
    return new Scrape.Pod(
        region + "-" + pods.ordinal[p],
        model.versions().get(pods.version[p]).name(),
        pods.state[p] == Pods.READY,
        pods.state[p] == Pods.STARTING ? 0 : Math.min(1, state.heapOf(p)),
        pods.waiting[p]);
  }

  private static double mean(double sum, int n) {
    return n == 0 ? Double.NaN : sum / n;
  }
}
