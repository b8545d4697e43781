package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A discrete-event simulation of one service in one or more regions. Mutable; used by one thread at
 * a time. The same model, seed and orders give the same scrapes, bit for bit.
 *
 * <p>A request arrives (see {@link Traffic}), is given to a pod in turn, waits in its bounded queue
 * for a slot, calls other services (and waits for connections to them), works, and is answered. An
 * answer after the timeout counts as an error at the timeout, yet the work is done to the end. A
 * pod whose heap is full dies with all it has, and comes back after {@code podStartSeconds}.
 */
public final class ServiceSimulation {
  /**
   * The heap ratio above which collections cost no more: HotSpot's parallel collector gives up when
   * 98 % of the time goes into collecting, so nothing runs slower than that for long.
   */
  private static final double HEAP_CAP = 0.98;

  /** A change of service times by this share is felt. */
  private static final double FELT = 0.02;

  static final int POD = 0;
  static final int ORDER = 1;

  private final ServiceModel model;
  private final EventHeap events;

  /** What happens to pods and orders: few, and not to be put off when requests are. */
  private final EventHeap controls;

  /** When clients at home in a region try again. */
  private final EventHeap retries;

  private final Requests requests;
  private final Pods pods;
  private final Stretch stretch;

  /** Whether stretches may be followed without events. */
  private boolean stretches = true;

  private final Traffic traffic;
  private final Orders orders;
  private final Tally[] tallies;
  private final int[] busy;
  private final double[] areaAt;
  private final double[] arrivalAt;
  private int nextHome;
  private final Calls calls;
  private Draws.Shape serviceShape;
  private final double serviceSeconds;
  private final double gcCost;
  private final double timeout;
  private final double crossSeconds;
  private final int slots;
  private final int queue;

  /** Who is at work in which pod; {@code null} where nobody's work slows another's. */
  private final @Nullable Sharing sharing;

  private final double warmSeconds;
  private final double warmSlowdown;

  /** When the youngest pod is warm. */
  private double coldUntil = Double.NEGATIVE_INFINITY;

  private final double[] slowdown;

  /** By version, under the settings that hold now. */
  private final double[] errorRatio;

  private final double[] leakPerRequest;
  private final double[] leakPerSecond;
  private final double[] hangs;
  private final double[] hangsFrom;
  private final double[] crashes;
  private final double[] baseHeap;
  private double serviceFactor = 1;
  private double dependencyFactor = 1;
  private double retriesPerFailure;
  private long retryKey;
  private double now;
  private double scrapedAt;
  private long arrivals;

  /** Starts at {@code fromSeconds} with every pod ready and nothing in the system. */
  public ServiceSimulation(ServiceModel model, long seed, double fromSeconds) {
    this(model, seed, fromSeconds, Draws.Shape.lognormal(model.serviceCv()));
  }

  /** As above, with service times of another shape. */
  ServiceSimulation(ServiceModel model, long seed, double fromSeconds, Draws.Shape service) {
    this.model = model;
    int regions = model.regions().size();
    int versions = model.versions().size();
    events = new EventHeap(1 << 10);
    controls = new EventHeap(16);
    retries = new EventHeap(16);
    requests = new Requests(1 << 10);
    pods = new Pods(regions, model.serving().balancingOrAssumed());
    sharing = model.serving().coresPerPod() > 0 ? new Sharing(model.serving().coresPerPod()) : null;
    warmSeconds = model.serving().warmUpOrAssumed().time().toNanos() / 1e9;
    warmSlowdown = model.serving().warmUpOrAssumed().slowdown();
    stretch = new Stretch(this, pods, requests, model.slotsPerPod(), model.queuePerPod());
    traffic = new Traffic(model.regions(), seed, fromSeconds);
    orders = new Orders(regions);
    tallies = new Tally[regions];
    busy = new int[regions];
    areaAt = new double[regions];
    arrivalAt = new double[regions];
    Arrays.fill(arrivalAt, Double.POSITIVE_INFINITY);
    calls = new Calls(model);
    serviceShape = service;
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
    hangs = model.versions().stream().mapToDouble(ServiceModel.Version::hangs).toArray();
    hangsFrom = model.versions().stream().mapToDouble(ServiceModel.Version::hangsFrom).toArray();
    crashes = model.versions().stream().mapToDouble(ServiceModel.Version::crashes).toArray();
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
    controls = new EventHeap(other.controls);
    retries = new EventHeap(other.retries);
    retriesPerFailure = other.retriesPerFailure;
    retryKey = other.retryKey;
    requests = new Requests(other.requests);
    pods = new Pods(other.pods);
    stretch = new Stretch(this, pods, requests, other.slots, other.queue);
    stretches = other.stretches;
    traffic = new Traffic(other.traffic);
    orders = new Orders(other.orders);
    tallies = new Tally[other.tallies.length];
    for (int r = 0; r < tallies.length; r++) {
      tallies[r] = new Tally(other.tallies[r]);
    }
    busy = other.busy.clone();
    areaAt = other.areaAt.clone();
    arrivalAt = other.arrivalAt.clone();
    nextHome = other.nextHome;
    calls = new Calls(other.calls);
    serviceShape = other.serviceShape;
    serviceSeconds = other.serviceSeconds;
    gcCost = other.gcCost;
    timeout = other.timeout;
    crossSeconds = other.crossSeconds;
    slots = other.slots;
    queue = other.queue;
    sharing = other.sharing == null ? null : new Sharing(other.sharing);
    warmSeconds = other.warmSeconds;
    warmSlowdown = other.warmSlowdown;
    coldUntil = other.coldUntil;
    slowdown = other.slowdown;
    errorRatio = other.errorRatio.clone();
    leakPerRequest = other.leakPerRequest.clone();
    leakPerSecond = other.leakPerSecond.clone();
    hangs = other.hangs.clone();
    hangsFrom = other.hangsFrom;
    crashes = other.crashes.clone();
    baseHeap = other.baseHeap;
    serviceFactor = other.serviceFactor;
    dependencyFactor = other.dependencyFactor;
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
    calls.enter(r, now);
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
   * Orders an action; it begins at that time and takes the time that such things take. The steps of
   * a composite action are taken one after the other, each when the one before has had its full
   * effect.
   *
   * <ul>
   *   <li>scale: new pods answer after {@code podStartSeconds}; fewer pods: the youngest finish
   *       what they have and go. Never more than the quota.
   *   <li>restart, rollback: one pod at a time finishes what it has (for 30 s at most) and goes,
   *       while the one in its place starts and answers after {@code podStartSeconds}; then the
   *       next.
   *   <li>failover: the share of clients that are sent to the other region grows linearly. Where
   *       the other region's clients are being sent here, they go home instead.
   *   <li>shed, flag, config: at once.
   * </ul>
   *
   * @throws IllegalArgumentException when the model does not know what the action does
   */
  public void apply(Action action, double atSeconds) {
    model
        .cannotSimulate(action)
        .ifPresent(why -> {
          throw new IllegalArgumentException(
              "expected an action that the model knows, found " + action.describe() + ": " + why);
        });
    schedule(new Order.Act(action), atSeconds);
  }

  /**
   * What was last ordered of every region, such as {@code us-east-1 pods=6 version=v2.3.1 traffic=
   * us-east-1 shed=0}: desired state, not what is there yet.
   */
  public String desired() {
    List<String> regions = new ArrayList<>();
    for (int r = 0; r < model.regions().size(); r++) {
      regions.add(
          String.format(
              Locale.ROOT,
              "%s pods=%d version=%s traffic=%s shed=%s",
              model.regions().get(r).name(),
              pods.wanted(r),
              model.versions().get(orders.version[r]).name(),
              model.regions().get(traffic.awayTo[r]).name(),
              traffic.shed[r]));
    }
    return String.join("; ", regions);
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
    schedule(
        new Order.Lose(known(model.indexOfRegion(region), "region " + region), lost), atSeconds);
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
    retryKey = Draws.bits(seed, 11);
  }

  /** From now on every request is simulated by events, also where that is not needed. */
  public ServiceSimulation byEvents() {
    stretches = false;
    return this;
  }

  /** From now on requests vary so many times as much, by their coefficients of variation. */
  void vary(double factor) {
    serviceShape = Draws.Shape.lognormal(factor * model.serviceCv());
    calls.vary(factor, now);
  }

  /**
   * Whether the regions that have traffic stay as they are: no traffic on the move, no order on its
   * way but the exchange of pods in an idle region, and every pod either answers, warm, or is gone.
   */
  private boolean isSettled(Scrape like) {
    if (now < coldUntil) {
      return false;
    }
    for (int r = 0; r < tallies.length; r++) {
      if (traffic.isMoving(r, now)) {
        return false;
      }
      boolean idle = like.regions().get(r).pods().completed() == 0 && busy[r] == 0;
      if (!idle
          && (orders.pendingIn(r, model)
              || pods.draining[r] > 0
              || pods.countIn(r, Pods.STARTING) > 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves a settled system on without simulating its requests: these are put off, and heaps grow as
   * they did during {@code like}. Declines, changing nothing, where something is on its way, the
   * rate of arrivals or a call changes on the way, or where a heap would grow enough to change
   * service times by more than {@value #FELT}.
   */
  boolean skipTo(double seconds, Scrape like) {
    if (!isSettled(like)) {
      return false;
    }
    double skipped = seconds - now;
    for (int r = 0; r < tallies.length; r++) {
      if (!traffic.isConstantUntil(r, seconds) || calls.phaseEnds[r] < seconds) {
        return false;
      }
    }
    double[] grown = new double[pods.count];
    for (int p = 0; p < pods.count; p++) {
      int r = pods.region[p];
      double each =
          pods.readyCount[r] == 0
              ? 0
              : like.regions().get(r).pods().completed()
                  / like.lengthSeconds()
                  / pods.readyCount[r];
      int v = pods.version[p];
      double rate = leakPerRequest[v] * each + leakPerSecond[v];
      if (pods.state[p] == Pods.READY && each > 0 && hangs[v] + crashes[v] > 0) {
        return false;
      }
      double after = heapOf(p) + rate * skipped;
      grown[p] = pods.heap[p] + leakPerRequest[v] * each * skipped;
      if (pods.state[p] == Pods.READY
          && rate > 0
          && (after > HEAP_CAP || burden(after) > burden(heapOf(p)) * (1 + FELT))) {
        return false;
      }
    }
    for (int p = 0; p < pods.count; p++) {
      pods.heap[p] = grown[p];
    }
    events.postpone(skipped);
    if (sharing != null) {
      sharing.postpone(skipped);
    }
    retries.postpone(skipped);
    requests.postpone(skipped);
    for (int r = 0; r < tallies.length; r++) {
      settle(r);
      arrivalAt[r] += skipped;
    }
    traffic.renumber(seconds);
    while (controls.nextTime() <= seconds) {
      now = Math.max(now, controls.nextTime());
      control(controls.pop());
    }
    now = seconds;
    for (int r = 0; r < tallies.length; r++) {
      areaAt[r] = seconds;
    }
    scrapedAt = seconds;
    return true;
  }

  private double burden(double heap) {
    return ServiceModel.collecting(gcCost, Math.min(HEAP_CAP, heap));
  }

  /** Moves the heaps of a version in a region to where they were observed, their spread kept. */
  void observeHeap(String region, String version, double mean) {
    int r = model.indexOfRegion(region);
    int v = model.indexOfVersion(version);
    double sum = 0;
    int n = 0;
    for (int p = 0; p < pods.count; p++) {
      if (pods.region[p] == r && pods.version[p] == v && pods.state[p] == Pods.READY) {
        sum += heapOf(p);
        n++;
      }
    }
    for (int p = 0; p < pods.count; p++) {
      if (pods.region[p] == r && pods.version[p] == v && pods.state[p] == Pods.READY) {
        pods.heap[p] = Math.max(0, Math.min(0.999, heapOf(p) + mean - sum / n));
        pods.heapAt[p] = now;
      }
    }
  }

  /** Runs until {@code seconds}, which must not lie before now. */
  public void advanceTo(double seconds) {
    if (seconds < now) {
      throw new IllegalArgumentException("expected a time from " + now + " s on, found " + seconds);
    }
    for (; ; ) {
      double until = controls.nextTime();
      serveUntil(Math.min(until, seconds));
      if (controls.nextTime() < Math.min(until, seconds)) {
        continue;
      }
      if (until > seconds) {
        break;
      }
      now = until;
      control(controls.pop());
    }
    now = seconds;
    expire();
    burst();
  }

  /**
   * Requests alone, until a control event's time. Returns early when a request makes an earlier
   * one: by filling its pod's heap, or by being the last of a pod that drains.
   */
  private void serveUntil(double seconds) {
    while (now < seconds && follow(seconds)) {
      // Up to where calls change, and on from there.
    }
    for (; ; ) {
      double next = events.nextTime();
      double arrival = arrivalAt[nextHome];
      if (retries.nextTime() <= Math.min(next, Math.min(arrival, seconds))) {
        now = retries.nextTime();
        arriveAgain(retries.pop());
      } else if (arrival <= next) {
        if (arrival > seconds) {
          return;
        }
        now = arrival;
        arrive(nextHome);
      } else if (next <= seconds) {
        now = next;
        happen(events.pop());
      } else {
        return;
      }
      if (controls.nextTime() < seconds) {
        return;
      }
    }
  }

  /**
   * Goes on without events, to the end or to where calls change, where nothing but requests can
   * happen. False where that is not so, or not worth it.
   */
  private boolean follow(double seconds) {
    if (!stretches || retriesPerFailure > 0 || retries.size() > 0) {
      return false;
    }
    double end = seconds;
    double perSecond = 0;
    for (int r = 0; r < tallies.length; r++) {
      enterCalls(r);
      end = Math.min(end, calls.phaseEnds[r]);
      perSecond += traffic.perSecond(r);
    }
    if (!stretch.isWorthIt(perSecond * (end - now)) || !isUneventful()) {
      return false;
    }
    double from = now;
    for (int r = 0; r < tallies.length; r++) {
      settle(r);
    }
    stretch.begin(from, end, events);
    while (arrivalAt[nextHome] <= end) {
      now = arrivalAt[nextHome];
      follow(nextHome, end);
    }
    now = end;
    Arrays.fill(busy, 0);
    for (int p = 0; p < pods.count; p++) {
      pods.busy[p] = stretch.busyAtEnd(p);
      busy[pods.region[p]] += pods.busy[p];
    }
    for (int r = 0; r < tallies.length; r++) {
      tallies[r].busySeconds += stretch.busySeconds(r);
      tallies[r].slotSeconds += (double) pods.readyCount[r] * slots * (end - from);
      areaAt[r] = end;
    }
    return true;
  }

  /** Whether requests leave pods and calls as they are. */
  private boolean isUneventful() {
    if (now < coldUntil || !pods.inTurn() || sharing != null) {
      return false;
    }
    for (int r = 0; r < tallies.length; r++) {
      if (pods.draining[r] > 0 || calls.contended[r] > 0) {
        return false;
      }
    }
    for (int p = 0; p < pods.count; p++) {
      int v = pods.version[p];
      if (pods.state[p] == Pods.READY
          && leakPerRequest[v] + leakPerSecond[v] + hangs[v] + crashes[v] > 0) {
        return false;
      }
    }
    return calls.nobodyWaits();
  }

  /** An arrival in a stretch. */
  private void follow(int home, double end) {
    arrivals++;
    long bits = traffic.take(home);
    scheduleArrival(home, bits);
    tallies[home].offered++;
    int r = regionFor(home, bits);
    int p = r < 0 ? -1 : pods.pick(r);
    if (p < 0 || stretch.isFull(p, now)) {
      refuse(home, bits);
      return;
    }
    long own = Draws.bits(bits, 1);
    double at = stretch.beginOf(p, now);
    if (at > end) {
      enqueue(begin(home, r, p, own), p);
      return;
    }
    double ends = at + serviceSeconds(p, r, own);
    stretch.serve(p, now, at, ends);
    if (ends > end) {
      work(begin(home, r, p, own), ends);
    } else {
      int v = pods.version[p];
      tallies[r].completed++;
      tallies[r].completedByVersion[v]++;
      answer(home, r, v, now, ends, own);
    }
  }

  /** A request of before the stretch ends in it. */
  void completeAt(double ends, int request) {
    int r = requests.server[request];
    int v = pods.version[requests.pod[request]];
    tallies[r].completed++;
    tallies[r].completedByVersion[v]++;
    if (!requests.answered[request]) {
      answer(
          requests.origin[request], r, v, requests.arrived[request], ends, requests.bits[request]);
    }
    requests.free(request);
  }

  int regions() {
    return tallies.length;
  }

  private void control(int code) {
    if ((code & 1) == POD) {
      wake(code >> 1);
    } else {
      orders.carryOut(code >> 1, this);
    }
  }

  private void happen(int e) {
    if (e < 0) {
      int done = sharing == null ? -1 : sharing.end(~e, now, events);
      if (done >= 0) {
        finish(done);
      }
      return;
    }
    byte state = requests.state[e];
    if (state == Requests.WORKING) {
      finish(e);
    } else if (state == Requests.CALLING) {
      int r = requests.server[e];
      calls.end(r, requests.call[e]);
      passOnConnection(r, requests.call[e], requests.pod[e]);
      callOrWork(e, r, requests.call[e] + 1, calls.plain(r, requests.bits[e], dependencyFactor));
    } else if (state == Requests.AWAY) {
      int p = requests.pod[e];
      shareWork(e, p, workSeconds(p, requests.server[e], requests.bits[e]));
    } else {
      requests.free(e);
    }
  }

  void at(double time, int kind, int about) {
    controls.push(time, about << 1 | kind);
  }

  // --- requests

  /** Arrivals need no heap: one is pending for each region, and regions are few. */
  private void scheduleArrival(int r, long bits) {
    arrivalAt[r] = traffic.next(r, now, bits);
    int least = 0;
    for (int i = 1; i < arrivalAt.length; i++) {
      if (arrivalAt[i] < arrivalAt[least]) {
        least = i;
      }
    }
    nextHome = least;
  }

  /**
   * From now on clients try again after a failure.
   *
   * @param perFailure requests sent again per failed one, 0 to below 1
   */
  void retry(double perFailure) {
    retriesPerFailure = perFailure;
  }

  /** A client saw a failure at a time, and may try again after a while. */
  private void failed(int home, double seconds, long bits) {
    if (retriesPerFailure > 0 && Draws.upper(Draws.bits(bits, 4)) < retriesPerFailure) {
      retries.push(Math.max(now, seconds) + RetryFit.BACK_OFF_SECONDS, home);
    }
  }

  private void arriveAgain(int home) {
    arrivals++;
    offer(home, Draws.bits(retryKey, arrivals));
  }

  private void arrive(int home) {
    if (retriesPerFailure > 0) {
      // Whoever gave up meanwhile tries again, and not only when the next scrape looks.
      expire();
    }
    arrivals++;
    long bits = traffic.take(home);
    scheduleArrival(home, bits);
    offer(home, bits);
  }

  private void offer(int home, long bits) {
    tallies[home].offered++;
    int r = regionFor(home, bits);
    int p = r < 0 ? -1 : pods.pick(r);
    if (p < 0 || pods.busy[p] >= slots && pods.waiting[p] >= queue) {
      refuse(home, bits);
      return;
    }
    int request = begin(home, r, p, Draws.bits(bits, 1));
    if (pods.busy[p] < slots) {
      serve(request, p, r);
    } else {
      enqueue(request, p);
    }
  }

  /** The region that a client of another is sent to; -1 when it is turned away. */
  private int regionFor(int home, long bits) {
    if (traffic.isPlain(home)) {
      return home;
    }
    long edge = Draws.bits(bits, 2);
    if (Draws.upper(edge) < traffic.shed[home]) {
      return -1;
    }
    return Draws.lower(edge) < traffic.awayShare(home, now) ? traffic.awayTo[home] : home;
  }

  private void refuse(int home, long bits) {
    tallies[home].refused++;
    failed(home, now, bits);
  }

  private int begin(int home, int r, int p, long own) {
    int request = requests.begin(now, home, r, own);
    requests.pod[request] = p;
    return request;
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

  int dequeue(int p) {
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
    enterCalls(r);
    int v = pods.version[p];
    if (hangs[v] > 0 && now >= hangsFrom[v] && drawn(request, 5) < hangs[v]) {
      requests.state[request] = Requests.STUCK;
      return;
    }
    if (calls.contended[r] == 0 && sharing == null) {
      work(request, now + serviceSeconds(p, r, requests.bits[request]));
    } else {
      callOrWork(request, r, 0, plainCalls(r, requests.bits[request]));
    }
  }

  /** Calls take a phase when the first request comes to feel it. */
  private void enterCalls(int r) {
    if (now >= calls.phaseEnds[r]) {
      calls.enter(r, now);
    }
  }

  void work(int request, double ends) {
    requests.state[request] = Requests.WORKING;
    events.push(ends, request);
  }

  /** How long a request takes that nobody stands in the way of; counts what it spends on what. */
  double serviceSeconds(int p, int r, long bits) {
    return plainCalls(r, bits) + workSeconds(p, r, bits);
  }

  private double plainCalls(int r, long bits) {
    Tally tally = tallies[r];
    tally.dependencyCalls += calls.any(r) ? 1 : 0;
    double plain = calls.plain(r, bits, dependencyFactor);
    tally.dependencySeconds += plain;
    return plain;
  }

  /** Begins the next contended call from k on or, when none is left, everything else in one. */
  private void callOrWork(int request, int r, int k, double plain) {
    int next = calls.contended[r] == 0 ? -1 : calls.contendedFrom(r, k);
    if (next < 0) {
      callAndWork(request, r, plain);
      return;
    }
    requests.call[request] = (byte) next;
    if (calls.pools.take(r, next, requests.pod[request])) {
      call(request, r, next);
    } else {
      requests.state[request] = Requests.POOLED;
      calls.pools.await(next, requests.pod[request], request, requests.next);
    }
  }

  private void callAndWork(int request, int r, double plain) {
    int p = requests.pod[request];
    if (sharing == null) {
      work(request, now + plain + workSeconds(p, r, requests.bits[request]));
    } else if (plain > 0) {
      requests.state[request] = Requests.AWAY;
      events.push(now + plain, request);
    } else {
      shareWork(request, p, workSeconds(p, r, requests.bits[request]));
    }
  }

  private void shareWork(int request, int p, double seconds) {
    requests.state[request] = Requests.WORKING;
    Objects.requireNonNull(sharing).begin(p, request, seconds, now, events);
  }

  private void call(int request, int r, int k) {
    double seconds = calls.begin(r, k, requests.bits[request], dependencyFactor);
    tallies[r].dependencySeconds += seconds;
    requests.state[request] = Requests.CALLING;
    events.push(now + seconds, request);
  }

  private void passOnConnection(int r, int k, int p) {
    int request = calls.pools.passOn(r, k, p, requests.next);
    if (request >= 0) {
      call(request, r, k);
    }
  }

  private double workSeconds(int p, int r, long bits) {
    double seconds =
        serviceSeconds
            * serviceFactor
            * slowdown[pods.version[p]]
            * serviceShape.at(Draws.upper(bits));
    if (now < coldUntil) {
      seconds *= cold(p);
    }
    if (gcCost == 0) {
      return seconds;
    }
    double collecting = seconds * (burden(heapOf(p)) - 1);
    tallies[r].gcSeconds += collecting;
    return seconds + collecting;
  }

  private double cold(int p) {
    double age = now - pods.readySince[p];
    return age < warmSeconds ? 1 + (warmSlowdown - 1) * (1 - age / warmSeconds) : 1;
  }

  private double drawn(int request, int purpose) {
    return Draws.upper(Draws.bits(requests.bits[request], purpose));
  }

  private void finish(int request) {
    int p = requests.pod[request];
    int r = requests.server[request];
    int v = pods.version[p];
    if (crashes[v] > 0 && drawn(request, 6) < crashes[v]) {
      // Its own event has come by: it may be forgotten once it is lost.
      die(p);
      requests.free(request);
      return;
    }
    enterCalls(r);
    settle(r);
    busy[r]--;
    pods.busy[p]--;
    Tally tally = tallies[r];
    tally.completed++;
    tally.completedByVersion[v]++;
    if (!requests.answered[request]) {
      answer(
          requests.origin[request], r, v, requests.arrived[request], now, requests.bits[request]);
    }
    requests.free(request);
    if (leakPerRequest[v] > 0) {
      pods.heap[p] += leakPerRequest[v];
    }
    if (leakPerRequest[v] + leakPerSecond[v] > 0 && heapOf(p) >= 1) {
      die(p);
    } else if (pods.waiting[p] > 0) {
      serve(dequeue(p), p, r);
    } else if (pods.state[p] == Pods.DRAINING && pods.busy[p] == 0) {
      stop(p);
    }
  }

  private void answer(int home, int r, int v, double arrived, double ended, long bits) {
    double seconds = ended - arrived;
    if (home != r) {
      seconds += crossSeconds;
    }
    if (seconds > timeout) {
      timeOut(home, r, v, arrived, bits);
      return;
    }
    tallies[home].latency.add(1000 * seconds);
    tallies[r].latencyByVersion[v].add(1000 * seconds);
    double failing = errorRatio[v] + calls.errors[r] - errorRatio[v] * calls.errors[r];
    if (failing > 0 && Draws.upper(Draws.bits(bits, 3)) < failing) {
      tallies[home].faulty++;
      tallies[r].failedByVersion[v]++;
      failed(home, ended, bits);
    } else {
      tallies[home].succeeded++;
    }
  }

  private void timeOut(int request) {
    requests.answered[request] = true;
    timeOut(
        requests.origin[request],
        requests.server[request],
        pods.version[requests.pod[request]],
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
    return leak == 0 ? pods.heap[p] : pods.heap[p] + leak * (now - pods.heapAt[p]);
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
    pods.startSeconds[p] = model.restartSeconds();
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
    if (sharing != null) {
      sharing.forget(
          p,
          request -> {
            lose(request);
            requests.free(request);
          });
    }
    for (int i = 0; i < requests.capacity(); i++) {
      byte state = requests.state[i];
      if (requests.pod[i] == p && (state == Requests.STUCK || state == Requests.POOLED)) {
        lose(i);
        requests.free(i);
      } else if (requests.pod[i] == p && Requests.hasEvent(state)) {
        if (state == Requests.CALLING) {
          calls.end(r, requests.call[i]);
        }
        lose(i);
        requests.state[i] = Requests.LOST;
      }
    }
    calls.pools.forget(p);
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
    failed(requests.origin[request], now, requests.bits[request]);
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
      pods.readySince[p] = now;
      coldUntil = now + warmSeconds;
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

  /** Starts a pod of a version in the place of another, which finishes what it has and goes. */
  void exchange(int p, int version, double drainSeconds) {
    int r = pods.region[p];
    replace(p, -1, 0, drainSeconds);
    start(pods.add(r, version, model.podStartSeconds()));
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

  Calls calls() {
    return calls;
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
    for (int v = 0; v < errorRatio.length; v++) {
      ServiceModel.Version version = model.versions().get(v);
      errorRatio[v] = total.errors(version.errorRatio());
      leakPerRequest[v] = total.leakPerRequest(version.leakPerRequest());
      leakPerSecond[v] = total.leakPerSecond(version.leakPerSecond());
      hangs[v] = total.hangs(version.hangs());
      crashes[v] = total.crashes(version.crashes());
    }
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

  /** The figures since the last scrape, or since the start; the next ones begin now. */
  public Scrape scrape() {
    List<Scrape.Region> regions = new ArrayList<>();
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
    List<Scrape.Pod> list = new ArrayList<>();
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
    List<Scrape.Version> byVersion = new ArrayList<>();
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
