package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.OptionalDouble;

/**
 * A discrete-event simulation of one service in one or more regions. Mutable; used by one thread at a
 * time. The same model, seed and orders give the same scrapes, bit for bit.
 *
 * <p>A request arrives (see {@link Traffic}), is given to a pod in turn, waits in its bounded queue
 * for a slot, calls the dependency, works, and is answered. An answer after the timeout counts as an
 * error at the timeout, yet the work is done to the end. A pod whose heap is full dies with all it
 * has, and comes back after {@code podStartSeconds}.
 */
public final class ServiceSimulation {
  /**
   * The heap ratio above which collections cost no more: HotSpot's parallel collector gives up when 98
   * % of the time goes into collecting, so nothing runs slower than that for long.
   */
  private static final double HEAP_CAP = 0.98;

  static final int ARRIVAL = 0;
  static final int POD = 1;
  static final int ORDER = 2;

  private final ServiceModel model;
  private final EventHeap events;
  private final Requests requests;
  private final Pods pods;
  private final Traffic traffic;
  private final Orders orders;
  private final Tally[] tallies;
  private final int[] busy;
  private final double[] areaAt;
  private final int[] inFlight;
  private final int[] phase;
  private final Draws.Shape serviceShape;
  private final Draws.Shape[] dependencyShape;
  private final double serviceSeconds;
  private final double gcCost;
  private final double timeout;
  private final double crossSeconds;
  private final int slots;
  private final int queue;
  private final double[] slowdown;
  private final double[] errorRatio;
  private final double[] leakPerRequest;
  private final double[] leakPerSecond;
  private final double[] baseHeap;
  private double serviceFactor = 1;
  private double dependencyFactor = 1;
  private double errorFactor = 1;
  private double leakFactor = 1;
  private double now;
  private double scrapedAt;
  private long arrivals;

  /** Starts at {@code fromSeconds} with every pod ready and nothing in the system. */
  public ServiceSimulation(ServiceModel model, long seed, double fromSeconds) {
    this.model = model;
    int regions = model.regions().size();
    int versions = model.versions().size();
    events = new EventHeap(1 << 10);
    requests = new Requests(1 << 10);
    pods = new Pods(regions);
    traffic = new Traffic(model.regions(), seed);
    orders = new Orders(regions);
    tallies = new Tally[regions];
    busy = new int[regions];
    areaAt = new double[regions];
    inFlight = new int[regions];
    phase = new int[regions];
    dependencyShape = new Draws.Shape[regions];
    serviceShape = Draws.Shape.lognormal(model.serviceCv());
    serviceSeconds = model.serviceMillis() / 1000;
    gcCost = model.gcCost();
    timeout = model.timeoutSeconds();
    crossSeconds = model.crossRegionMillis() / 1000;
    slots = model.slotsPerPod();
    queue = model.queuePerPod();
    slowdown = model.versions().stream().mapToDouble(ServiceModel.Version::slowdown).toArray();
    errorRatio = model.versions().stream().mapToDouble(ServiceModel.Version::errorRatio).toArray();
    leakPerRequest =
        model.versions().stream().mapToDouble(ServiceModel.Version::leakPerRequest).toArray();
    leakPerSecond =
        model.versions().stream().mapToDouble(ServiceModel.Version::leakPerSecond).toArray();
    baseHeap = model.versions().stream().mapToDouble(ServiceModel.Version::baseHeap).toArray();
    now = fromSeconds;
    scrapedAt = fromSeconds;
    for (int r = 0; r < regions; r++) {
      open(r, versions);
    }
  }

  /** An independent copy in the same state. */
  ServiceSimulation(ServiceSimulation other) {
    model = other.model;
    events = new EventHeap(other.events);
    requests = new Requests(other.requests);
    pods = new Pods(other.pods);
    traffic = new Traffic(other.traffic);
    orders = new Orders(other.orders);
    tallies = new Tally[other.tallies.length];
    for (int r = 0; r < tallies.length; r++) {
      tallies[r] = new Tally(other.tallies[r]);
    }
    busy = other.busy.clone();
    areaAt = other.areaAt.clone();
    inFlight = other.inFlight.clone();
    phase = other.phase.clone();
    serviceShape = other.serviceShape;
    dependencyShape = other.dependencyShape.clone();
    serviceSeconds = other.serviceSeconds;
    gcCost = other.gcCost;
    timeout = other.timeout;
    crossSeconds = other.crossSeconds;
    slots = other.slots;
    queue = other.queue;
    slowdown = other.slowdown;
    errorRatio = other.errorRatio;
    leakPerRequest = other.leakPerRequest;
    leakPerSecond = other.leakPerSecond;
    baseHeap = other.baseHeap;
    serviceFactor = other.serviceFactor;
    dependencyFactor = other.dependencyFactor;
    errorFactor = other.errorFactor;
    leakFactor = other.leakFactor;
    now = other.now;
    scrapedAt = other.scrapedAt;
    arrivals = other.arrivals;
  }

  private void open(int r, int versions) {
    ServiceModel.Region region = model.regions().get(r);
    tallies[r] = new Tally(versions);
    areaAt[r] = now;
    int version = model.indexOfVersion(region.version());
    orders.version[r] = version;
    dependencyShape[r] = Draws.Shape.lognormal(0);
    phase[r] = -1;
    enterPhase(r);
    for (int i = 0; i < region.pods(); i++) {
      int p = pods.add(r, version, model.podStartSeconds());
      pods.heap[p] = Double.isNaN(region.heapRatio()) ? baseHeap[version] : region.heapRatio();
      pods.heapAt[p] = now;
      pods.become(p, Pods.READY);
    }
    scheduleArrival(r, traffic.take(r));
  }

  // --- what may be asked and ordered

  public ServiceModel model() {
    return model;
  }

  /** The simulation's clock, in seconds. */
  public double now() {
    return now;
  }

  /** Requests begun since the start. */
  public long arrivals() {
    return arrivals;
  }

  /** Requests that are waiting or being served, given up by their clients or not. */
  public int inSystem() {
    return requests.inSystem;
  }

  /**
   * Orders an action; it begins at that time and takes the time that such things take. The steps of a
   * composite action are taken one after the other, each when the one before has had its full effect.
   *
   * <ul>
   *   <li>scale: new pods answer after {@code podStartSeconds}; fewer pods: the youngest finish what
   *       they have and go. Never more than the quota.
   *   <li>restart, rollback: one pod at a time finishes what it has (for 30 s at most), stops, and
   *       answers again after {@code podStartSeconds}; then the next.
   *   <li>failover: the share of clients that are sent to the other region grows linearly. Where the
   *       other region's clients are being sent here, they go home instead.
   *   <li>shed, flag, config: at once.
   * </ul>
   *
   * @throws IllegalArgumentException when the model does not know what the action does
   */
  public void apply(Action action, double atSeconds) {
    model
        .cannotSimulate(action)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "expected an action that the model knows, found " + action.describe() + ": " + why);
            });
    schedule(new Order.Act(action), atSeconds);
  }

  /** When the action had its full effect; empty while it has not. The last one counts. */
  public OptionalDouble completedAt(Action action) {
    return orders.completedAt(action);
  }

  /** Whether the action has had its full effect. */
  public boolean done(Action action) {
    return completedAt(action).isPresent();
  }

  /**
   * A deploy: every {@code secondsBetween} the next pod of the region is replaced by one of the
   * version, which answers after {@code downSeconds}.
   */
  public void deploy(
      String region, String version, double atSeconds, double secondsBetween, double downSeconds) {
    int r = known(model.indexOfRegion(region), "region " + region);
    int v = known(model.indexOfVersion(version), "version " + version);
    schedule(new Order.Deploy(r, v, secondsBetween, downSeconds), atSeconds);
  }

  /** Pods of a region are lost for good, the youngest first, with all they have. */
  public void lose(String region, int lost, double atSeconds) {
    schedule(new Order.Lose(known(model.indexOfRegion(region), "region " + region), lost), atSeconds);
  }

  private static int known(int index, String what) {
    if (index < 0) {
      throw new IllegalArgumentException("expected what the model knows, found " + what);
    }
    return index;
  }

  private void schedule(Order order, double atSeconds) {
    int id = orders.add(order);
    at(Math.max(now, atSeconds), ORDER, id);
  }

  /** From now on the random numbers of requests come from another seed. */
  void reseed(long seed) {
    traffic.seed(seed);
  }

  /** Runs until {@code seconds}, which must not lie before now. */
  public void advanceTo(double seconds) {
    if (seconds < now) {
      throw new IllegalArgumentException("expected a time from " + now + " s on, found " + seconds);
    }
    while (events.nextTime() <= seconds) {
      now = events.nextTime();
      int e = events.pop();
      if (e < 0) {
        dispatch(~e);
      } else if (requests.state[e] == Requests.WORKING) {
        finish(e);
      } else if (requests.state[e] == Requests.CALLING) {
        inFlight[requests.server[e]]--;
        work(e);
      } else {
        requests.free(e);
      }
    }
    now = seconds;
    expire();
    burst();
  }

  private void dispatch(int code) {
    int about = code >> 2;
    switch (code & 3) {
      case ARRIVAL -> arrive(about);
      case POD -> wake(about);
      case ORDER -> orders.carryOut(about, this);
      default -> throw new IllegalStateException("expected a known event, found " + code);
    }
  }

  void at(double time, int kind, int about) {
    events.push(time, ~(about << 2 | kind));
  }

  // --- requests

  private void scheduleArrival(int r, long bits) {
    double time = traffic.next(r, now, bits);
    if (time < Double.POSITIVE_INFINITY) {
      at(time, ARRIVAL, r);
    }
  }

  private void arrive(int home) {
    arrivals++;
    long bits = traffic.take(home);
    scheduleArrival(home, bits);
    Tally tally = tallies[home];
    tally.offered++;
    long own = Draws.bits(bits, 1);
    int r = home;
    if (!traffic.isPlain(home)) {
      long edge = Draws.bits(bits, 2);
      if (Draws.upper(edge) < traffic.shed[home]) {
        tally.refused++;
        return;
      }
      if (Draws.lower(edge) < traffic.awayShare(home, now)) {
        r = traffic.awayTo[home];
      }
    }
    int p = pods.pick(r);
    if (p < 0 || pods.busy[p] >= slots && pods.waiting[p] >= queue) {
      tally.refused++;
      return;
    }
    int request = requests.begin(now, home, r, own);
    requests.pod[request] = p;
    if (pods.busy[p] < slots) {
      serve(request, p, r);
    } else {
      enqueue(request, p);
    }
  }

  private void enqueue(int request, int p) {
    requests.state[request] = Requests.WAITING;
    if (pods.waiting[p]++ == 0) {
      pods.head[p] = request;
    } else {
      requests.next[pods.tail[p]] = request;
    }
    pods.tail[p] = request;
  }

  private int dequeue(int p) {
    int request = pods.head[p];
    pods.head[p] = requests.next[request];
    pods.waiting[p]--;
    requests.next[request] = -1;
    return request;
  }

  private void serve(int request, int p, int r) {
    settle(r);
    busy[r]++;
    pods.busy[p]++;
    if (phase[r] < 0 || dependencyFactor == 0) {
      work(request);
      return;
    }
    enterPhase(r);
    ServiceModel.Dependency d = model.regions().get(r).dependency().get(phase[r]);
    int n = inFlight[r]++;
    double seconds =
        d.meanMillis()
            / 1000
            * dependencyFactor
            * dependencyShape[r].at(Draws.lower(requests.bits[request]))
            * (1 + d.contention() * n + d.coherence() * n * (n + 1.0));
    tallies[r].dependencySeconds += seconds;
    tallies[r].dependencyCalls++;
    requests.state[request] = Requests.CALLING;
    events.push(now + seconds, request);
  }

  private void work(int request) {
    int p = requests.pod[request];
    int v = pods.version[p];
    double seconds =
        serviceSeconds
            * serviceFactor
            * slowdown[v]
            * serviceShape.at(Draws.upper(requests.bits[request]));
    if (gcCost > 0) {
      double f = Math.min(HEAP_CAP, heapOf(p));
      double collecting = seconds * gcCost * f / (1 - f);
      tallies[requests.server[request]].gcSeconds += collecting;
      seconds += collecting;
    }
    requests.state[request] = Requests.WORKING;
    events.push(now + seconds, request);
  }

  private void finish(int request) {
    int p = requests.pod[request];
    int r = requests.server[request];
    int v = pods.version[p];
    settle(r);
    busy[r]--;
    pods.busy[p]--;
    Tally tally = tallies[r];
    tally.completed++;
    tally.completedByVersion[v]++;
    if (!requests.answered[request]) {
      answer(request, r, v);
    }
    requests.free(request);
    if (leakPerRequest[v] > 0) {
      pods.heap[p] += leakPerRequest[v] * leakFactor;
    }
    if (leakPerRequest[v] + leakPerSecond[v] > 0 && heapOf(p) >= 1) {
      die(p);
    } else if (pods.waiting[p] > 0) {
      serve(dequeue(p), p, r);
    } else if (pods.state[p] == Pods.DRAINING && pods.busy[p] == 0) {
      stop(p);
    }
  }

  private void answer(int request, int r, int v) {
    int home = requests.origin[request];
    double seconds = now - requests.arrived[request];
    if (home != r) {
      seconds += crossSeconds;
    }
    if (seconds > timeout) {
      timeOut(request);
      return;
    }
    tallies[home].latency.add(1000 * seconds);
    tallies[r].latencyByVersion[v].add(1000 * seconds);
    if (errorRatio[v] > 0
        && Draws.upper(Draws.bits(requests.bits[request], 3)) < errorRatio[v] * errorFactor) {
      tallies[home].faulty++;
      tallies[r].failedByVersion[v]++;
    } else {
      tallies[home].succeeded++;
    }
  }

  private void timeOut(int request) {
    int r = requests.server[request];
    int v = pods.version[requests.pod[request]];
    requests.answered[request] = true;
    tallies[requests.origin[request]].timedOut++;
    tallies[requests.origin[request]].latency.add(1000 * timeout);
    tallies[r].latencyByVersion[v].add(1000 * timeout);
    tallies[r].failedByVersion[v]++;
  }

  /** Clients whose time is up by now have seen an error, whatever becomes of their requests. */
  private void expire() {
    for (; ; ) {
      int request = requests.nextOverdue(now - timeout);
      if (request == -2) {
        return;
      }
      if (request >= 0) {
        timeOut(request);
      }
    }
  }

  // --- pods

  private double heapOf(int p) {
    double leak = leakPerSecond[pods.version[p]];
    return leak == 0
        ? pods.heap[p]
        : pods.heap[p] + leak * leakFactor * (now - pods.heapAt[p]);
  }

  /** Pods that leak with time die even where nothing is asked of them. */
  private void burst() {
    for (int p = 0; p < pods.count; p++) {
      if (pods.state[p] <= Pods.DRAINING && heapOf(p) >= 1) {
        die(p);
      }
    }
  }

  private void die(int p) {
    tallies[pods.region[p]].died++;
    abandon(p);
    stop(p);
  }

  /** Everything the pod has fails at once. */
  private void abandon(int p) {
    int r = pods.region[p];
    settle(r);
    while (pods.waiting[p] > 0) {
      int request = dequeue(p);
      lose(request);
      requests.free(request);
    }
    for (int i = 0; i < requests.capacity(); i++) {
      byte state = requests.state[i];
      if (requests.pod[i] == p && (state == Requests.CALLING || state == Requests.WORKING)) {
        if (state == Requests.CALLING) {
          inFlight[r]--;
        }
        lose(i);
        requests.state[i] = Requests.LOST;
      }
    }
    busy[r] -= pods.busy[p];
    pods.busy[p] = 0;
  }

  private void lose(int request) {
    if (requests.answered[request]) {
      return;
    }
    if (now - requests.arrived[request] > timeout) {
      timeOut(request);
      return;
    }
    requests.answered[request] = true;
    tallies[requests.origin[request]].crashed++;
    int r = requests.server[request];
    tallies[r].failedByVersion[pods.version[requests.pod[request]]]++;
  }

  /** An empty pod stops; where it shall come back it begins to start. */
  private void stop(int p) {
    settle(pods.region[p]);
    if (pods.nextVersion[p] < 0) {
      pods.become(p, Pods.GONE);
      return;
    }
    pods.version[p] = pods.nextVersion[p];
    start(p);
  }

  private void start(int p) {
    settle(pods.region[p]);
    pods.become(p, Pods.STARTING);
    pods.wake[p] = now + pods.startSeconds[p];
    at(pods.wake[p], POD, p);
  }

  private void wake(int p) {
    if (pods.wake[p] != now) {
      return;
    }
    if (pods.state[p] == Pods.DRAINING) {
      abandon(p);
      stop(p);
    } else if (pods.state[p] == Pods.STARTING) {
      settle(pods.region[p]);
      pods.heap[p] = baseHeap[pods.version[p]];
      pods.heapAt[p] = now;
      pods.startSeconds[p] = model.podStartSeconds();
      pods.become(p, Pods.READY);
      orders.podReady(this);
    }
  }

  /** Takes a pod out of service, to come back with a version, or not at all when it is below 0. */
  void replace(int p, int version, double startSeconds, double drainSeconds) {
    settle(pods.region[p]);
    pods.nextVersion[p] = version;
    pods.startSeconds[p] = startSeconds;
    if (pods.state[p] == Pods.READY && pods.busy[p] > 0) {
      pods.become(p, Pods.DRAINING);
      pods.wake[p] = now + drainSeconds;
      at(pods.wake[p], POD, p);
    } else if (pods.state[p] != Pods.DRAINING) {
      stop(p);
    }
  }

  void losePod(int p) {
    pods.nextVersion[p] = -1;
    abandon(p);
    stop(p);
  }

  void addPod(int r) {
    start(pods.add(r, orders.version[r], model.podStartSeconds()));
  }

  Pods pods() {
    return pods;
  }

  Traffic traffic() {
    return traffic;
  }

  void effect(ServiceModel.Effect total) {
    for (int p = 0; p < pods.count; p++) {
      pods.heap[p] = heapOf(p);
      pods.heapAt[p] = now;
    }
    serviceFactor = total.serviceFactor();
    dependencyFactor = total.dependencyFactor();
    errorFactor = total.errorFactor();
    leakFactor = total.leakFactor();
  }

  // --- figures

  /** Adds up what was busy since the last change. */
  private void settle(int r) {
    double seconds = now - areaAt[r];
    if (seconds > 0) {
      tallies[r].busySeconds += busy[r] * seconds;
      tallies[r].slotSeconds += (double) (pods.readyCount[r] + pods.draining[r]) * slots * seconds;
      areaAt[r] = now;
    }
  }

  private void enterPhase(int r) {
    var phases = model.regions().get(r).dependency();
    int before = phase[r];
    while (phase[r] + 1 < phases.size()
        && (phase[r] < 0 || phases.get(phase[r] + 1).fromSeconds() <= now)) {
      phase[r]++;
    }
    if (phase[r] != before) {
      dependencyShape[r] = Draws.Shape.lognormal(phases.get(phase[r]).cv());
    }
  }

  /** The figures since the last scrape, or since the start; the next ones begin now. */
  public Scrape scrape() {
    var regions = new java.util.ArrayList<Scrape.Region>();
    for (int r = 0; r < tallies.length; r++) {
      settle(r);
      regions.add(scrape(r));
      tallies[r].reset();
    }
    Scrape scrape = new Scrape(scrapedAt, now, regions);
    scrapedAt = now;
    return scrape;
  }

  private Scrape.Region scrape(int r) {
    var list = new java.util.ArrayList<Scrape.Pod>();
    int versions = model.versions().size();
    double[] heap = new double[versions];
    int[] ready = new int[versions];
    int waiting = 0;
    for (int p = 0; p < pods.count; p++) {
      if (pods.region[p] != r || pods.state[p] == Pods.GONE) {
        continue;
      }
      boolean answers = pods.state[p] == Pods.READY;
      double ratio = pods.state[p] == Pods.STARTING ? 0 : Math.min(1, heapOf(p));
      String name = model.regions().get(r).name() + "-" + pods.ordinal[p];
      String runs = model.versions().get(pods.version[p]).name();
      list.add(new Scrape.Pod(name, runs, answers, ratio, pods.waiting[p]));
      waiting += pods.waiting[p];
      if (answers) {
        heap[pods.version[p]] += ratio;
        ready[pods.version[p]]++;
      }
    }
    var byVersion = new java.util.ArrayList<Scrape.Version>();
    double heapSum = 0;
    for (int v = 0; v < versions; v++) {
      heapSum += heap[v];
      if (ready[v] > 0 || tallies[r].completedByVersion[v] > 0) {
        String name = model.versions().get(v).name();
        byVersion.add(tallies[r].version(name, v, ready[v], mean(heap[v], ready[v])));
      }
    }
    int answering = pods.readyCount[r];
    return new Scrape.Region(
        model.regions().get(r).name(),
        tallies[r].clients(),
        tallies[r].pods(
            waiting, mean(heapSum, answering), answering, pods.countIn(r, Pods.STARTING)),
        byVersion,
        list);
  }

  private static double mean(double sum, int n) {
    return n == 0 ? Double.NaN : sum / n;
  }
}
