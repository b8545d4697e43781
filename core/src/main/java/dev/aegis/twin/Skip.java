package dev.aegis.twin;

/**
 * A time in which a settled system need not be simulated: its requests are put off, and heaps grow
 * as they did during an interval before.
 */
final class Skip {
  /** A change of service times by this share is felt. */
  private static final double FELT = 0.02;

  private final SimulationState state;
  private final Orders orders;
  private final Scrape like;
  private final double skipped;

  /**
   * @param like figures of the interval before
   * @param seconds when the time ends
   */
  Skip(SimulationState state, Orders orders, Scrape like, double seconds) {
    this.state = state;
    this.orders = orders;
    this.like = like;
    skipped = seconds - state.now;
  }

  double seconds() {
    return skipped;
  }

  /**
   * Whether nobody would see it: nothing is on its way, neither the rate of arrivals nor a call
   * changes, and no heap would grow enough to change service times by more than {@value #FELT}.
   */
  boolean isHarmless() {
    return isSettled() && isConstant() && heapsStay();
  }

  /**
   * Whether the regions that have traffic stay as they are: no traffic on the move, no order on its
   * way but the exchange of pods in an idle region, and every pod either answers, warm, or is gone.
   */
  private boolean isSettled() {
    if (!state.warmUp.isOver(state.now)) {
      return false;
    }
    Pods pods = state.pods;
    for (int r = 0; r < state.regions(); r++) {
      if (state.traffic.isMoving(r, state.now)) {
        return false;
      }
      boolean idle = like.regions().get(r).pods().completed() == 0 && state.busy[r] == 0;
      if (!idle
          && (orders.pendingIn(r) || pods.draining[r] > 0 || pods.countIn(r, Pods.STARTING) > 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean isConstant() {
    double end = state.now + skipped;
    for (int r = 0; r < state.regions(); r++) {
      if (!state.traffic.isConstantUntil(r, end) || state.calls.phaseEnds[r] < end) {
        return false;
      }
    }
    return true;
  }

  private boolean heapsStay() {
    Pods pods = state.pods;
    Behaviour behaviour = state.behaviour;
    for (int p = 0; p < pods.count; p++) {
      if (pods.state[p] != Pods.READY) {
        continue;
      }
      int v = pods.version[p];
      double each = requestsPerSecond(p);
      if (each > 0 && behaviour.holdsOrKills(v)) {
        return false;
      }
      double rate = behaviour.leakPerRequest[v] * each + behaviour.leakPerSecond[v];
      double before = state.heapOf(p);
      double after = before + rate * skipped;
      if (rate > 0
          && (after > Behaviour.HEAP_CAP
              || behaviour.burden(after) > behaviour.burden(before) * (1 + FELT))) {
        return false;
      }
    }
    return true;
  }

  private double requestsPerSecond(int p) {
    int r = state.pods.region[p];
    int ready = state.pods.readyCount[r];
    return ready == 0 ? 0 : like.regions().get(r).pods().completed() / like.lengthSeconds() / ready;
  }

  /** Lets heaps grow by the requests that are not simulated; with time they grow by themselves. */
  void growHeaps() {
    Pods pods = state.pods;
    for (int p = 0; p < pods.count; p++) {
      pods.heap[p] +=
          state.behaviour.leakPerRequest[pods.version[p]] * requestsPerSecond(p) * skipped;
    }
  }
}
