package dev.aegis.twin;

import org.jspecify.annotations.Nullable;

/**
 * What the parts of a {@link ServiceSimulation} share: its clock, its events, who is where, and
 * what is counted.
 */
final class SimulationState {
  final ServiceModel model;

  /** The ends of work and calls: of a request, or the complement of a pod that shares its cores. */
  final EventHeap events;

  /**
   * What happens to pods and orders (the complement of its number): few, and not to be put off when
   * requests are.
   */
  final EventHeap controls;

  final Requests requests;
  final Pods pods;
  final Traffic traffic;
  final Calls calls;
  final Behaviour behaviour;
  final WarmUp warmUp;

  /** Who is at work in which pod; {@code null} where nobody's work slows another's. */
  final @Nullable Sharing sharing;

  /** By region. */
  final Tally[] tallies;

  /** Slots in use, by region. */
  final int[] busy;

  private final double[] settledAt;
  final int slots;
  final int queue;
  double now;

  SimulationState(ServiceModel model, long seed, double fromSeconds) {
    int regions = model.regions().size();
    this.model = model;
    events = new EventHeap(1 << 10);
    controls = new EventHeap(16);
    requests = new Requests(1 << 10);
    pods = new Pods(regions, model.serving().balancingOrAssumed());
    traffic = new Traffic(model.regions(), seed, fromSeconds);
    calls = new Calls(model);
    behaviour = new Behaviour(model);
    warmUp = new WarmUp(model.serving().warmUpOrAssumed());
    sharing = model.serving().coresPerPod() > 0 ? new Sharing(model.serving().coresPerPod()) : null;
    tallies = new Tally[regions];
    for (int r = 0; r < regions; r++) {
      tallies[r] = new Tally(model.versions().size());
    }
    busy = new int[regions];
    settledAt = new double[regions];
    slots = model.slotsPerPod();
    queue = model.queuePerPod();
    now = fromSeconds;
    countFromNow();
  }

  SimulationState(SimulationState other) {
    model = other.model;
    events = new EventHeap(other.events);
    controls = new EventHeap(other.controls);
    requests = new Requests(other.requests);
    pods = new Pods(other.pods);
    traffic = new Traffic(other.traffic);
    calls = new Calls(other.calls);
    behaviour = new Behaviour(other.behaviour);
    warmUp = new WarmUp(other.warmUp);
    sharing = other.sharing == null ? null : new Sharing(other.sharing);
    tallies = new Tally[other.tallies.length];
    for (int r = 0; r < tallies.length; r++) {
      tallies[r] = new Tally(other.tallies[r]);
    }
    busy = other.busy.clone();
    settledAt = other.settledAt.clone();
    slots = other.slots;
    queue = other.queue;
    now = other.now;
  }

  int regions() {
    return tallies.length;
  }

  /** Adds up what was busy since the last change. */
  void settle(int r) {
    double seconds = now - settledAt[r];
    if (seconds > 0) {
      tallies[r].busySeconds += busy[r] * seconds;
      tallies[r].slotSeconds += (double) (pods.readyCount[r] + pods.draining[r]) * slots * seconds;
      settledAt[r] = now;
    }
  }

  /** What was busy before now has been counted, or shall not be. */
  void countFromNow() {
    for (int r = 0; r < settledAt.length; r++) {
      settledAt[r] = now;
    }
  }

  double heapOf(int p) {
    double leak = behaviour.leakPerSecond[pods.version[p]];
    return leak == 0 ? pods.heap[p] : pods.heap[p] + leak * (now - pods.heapAt[p]);
  }

  void setHeap(int p, double heap) {
    pods.heap[p] = heap;
    pods.heapAt[p] = now;
  }

  /** What heaps have grown by now stays, whatever they grow by from now on. */
  void settleHeaps() {
    for (int p = 0; p < pods.count; p++) {
      setHeap(p, heapOf(p));
    }
  }

  /** Calls take a phase when the first request comes to feel it. */
  void enterCalls(int r) {
    if (now >= calls.phaseEnds[r]) {
      calls.enter(r, now);
    }
  }

  void enqueue(int request, int p) {
    requests.state[request] = Requests.WAITING;
    if (pods.waiting[p]++ == 0) {
      pods.head[p] = request;
    } else {
      requests.next[pods.tail[p]] = request;
    }
    pods.tail[p] = request;
  }

  int dequeue(int p) {
    int request = pods.head[p];
    pods.head[p] = requests.next[request];
    pods.waiting[p]--;
    requests.next[request] = -1;
    return request;
  }

  /** Looks at a pod at a time. */
  void wakePod(int p, double at) {
    controls.push(at, p);
  }

  /** Looks at an order at a time. */
  void wakeOrder(int id, double at) {
    controls.push(at, ~id);
  }

  /** Puts every request off. */
  void postponeRequests(double seconds) {
    events.postpone(seconds);
    if (sharing != null) {
      sharing.postpone(seconds);
    }
    requests.postpone(seconds);
  }
}
