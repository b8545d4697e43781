package dev.aegis.twin;

import java.util.Arrays;

/** The clients of all regions: when they ask, how long they wait, and what they see. */
final class Clients {
  private final SimulationState state;
  private final Traffic traffic;
  private final Requests requests;
  private final Tally[] tallies;
  private final double timeout;
  private final double crossSeconds;

  /** Of clients at home in a region, who try again. */
  private final EventHeap retries;

  private double retriesPerFailure;
  private long retryKey;

  /** The next arrival of each region: they need no heap, since regions are few. */
  private final double[] arrivalAt;

  private int nextHome;
  private long arrivals;

  Clients(SimulationState state) {
    this.state = state;
    traffic = state.traffic;
    requests = state.requests;
    tallies = state.tallies;
    timeout = state.model.timeoutSeconds();
    crossSeconds = state.model.crossRegionMillis() / 1000;
    retries = new EventHeap(16);
    arrivalAt = new double[state.regions()];
    Arrays.fill(arrivalAt, Double.POSITIVE_INFINITY);
    for (int r = 0; r < arrivalAt.length; r++) {
      schedule(r, traffic.take(r));
    }
  }

  Clients(SimulationState state, Clients other) {
    this.state = state;
    traffic = state.traffic;
    requests = state.requests;
    tallies = state.tallies;
    timeout = other.timeout;
    crossSeconds = other.crossSeconds;
    retries = new EventHeap(other.retries);
    retriesPerFailure = other.retriesPerFailure;
    retryKey = other.retryKey;
    arrivalAt = other.arrivalAt.clone();
    nextHome = other.nextHome;
    arrivals = other.arrivals;
  }

  /** Requests begun since the start. */
  long arrivals() {
    return arrivals;
  }

  void seed(long seed) {
    traffic.seed(seed);
    retryKey = Draws.bits(seed, 11);
  }

  /**
   * From now on clients try again after a failure.
   *
   * @param perFailure requests sent again per failed one, 0 to below 1
   */
  void retry(double perFailure) {
    retriesPerFailure = perFailure;
  }

  /** Whether anybody tries again, or may. */
  boolean tryAgain() {
    return retriesPerFailure > 0 || retries.size() > 0;
  }

  /** When the next client asks for the first time. */
  double nextArrival() {
    return arrivalAt[nextHome];
  }

  /** Where that client is at home. */
  int nextHome() {
    return nextHome;
  }

  /** When the next client tries again. */
  double nextRetry() {
    return retries.nextTime();
  }

  /** Where the client is at home that tries again now. */
  int takeRetry() {
    int home = retries.pop();
    arrivals++;
    tallies[home].offered++;
    return home;
  }

  /** The random bits of the retry that was taken last. */
  long retryBits() {
    return Draws.bits(retryKey, arrivals);
  }

  /** The random bits of the client that asks now. */
  long take(int home) {
    if (retriesPerFailure > 0) {
      // Whoever gave up meanwhile tries again, and not only when the next scrape looks.
      expire();
    }
    arrivals++;
    long bits = traffic.take(home);
    schedule(home, bits);
    tallies[home].offered++;
    return bits;
  }

  private void schedule(int home, long bits) {
    arrivalAt[home] = traffic.next(home, state.now, bits);
    int least = 0;
    for (int i = 1; i < arrivalAt.length; i++) {
      if (arrivalAt[i] < arrivalAt[least]) {
        least = i;
      }
    }
    nextHome = least;
  }

  /** Puts everybody off. */
  void postpone(double seconds) {
    retries.postpone(seconds);
    for (int r = 0; r < arrivalAt.length; r++) {
      arrivalAt[r] += seconds;
    }
  }

  /** A client is turned away. */
  void refuse(int home, long bits) {
    tallies[home].refused++;
    failed(home, state.now, bits);
  }

  /** A request that arrived then has ended in pod p; its client still waits for it. */
  void answer(int home, int p, double arrived, double ended, long bits) {
    int r = state.pods.region[p];
    int v = state.pods.version[p];
    double seconds = ended - arrived;
    if (home != r) {
      seconds += crossSeconds;
    }
    if (seconds > timeout) {
      timeOut(home, r, v, arrived, bits);
      return;
    }
    double millis = 1000 * seconds;
    int bucket = LatencyHistogram.bucketOf(millis);
    tallies[home].latency.add(millis, bucket);
    tallies[r].latencyByVersion[v].add(millis, bucket);
    double byVersion = state.behaviour.errorRatio[v];
    double byCalls = state.calls.errors[r];
    double failing = byVersion + byCalls - byVersion * byCalls;
    double byPod = state.pods.errorRatio[p];
    if (byPod > 0 && ended >= state.model.regions().get(r).badPods().fromSeconds()) {
      failing += byPod - failing * byPod;
    }
    if (failing > 0 && Draws.upper(Draws.bits(bits, 3)) < failing) {
      tallies[home].faulty++;
      tallies[r].failedByVersion[v]++;
      failed(home, ended, bits);
    } else {
      tallies[home].succeeded++;
    }
  }

  /** The client's request is lost with its pod. */
  void lose(int request) {
    if (requests.answered[request]) {
      return;
    }
    if (state.now - requests.arrived[request] > timeout) {
      timeOut(request);
      return;
    }
    requests.answered[request] = true;
    int home = requests.origin[request];
    tallies[home].crashed++;
    failed(home, state.now, requests.bits[request]);
    tallies[requests.server[request]].failedByVersion[state.pods.version[requests.pod[request]]]++;
  }

  /** Clients whose time is up by now have seen an error, whatever becomes of their requests. */
  void expire() {
    for (; ; ) {
      int request = requests.nextOverdue(state.now - timeout);
      if (request == -2) {
        return;
      }
      if (request >= 0) {
        timeOut(request);
      }
    }
  }

  private void timeOut(int request) {
    requests.answered[request] = true;
    timeOut(
        requests.origin[request],
        requests.server[request],
        state.pods.version[requests.pod[request]],
        requests.arrived[request],
        requests.bits[request]);
  }

  private void timeOut(int home, int r, int v, double arrived, long bits) {
    tallies[home].timedOut++;
    tallies[home].latency.add(1000 * timeout);
    tallies[r].latencyByVersion[v].add(1000 * timeout);
    tallies[r].failedByVersion[v]++;
    failed(home, arrived + timeout, bits);
  }

  /** A client saw a failure at a time, and may try again after a while. */
  private void failed(int home, double seconds, long bits) {
    if (retriesPerFailure > 0 && Draws.upper(Draws.bits(bits, 4)) < retriesPerFailure) {
      retries.push(Math.max(state.now, seconds) + RetryFit.BACK_OFF_SECONDS, home);
    }
  }
}
