package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A discrete-event simulation of one service in one or more regions. Mutable; used by one thread at
 * a time. The same model, seed and orders give the same scrapes, bit for bit.
 *
 * <p>A request arrives (see {@link Traffic}), is given to a pod in turn, waits in its bounded queue
 * for a slot, calls other services (and waits for connections to them), works, and is answered. An
 * answer after the timeout counts as an error at the timeout, yet the work is done to the end. A
 * pod whose heap is full dies with all it has, and comes back after {@code podStartSeconds}.
 *
 * <p>This class hands out the time: what happens at a moment is the matter of {@link Clients},
 * {@link Work}, {@link Lifecycle} and {@link Orders}, which share one {@link SimulationState}.
 */
public final class ServiceSimulation {
  private final SimulationState state;
  private final Clients clients;
  private final Lifecycle lifecycle;
  private final Work work;
  private final Orders orders;
  private final Stretch stretch;
  private final Scraper scraper;

  /** Whether stretches may be followed without events. */
  private boolean stretches = true;

  private double scrapedAt;

  /** Starts at {@code fromSeconds} with every pod ready and nothing in the system. */
  public ServiceSimulation(ServiceModel model, long seed, double fromSeconds) {
    this(model, seed, fromSeconds, Draws.Shape.lognormal(model.serviceCv()));
  }

  /** As above, with service times of another shape. */
  ServiceSimulation(ServiceModel model, long seed, double fromSeconds, Draws.Shape service) {
    state = new SimulationState(model, seed, fromSeconds);
    clients = new Clients(state);
    lifecycle = new Lifecycle(state, clients);
    work = new Work(state, clients, lifecycle, service);
    orders = new Orders(state, lifecycle);
    stretch = new Stretch(state, clients, work);
    scraper = new Scraper(state);
    scrapedAt = fromSeconds;
    for (int r = 0; r < state.regions(); r++) {
      open(r);
    }
  }

  /** An independent copy in the same state. */
  ServiceSimulation(ServiceSimulation other) {
    state = new SimulationState(other.state);
    clients = new Clients(state, other.clients);
    lifecycle = new Lifecycle(state, clients);
    work = new Work(state, clients, lifecycle, other.work.shape());
    orders = new Orders(state, lifecycle, other.orders);
    stretch = new Stretch(state, clients, work);
    scraper = new Scraper(state);
    stretches = other.stretches;
    scrapedAt = other.scrapedAt;
  }

  private void open(int r) {
    ServiceModel.Region region = model().regions().get(r);
    int version = model().indexOfVersion(region.version());
    orders.version[r] = version;
    state.calls.enter(r, state.now);
    double heap =
        Double.isNaN(region.heapRatio()) ? state.behaviour.baseHeap[version] : region.heapRatio();
    ServiceModel.BadPods bad = region.badPods();
    for (int i = 0; i < region.pods(); i++) {
      lifecycle.open(r, version, heap, bad.errorRatio(i));
    }
  }

  // --- what may be asked and ordered

  public ServiceModel model() {
    return state.model;
  }

  /** The simulation's clock, in seconds. */
  public double now() {
    return state.now;
  }

  /** Requests begun since the start. */
  public long arrivals() {
    return clients.arrivals();
  }

  /** Requests that are waiting or being served, given up by their clients or not. */
  public int inSystem() {
    return state.requests.inSystem;
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
    model()
        .cannotSimulate(action)
        .ifPresent(why -> {
          throw new IllegalArgumentException(
              "expected an action that the model knows, found " + action.describe() + ": " + why);
        });
    orders.add(new Order.Act(action), atSeconds);
  }

  /**
   * What was last ordered of every region, such as {@code us-east-1 pods=6 version=v2.3.1 traffic=
   * us-east-1 shed=0}: desired state, not what is there yet.
   */
  public String desired() {
    List<String> regions = new ArrayList<>();
    for (int r = 0; r < state.regions(); r++) {
      regions.add(
          String.format(
              Locale.ROOT,
              "%s pods=%d version=%s traffic=%s shed=%s",
              model().regions().get(r).name(),
              state.pods.wanted(r),
              model().versions().get(orders.version[r]).name(),
              model().regions().get(state.traffic.awayTo[r]).name(),
              state.traffic.shed[r]));
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
    int r = known(model().indexOfRegion(region), "region " + region);
    int v = known(model().indexOfVersion(version), "version " + version);
    orders.add(new Order.Deploy(r, v, secondsBetween, downSeconds), atSeconds);
  }

  /** Pods of a region are lost for good, the youngest first, with all they have. */
  public void lose(String region, int lost, double atSeconds) {
    int r = known(model().indexOfRegion(region), "region " + region);
    orders.add(new Order.Lose(r, lost), atSeconds);
  }

  private static int known(int index, String what) {
    if (index < 0) {
      throw new IllegalArgumentException("expected what the model knows, found " + what);
    }
    return index;
  }

  /** From now on the random numbers of requests come from another seed. */
  void reseed(long seed) {
    clients.seed(seed);
  }

  /** From now on every request is simulated by events, also where that is not needed. */
  public ServiceSimulation byEvents() {
    stretches = false;
    return this;
  }

  /** From now on requests are so. */
  void take(Fitted.Allowed allowed) {
    work.take(allowed);
  }

  /**
   * From now on clients try again after a failure.
   *
   * @param perFailure requests sent again per failed one, 0 to below 1
   */
  void retry(double perFailure) {
    clients.retry(perFailure);
  }

  /** From now on contended calls take no longer than they were ever seen to. */
  void keepToSeen() {
    state.calls.keepToSeen();
  }

  /** Pods that answer have a heap like a fresh pod's from now on. */
  void emptyHeaps() {
    lifecycle.emptyHeaps();
  }

  /** Requests that hang are given up, and their slots come free. */
  void freeHanging() {
    work.freeHanging();
  }

  /** From now on the heaps of these versions grow so. */
  void leakOtherwise(Map<String, Rival.Leak> leaks) {
    state.settleHeaps();
    leaks.forEach(
        (version, leak) -> state.behaviour.leakOtherwise(model().indexOfVersion(version), leak));
  }

  /** Moves the heaps of a version in a region to where they were observed, their spread kept. */
  void observeHeap(String region, String version, double mean) {
    lifecycle.observeHeap(model().indexOfRegion(region), model().indexOfVersion(version), mean);
  }

  // --- the course of time

  /** Runs until {@code seconds}, which must not lie before now. */
  public void advanceTo(double seconds) {
    if (seconds < state.now) {
      throw new IllegalArgumentException(
          "expected a time from " + state.now + " s on, found " + seconds);
    }
    for (; ; ) {
      double until = state.controls.nextTime();
      serveUntil(Math.min(until, seconds));
      if (state.controls.nextTime() < Math.min(until, seconds)) {
        continue;
      }
      if (until > seconds) {
        break;
      }
      state.now = until;
      control();
    }
    state.now = seconds;
    clients.expire();
    lifecycle.burst();
  }

  /**
   * Requests alone, until a control event's time. Returns early when a request makes an earlier
   * one: by filling its pod's heap, or by being the last of a pod that drains.
   */
  private void serveUntil(double seconds) {
    while (stretches && state.now < seconds && stretch.follow(seconds)) {
      // Up to where calls change, and on from there.
    }
    for (; ; ) {
      double next = state.events.nextTime();
      double arrival = clients.nextArrival();
      double retry = clients.nextRetry();
      if (retry <= arrival && retry <= next && retry <= seconds) {
        state.now = clients.nextRetry();
        int home = clients.takeRetry();
        offer(home, clients.retryBits());
      } else if (arrival <= next) {
        if (arrival > seconds) {
          return;
        }
        state.now = arrival;
        int home = clients.nextHome();
        offer(home, clients.take(home));
      } else if (next <= seconds) {
        state.now = next;
        work.happen(state.events.pop());
      } else {
        return;
      }
      if (state.controls.nextTime() < seconds) {
        return;
      }
    }
  }

  private void offer(int home, long bits) {
    Pods pods = state.pods;
    int r = state.traffic.regionFor(home, bits, state.now);
    int p = r < 0 ? -1 : pods.pick(r);
    if (p < 0 || pods.busy[p] >= state.slots && pods.waiting[p] >= state.queue) {
      clients.refuse(home, bits);
    } else {
      work.take(state.requests.begin(state.now, home, r, p, Draws.bits(bits, 1)));
    }
  }

  private void control() {
    int about = state.controls.pop();
    if (about < 0) {
      orders.carryOut(~about);
    } else if (lifecycle.wake(about)) {
      orders.podReady();
    }
  }

  /**
   * Moves a settled system on without simulating its requests (see {@link Skip}). Declines,
   * changing nothing, where somebody would see it.
   */
  boolean skipTo(double seconds, Scrape like) {
    Skip skip = new Skip(state, orders, like, seconds);
    if (!skip.isHarmless()) {
      return false;
    }
    skip.growHeaps();
    for (int r = 0; r < state.regions(); r++) {
      state.settle(r);
    }
    state.postponeRequests(skip.seconds());
    clients.postpone(skip.seconds());
    state.traffic.renumber(seconds);
    while (state.controls.nextTime() <= seconds) {
      state.now = Math.max(state.now, state.controls.nextTime());
      control();
    }
    state.now = seconds;
    state.countFromNow();
    scrapedAt = seconds;
    return true;
  }

  /** The figures since the last scrape, or since the start; the next ones begin now. */
  public Scrape scrape() {
    Scrape scrape = scraper.scrape(scrapedAt);
    scrapedAt = state.now;
    return scrape;
  }
}
