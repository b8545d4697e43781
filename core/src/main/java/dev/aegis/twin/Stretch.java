package dev.aegis.twin;

import java.util.Arrays;

/**
 * A stretch of time in which nothing happens but requests: pods neither come nor go, calls stay as
 * they are and nobody is in their way, nothing leaks, hangs or tries again. Then no list of events
 * is needed. Each pod is a queue with several servers, first come first served, so requests are
 * followed one by one in the order of their arrival: one starts when it is there and the first slot
 * is free (Lindley, The Theory of Queues with a Single Server, 1952; Kiefer and Wolfowitz, On the
 * Theory of Queues with Many Servers, 1955). Every request takes the same slot at the same time as
 * with events; a test holds the one against the other.
 *
 * <p>What is still in the system at the end is handed back to the list of events.
 */
final class Stretch {
  /** Entering and leaving a stretch costs about as much as so many requests in the system. */
  private static final double WORTH_IT = 2;

  private static final double FEWEST_ARRIVALS = 64;

  private final ServiceSimulation simulation;
  private final Pods pods;
  private final Requests requests;
  private final int slots;
  private final int queue;

  /** When the slots of a pod are free, as a binary heap: those of pod p begin at p · slots. */
  private double[] free = new double[0];

  /** When requests that wait at a pod begin, a ring for each pod; some have begun meanwhile. */
  private double[][] begins = new double[0][];

  private int[] beginsHead = new int[0];
  private int[] beginsSize = new int[0];
  private int[] serving = new int[0];
  private double[] busySeconds = new double[0];
  private double until;

  Stretch(ServiceSimulation simulation, Pods pods, Requests requests, int slots, int queue) {
    this.simulation = simulation;
    this.pods = pods;
    this.requests = requests;
    this.slots = slots;
    this.queue = queue;
  }

  /** Whether so many arrivals are worth it. */
  boolean isWorthIt(double arrivals) {
    return arrivals > FEWEST_ARRIVALS + WORTH_IT * requests.inSystem;
  }

  /**
   * Begins.
   *
   * @param now the time
   * @param end of the stretch
   * @param pending events of requests; emptied
   */
  void begin(double now, double end, EventHeap pending) {
    until = end;
    room();
    for (int p = 0; p < pods.count; p++) {
      // Slots that no event will free are held for good.
      int held = pods.state[p] == Pods.READY ? pods.busy[p] : 0;
      Arrays.fill(free, p * slots, p * slots + slots - held, now);
      Arrays.fill(free, p * slots + slots - held, (p + 1) * slots, Double.POSITIVE_INFINITY);
      serving[p] = held;
      beginsSize[p] = 0;
      beginsHead[p] = 0;
      busySeconds[pods.region[p]] += held * (until - now);
    }
    release(pending);
    for (int p = 0; p < pods.count; p++) {
      heapify(p * slots);
    }
    for (int p = 0; p < pods.count; p++) {
      startWaiting(p);
    }
  }

  private void room() {
    if (serving.length < pods.count) {
      int n = Math.max(2 * serving.length, pods.count);
      free = new double[n * slots];
      begins = Arrays.copyOf(begins, n);
      for (int p = 0; p < n; p++) {
        begins[p] = begins[p] == null ? new double[16] : begins[p];
      }
      beginsHead = new int[n];
      beginsSize = new int[n];
      serving = new int[n];
    }
    busySeconds = new double[simulation.regions()];
  }

  /** Those being served: each frees its slot when its event was to come. */
  private void release(EventHeap pending) {
    int n = pending.size();
    double[] times = new double[n];
    int[] later = new int[n];
    int kept = 0;
    while (pending.size() > 0) {
      double at = pending.nextTime();
      int request = pending.pop();
      int p = requests.pod[request];
      boolean lost = requests.state[request] == Requests.LOST;
      if (!lost) {
        // Held slots lie at the end of the pod's share, one for each that is busy.
        free[(p + 1) * slots - serving[p]] = at;
        serving[p]--;
      }
      if (at > until) {
        times[kept] = at;
        later[kept++] = request;
      } else if (lost) {
        requests.free(request);
      } else {
        busySeconds[pods.region[p]] -= until - at;
        simulation.completeAt(at, request);
      }
    }
    for (int i = 0; i < kept; i++) {
      pending.push(times[i], later[i]);
      if (requests.state[later[i]] != Requests.LOST) {
        serving[requests.pod[later[i]]]++;
      }
    }
  }

  /** Those that wait, in their order, as far as slots become free. */
  private void startWaiting(int p) {
    while (pods.waiting[p] > 0 && free[p * slots] <= until) {
      int request = simulation.dequeue(p);
      double at = free[p * slots];
      double ends =
          at + simulation.serviceSeconds(p, requests.server[request], requests.bits[request]);
      take(p, at, ends);
      remember(p, at);
      if (ends <= until) {
        simulation.completeAt(ends, request);
      } else {
        simulation.work(request, ends);
      }
    }
  }

  /** Whether a pod can take a request that arrives now. */
  boolean isFull(int p, double now) {
    if (free[p * slots] <= now) {
      return false;
    }
    double[] ring = begins[p];
    int mask = ring.length - 1;
    while (beginsSize[p] > 0 && ring[beginsHead[p]] <= now) {
      beginsHead[p] = beginsHead[p] + 1 & mask;
      beginsSize[p]--;
    }
    return beginsSize[p] + pods.waiting[p] >= queue;
  }

  /** When a request that arrives now begins to be served; after the end: not in this stretch. */
  double beginOf(int p, double now) {
    return Math.max(now, free[p * slots]);
  }

  /** Gives it the slot that is free first. */
  void serve(int p, double now, double at, double ends) {
    take(p, at, ends);
    if (at > now) {
      remember(p, at);
    }
  }

  private void take(int p, double at, double ends) {
    int base = p * slots;
    busySeconds[pods.region[p]] += Math.min(ends, until) - at;
    if (ends > until) {
      serving[p]++;
    }
    int hole = 0;
    for (; ; ) {
      int child = 2 * hole + 1;
      if (child >= slots) {
        break;
      }
      if (child + 1 < slots && free[base + child + 1] < free[base + child]) {
        child++;
      }
      if (free[base + child] >= ends) {
        break;
      }
      free[base + hole] = free[base + child];
      hole = child;
    }
    free[base + hole] = ends;
  }

  private void heapify(int base) {
    Arrays.sort(free, base, base + slots);
  }

  private void remember(int p, double at) {
    double[] ring = begins[p];
    if (beginsSize[p] == ring.length) {
      double[] bigger = new double[2 * ring.length];
      for (int i = 0; i < beginsSize[p]; i++) {
        bigger[i] = ring[beginsHead[p] + i & ring.length - 1];
      }
      begins[p] = bigger;
      beginsHead[p] = 0;
      ring = bigger;
    }
    ring[beginsHead[p] + beginsSize[p]++ & ring.length - 1] = at;
  }

  /** Slots of a pod that are busy at the end. */
  int busyAtEnd(int p) {
    return serving[p];
  }

  /** Time that slots of a region were busy in the stretch. */
  double busySeconds(int r) {
    return busySeconds[r];
  }
}
