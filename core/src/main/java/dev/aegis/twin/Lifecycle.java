package dev.aegis.twin;

/** How pods come, drain, die and come back, and what becomes of what they have. */
final class Lifecycle {
  private final SimulationState state;
  private final Clients clients;
  private final Pods pods;
  private final Requests requests;

  Lifecycle(SimulationState state, Clients clients) {
    this.state = state;
    this.clients = clients;
    pods = state.pods;
    requests = state.requests;
  }

  /** A pod that answers from the beginning. */
  void open(int r, int version, double heap, double errorRatio) {
    int p = pods.add(r, version, state.model.podStartSeconds());
    state.setHeap(p, heap);
    pods.errorRatio[p] = errorRatio;
    pods.become(p, Pods.READY);
  }

  void add(int r, int version) {
    start(pods.add(r, version, state.model.podStartSeconds()));
  }

  /** Takes a pod out of service, to come back with a version, or not at all when it is below 0. */
  void replace(int p, int version, double startSeconds, double drainSeconds) {
    state.settle(pods.region[p]);
    pods.nextVersion[p] = version;
    pods.startSeconds[p] = startSeconds;
    if (pods.state[p] == Pods.READY && pods.busy[p] > 0) {
      pods.become(p, Pods.DRAINING);
      wakeAfter(p, drainSeconds);
    } else if (pods.state[p] != Pods.DRAINING) {
      stop(p);
    }
  }

  /** Starts a pod of a version in the place of another, which finishes what it has and goes. */
  void exchange(int p, int version, double drainSeconds) {
    int r = pods.region[p];
    replace(p, -1, 0, drainSeconds);
    add(r, version);
  }

  /** A pod is lost for good. */
  void lose(int p) {
    pods.nextVersion[p] = -1;
    abandon(p);
    stop(p);
  }

  /** A pod dies, and comes back unless it was on its way out. */
  void die(int p) {
    state.tallies[pods.region[p]].died++;
    abandon(p);
    pods.startSeconds[p] = state.model.restartSeconds();
    stop(p);
  }

  /** Pods that leak with time die even where nothing is asked of them. */
  void burst() {
    for (int p = 0; p < pods.count; p++) {
      if (pods.state[p] <= Pods.DRAINING && state.heapOf(p) >= 1) {
        die(p);
      }
    }
  }

  /** An empty pod stops; where it shall come back it begins to start. */
  void stop(int p) {
    state.settle(pods.region[p]);
    if (pods.nextVersion[p] < 0) {
      pods.become(p, Pods.GONE);
      return;
    }
    pods.version[p] = pods.nextVersion[p];
    start(p);
  }

  private void start(int p) {
    pods.errorRatio[p] = state.model.regions().get(pods.region[p]).badPods().ofNewcomers();
    state.settle(pods.region[p]);
    pods.become(p, Pods.STARTING);
    wakeAfter(p, pods.startSeconds[p]);
  }

  private void wakeAfter(int p, double seconds) {
    pods.wake[p] = state.now + seconds;
    state.wakePod(p, pods.wake[p]);
  }

  /** The pod's time has come. Says whether it answers from now on. */
  boolean wake(int p) {
    if (pods.wake[p] != state.now) {
      return false;
    }
    if (pods.state[p] == Pods.DRAINING) {
      abandon(p);
      stop(p);
      return false;
    }
    if (pods.state[p] != Pods.STARTING) {
      return false;
    }
    state.settle(pods.region[p]);
    state.setHeap(p, state.behaviour.baseHeap[pods.version[p]]);
    pods.startSeconds[p] = state.model.podStartSeconds();
    pods.readySince[p] = state.now;
    state.warmUp.begin(state.now);
    pods.become(p, Pods.READY);
    return true;
  }

  /** Pods that answer have a heap like a fresh pod's from now on. */
  void emptyHeaps() {
    for (int p = 0; p < pods.count; p++) {
      if (pods.state[p] == Pods.READY) {
        state.setHeap(p, Math.min(state.heapOf(p), state.behaviour.baseHeap[pods.version[p]]));
      }
    }
  }

  /** Moves the heaps of a version in a region to where they were observed, their spread kept. */
  void observeHeap(int r, int v, double mean) {
    double sum = 0;
    int n = 0;
    for (int p = 0; p < pods.count; p++) {
      if (pods.region[p] == r && pods.version[p] == v && pods.state[p] == Pods.READY) {
        sum += state.heapOf(p);
        n++;
      }
    }
    for (int p = 0; p < pods.count; p++) {
      if (pods.region[p] == r && pods.version[p] == v && pods.state[p] == Pods.READY) {
        state.setHeap(p, Math.max(0, Math.min(0.999, state.heapOf(p) + mean - sum / n)));
      }
    }
  }

  /** Everything the pod has fails at once. */
  private void abandon(int p) {
    int r = pods.region[p];
    state.settle(r);
    while (pods.waiting[p] > 0) {
      forget(state.dequeue(p));
    }
    if (state.sharing != null) {
      state.sharing.forget(p, this::forget);
    }
    for (int i = 0; i < requests.capacity(); i++) {
      byte stage = requests.state[i];
      if (requests.pod[i] == p && (stage == Requests.STUCK || stage == Requests.POOLED)) {
        forget(i);
      } else if (requests.pod[i] == p && Requests.hasEvent(stage)) {
        if (stage == Requests.CALLING) {
          state.calls.end(r, requests.call[i]);
        }
        clients.lose(i);
        requests.state[i] = Requests.LOST;
      }
    }
    state.calls.pools.forget(p);
    state.busy[r] -= pods.busy[p];
    pods.busy[p] = 0;
  }

  private void forget(int request) {
    clients.lose(request);
    requests.free(request);
  }
}
