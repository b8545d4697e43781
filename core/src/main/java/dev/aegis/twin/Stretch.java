package dev.aegis.twin;

import java.util.Arrays;

/**
 * A stretch of time in which nothing happens but requests: pods neither come nor go, calls stay as
 * they are and nobody is in their way, nothing leaks, hangs or tries again. Then no list of events
 * is needed: requests are followed one by one in the order of their arrival (see {@link Slots}).
 * Every request takes the same slot at the same time as with events; a test holds the one against
 * the other.
 *
 * <p>What is still in the system at the end is handed back to the list of events.
 */
final class Stretch {
  /** Entering and leaving a stretch costs about as much as so many requests in the system. */
  private static final double WORTH_IT = 2;

  private static final double FEWEST_ARRIVALS = 64;

  private final SimulationState state;
  private final Clients clients;
  private final Work work;
  private final Pods pods;
  private final Requests requests;
  private final Tally[] tallies;
  private final Slots slots;

  Stretch(SimulationState state, Clients clients, Work work) {
    this.state = state;
    this.clients = clients;
    this.work = work;
    pods = state.pods;
    requests = state.requests;
    tallies = state.tallies;
    slots = new Slots(pods, state.regions(), state.slots, state.queue);
  }

  /**
   * Goes on without events, to a time or to where calls change, where nothing but requests can
   * happen. False, changing nothing, where that is not so or not worth it.
   */
  boolean follow(double seconds) {
    if (clients.tryAgain()) {
      return false;
    }
    double end = seconds;
    double perSecond = 0;
    for (int r = 0; r < tallies.length; r++) {
      state.enterCalls(r);
      end = Math.min(end, state.calls.phaseEnds[r]);
      perSecond += state.traffic.perSecond(r);
    }
    double arrivals = perSecond * (end - state.now);
    if (arrivals <= FEWEST_ARRIVALS + WORTH_IT * requests.inSystem || !isUneventful()) {
      return false;
    }
    double from = state.now;
    begin(end);
    while (clients.nextArrival() <= end) {
      state.now = clients.nextArrival();
      arrive(clients.nextHome(), end);
    }
    state.now = end;
    end(from);
    return true;
  }

  /** Whether requests leave pods and calls as they are. */
  private boolean isUneventful() {
    if (!state.warmUp.isOver(state.now) || !pods.inTurn() || state.sharing != null) {
      return false;
    }
    for (int r = 0; r < tallies.length; r++) {
      if (pods.draining[r] > 0 || state.calls.contended[r] > 0) {
        return false;
      }
    }
    for (int p = 0; p < pods.count; p++) {
      int v = pods.version[p];
      if (pods.state[p] == Pods.READY
          && (state.behaviour.leaks(v) || state.behaviour.holdsOrKills(v))) {
        return false;
      }
    }
    return state.calls.nobodyWaits();
  }

  private void begin(double end) {
    for (int r = 0; r < tallies.length; r++) {
      state.settle(r);
    }
    slots.begin(state.now, end);
    release(end);
    slots.order();
    for (int p = 0; p < pods.count; p++) {
      startWaiting(p, end);
    }
  }

  /** Those being served: each frees its slot when its event was to come. */
  private void release(double end) {
    EventHeap pending = state.events;
    int n = pending.size();
    double[] times = new double[n];
    int[] later = new int[n];
    int kept = 0;
    while (pending.size() > 0) {
      double at = pending.nextTime();
      int request = pending.pop();
      boolean lost = requests.state[request] == Requests.LOST;
      if (!lost) {
        slots.release(requests.pod[request], at);
      }
      if (at > end) {
        times[kept] = at;
        later[kept++] = request;
      } else if (lost) {
        requests.free(request);
      } else {
        work.complete(request, at);
      }
    }
    for (int i = 0; i < kept; i++) {
      pending.push(times[i], later[i]);
      if (requests.state[later[i]] != Requests.LOST) {
        slots.stayBusy(requests.pod[later[i]]);
      }
    }
  }

  /** Those that wait, in their order, as far as slots become free. */
  private void startWaiting(int p, double end) {
    while (pods.waiting[p] > 0 && slots.firstFree(p) <= end) {
      int request = state.dequeue(p);
      double at = slots.firstFree(p);
      double ends = at + work.seconds(p, requests.server[request], requests.bits[request]);
      slots.serve(p, Double.NEGATIVE_INFINITY, at, ends);
      if (ends <= end) {
        work.complete(request, ends);
      } else {
        work.endAt(request, ends);
      }
    }
  }

  private void arrive(int home, double end) {
    double now = state.now;
    long bits = clients.take(home);
    int r = state.traffic.regionFor(home, bits, now);
    int p = r < 0 ? -1 : pods.pick(r);
    if (p < 0 || slots.isFull(p, now)) {
      clients.refuse(home, bits);
      return;
    }
    long own = Draws.bits(bits, 1);
    double at = slots.beginOf(p, now);
    if (at > end) {
      state.enqueue(requests.begin(now, home, r, p, own), p);
      return;
    }
    double ends = at + work.seconds(p, r, own);
    slots.serve(p, now, at, ends);
    if (ends > end) {
      work.endAt(requests.begin(now, home, r, p, own), ends);
    } else {
      tallies[r].complete(pods.version[p]);
      clients.answer(home, p, now, ends, own);
    }
  }

  private void end(double from) {
    Arrays.fill(state.busy, 0);
    for (int p = 0; p < pods.count; p++) {
      pods.busy[p] = slots.busyAtEnd(p);
      state.busy[pods.region[p]] += pods.busy[p];
    }
    for (int r = 0; r < tallies.length; r++) {
      tallies[r].busySeconds += slots.busySeconds(r);
      tallies[r].slotSeconds += (double) pods.readyCount[r] * state.slots * (state.now - from);
    }
    state.countFromNow();
  }
}
