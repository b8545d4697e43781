package dev.aegis.twin;

import java.util.Arrays;

/**
 * Each pod as a queue with several servers, first come first served, followed request by request
 * without events: a request begins when it is there and the first slot is free (Lindley, The Theory
 * of Queues with a Single Server, 1952; Kiefer and Wolfowitz, On the Theory of Queues with Many
 * Servers, 1955).
 */
final class Slots {
  private final Pods pods;
  private final int slots;
  private final int queue;

  /** When the slots of a pod are free, as a binary heap: those of pod p begin at p · slots. */
  private double[] free = new double[0];

  /** When requests that wait at a pod begin, a ring for each pod; some have begun meanwhile. */
  private double[][] begins = new double[0][];

  private int[] beginsHead = new int[0];
  private int[] beginsSize = new int[0];
  private int[] serving = new int[0];
  private final double[] busySeconds;
  private double until;

  Slots(Pods pods, int regions, int slots, int queue) {
    this.pods = pods;
    this.slots = slots;
    this.queue = queue;
    busySeconds = new double[regions];
  }

  /**
   * Begins a stretch: all slots of a pod are free but those it has busy, which are held for good.
   */
  void begin(double now, double end) {
    until = end;
    room();
    Arrays.fill(busySeconds, 0);
    for (int p = 0; p < pods.count; p++) {
      int held = pods.state[p] == Pods.READY ? pods.busy[p] : 0;
      Arrays.fill(free, p * slots, p * slots + slots - held, now);
      Arrays.fill(free, p * slots + slots - held, (p + 1) * slots, Double.POSITIVE_INFINITY);
      serving[p] = held;
      beginsSize[p] = 0;
      beginsHead[p] = 0;
      busySeconds[pods.region[p]] += held * (until - now);
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
  }

  /** One of the slots that were held is free from then on. To be called before {@link #order}. */
  void release(int p, double at) {
    // Held slots lie at the end of the pod's share, one for each that is busy.
    free[(p + 1) * slots - serving[p]] = at;
    serving[p]--;
    if (at <= until) {
      busySeconds[pods.region[p]] -= until - at;
    }
  }

  /** A slot that was released after the end is busy at the end. */
  void stayBusy(int p) {
    serving[p]++;
  }

  /** All that had to be released is. */
  void order() {
    for (int p = 0; p < pods.count; p++) {
      Arrays.sort(free, p * slots, (p + 1) * slots);
    }
  }

  /** When the pod's first slot is free. */
  double firstFree(int p) {
    return free[p * slots];
  }

  /** Whether a pod can take no request that arrives now. */
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

  /** Gives a request that is there since {@code arrived} the slot that is free first. */
  void serve(int p, double arrived, double at, double ends) {
    take(p, at, ends);
    if (at > arrived) {
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
