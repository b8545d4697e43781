package dev.aegis.twin;

import dev.aegis.telemetry.Serving.Balancing;
import java.util.Arrays;

/**
 * The pods of all regions in parallel arrays, and which of them answer. Unless something else was
 * declared each answering pod of a region is given a request in turn (round robin): that is what
 * kube-proxy in IPVS mode, Envoy, NGINX and AWS load balancers do unless told otherwise, and it
 * does not spare a sick pod.
 */
final class Pods {
  static final byte READY = 0;
  static final byte DRAINING = 1;
  static final byte STARTING = 2;
  static final byte GONE = 3;

  int count;
  int[] region = new int[16];
  int[] ordinal = new int[16];
  int[] version = new int[16];

  /** What it runs when it comes back; below 0 when it shall not. */
  int[] nextVersion = new int[16];

  byte[] state = new byte[16];
  int[] busy = new int[16];
  int[] waiting = new int[16];
  int[] head = new int[16];
  int[] tail = new int[16];
  double[] heap = new double[16];
  double[] heapAt = new double[16];

  /** Time of the event that the pod waits for; an event at another time is out of date. */
  double[] wake = new double[16];

  double[] startSeconds = new double[16];

  /** Since when it answers; minus infinity where that was before the start. */
  double[] readySince = new double[16];

  /** Share of its requests that fail for a reason of the pod's own. */
  double[] errorRatio = new double[16];

  final int[][] ready;
  final int[] readyCount;
  final int[] draining;
  private final int[] turn;
  private final int[] made;
  private final boolean leastRequests;

  Pods(int regions, Balancing balancing) {
    leastRequests = balancing == Balancing.LEAST_REQUESTS;
    ready = new int[regions][16];
    readyCount = new int[regions];
    draining = new int[regions];
    turn = new int[regions];
    made = new int[regions];
  }

  Pods(Pods other) {
    count = other.count;
    region = other.region.clone();
    ordinal = other.ordinal.clone();
    version = other.version.clone();
    nextVersion = other.nextVersion.clone();
    state = other.state.clone();
    busy = other.busy.clone();
    waiting = other.waiting.clone();
    head = other.head.clone();
    tail = other.tail.clone();
    heap = other.heap.clone();
    heapAt = other.heapAt.clone();
    wake = other.wake.clone();
    startSeconds = other.startSeconds.clone();
    readySince = other.readySince.clone();
    errorRatio = other.errorRatio.clone();
    leastRequests = other.leastRequests;
    ready = new int[other.ready.length][];
    for (int i = 0; i < ready.length; i++) {
      ready[i] = other.ready[i].clone();
    }
    readyCount = other.readyCount.clone();
    draining = other.draining.clone();
    turn = other.turn.clone();
    made = other.made.clone();
  }

  /** The pod that is given the next request; -1 when none answers. */
  int pick(int r) {
    int n = readyCount[r];
    if (n == 0) {
      return -1;
    }
    int i = turn[r];
    if (i >= n) {
      i = 0;
    }
    if (leastRequests) {
      i = leastFrom(r, i, n);
    }
    turn[r] = i + 1;
    return ready[r][i];
  }

  private int leastFrom(int r, int from, int n) {
    int best = from;
    for (int j = 1; j < n; j++) {
      int i = from + j < n ? from + j : from + j - n;
      int p = ready[r][i];
      int b = ready[r][best];
      if (busy[p] + waiting[p] < busy[b] + waiting[b]) {
        best = i;
      }
    }
    return best;
  }

  /** Whether requests are given out in turn, whatever pods have to do. */
  boolean inTurn() {
    return !leastRequests;
  }

  int add(int r, int runs, double startup) {
    if (count == state.length) {
      grow();
    }
    int p = count++;
    region[p] = r;
    ordinal[p] = ++made[r];
    version[p] = runs;
    nextVersion[p] = runs;
    state[p] = STARTING;
    head[p] = -1;
    tail[p] = -1;
    startSeconds[p] = startup;
    readySince[p] = Double.NEGATIVE_INFINITY;
    return p;
  }

  void become(int p, byte newState) {
    state[p] = newState;
    refresh(region[p]);
  }

  /** Pods that exist or are on their way, draining ones that come back included. */
  int wanted(int r) {
    int n = 0;
    for (int p = 0; p < count; p++) {
      if (region[p] == r && state[p] != GONE && nextVersion[p] >= 0) {
        n++;
      }
    }
    return n;
  }

  int countIn(int r, byte wantedState) {
    int n = 0;
    for (int p = 0; p < count; p++) {
      if (region[p] == r && state[p] == wantedState) {
        n++;
      }
    }
    return n;
  }

  /** The oldest pod of a region after {@code after} that exists; -1 when there is none. */
  int nextAfter(int r, int after) {
    for (int p = after + 1; p < count; p++) {
      if (region[p] == r && state[p] != GONE && nextVersion[p] >= 0) {
        return p;
      }
    }
    return -1;
  }

  /** The youngest pod of a region that shall stay; -1 when there is none. */
  int youngest(int r) {
    for (int p = count - 1; p >= 0; p--) {
      if (region[p] == r && state[p] != GONE && nextVersion[p] >= 0) {
        return p;
      }
    }
    return -1;
  }

  private void refresh(int r) {
    int n = 0;
    for (int p = 0; p < count; p++) {
      if (region[p] == r && state[p] == READY) {
        if (n == ready[r].length) {
          ready[r] = Arrays.copyOf(ready[r], 2 * n);
        }
        ready[r][n++] = p;
      }
    }
    readyCount[r] = n;
    draining[r] = countIn(r, DRAINING);
  }

  private void grow() {
    int n = 2 * count;
    region = Arrays.copyOf(region, n);
    ordinal = Arrays.copyOf(ordinal, n);
    version = Arrays.copyOf(version, n);
    nextVersion = Arrays.copyOf(nextVersion, n);
    state = Arrays.copyOf(state, n);
    busy = Arrays.copyOf(busy, n);
    waiting = Arrays.copyOf(waiting, n);
    head = Arrays.copyOf(head, n);
    tail = Arrays.copyOf(tail, n);
    heap = Arrays.copyOf(heap, n);
    heapAt = Arrays.copyOf(heapAt, n);
    wake = Arrays.copyOf(wake, n);
    startSeconds = Arrays.copyOf(startSeconds, n);
    readySince = Arrays.copyOf(readySince, n);
    errorRatio = Arrays.copyOf(errorRatio, n);
  }
}
