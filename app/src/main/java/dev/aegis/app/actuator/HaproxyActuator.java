package dev.aegis.app.actuator;

import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Moves traffic between regions and refuses a share of it, at edges that run HAProxy with a {@link
 * HaproxyConfig}. An order is one change of one edge's map, all of it or nothing: weights, share
 * refused, epoch and key together. HAProxy itself then carries the ramp out.
 *
 * <p>Sending the traffic of B to A while A's own is at B is the way home: A's users come back. In
 * every other case it moves the users of B.
 *
 * <p>Fenced by HAProxy: of two writers one commits, and whoever looks later sees what it did, its
 * epoch included. What is not is said at {@link HaproxyRouteMap}. An epoch is kept at the edge that
 * it was used on; an edge that an old owner reaches first does not know of the newer one yet.
 *
 * <p>The ramp begins by the clock of this process and is run by HAProxy's: clocks that differ by a
 * second begin the ramp a second early or late.
 */
public final class HaproxyActuator implements Actuator {
  private final Map<String, HaproxyRegion> regions;
  private final Settings settings;
  private final InstantSource clock;

  /**
   * What the owner of the edges declares.
   *
   * @param service the one they are for; orders about others are refused
   * @param ramp how long traffic takes to move
   * @param requestsPerPod at the same time
   * @param fullAt the share of a region's request slots up to which it may be filled, above 0 to 1
   */
  public record Settings(String service, Duration ramp, int requestsPerPod, double fullAt) {
    public Settings {
      if (ramp.isNegative() || requestsPerPod < 1 || !(fullAt > 0 && fullAt <= 1)) {
        throw new IllegalArgumentException(
            "expected a ramp of 0 or more, at least 1 request a pod and a share above 0 to 1,"
                + " found "
                + ramp
                + ", "
                + requestsPerPod
                + " and "
                + fullAt);
      }
    }
  }

  /**
   * @param regions every region's edge
   */
  public HaproxyActuator(
      Map<String, HaproxyRegion> regions, Settings settings, InstantSource clock) {
    this.regions = new TreeMap<>(regions);
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String state(Action action) {
    if (refusal(action).isPresent()) {
      return "not a matter of HAProxy: " + action.kind().wire();
    }
    return edges(action).values().stream()
        .map(HaproxyRegion::describe)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public Rehearsal rehearse(Action action) {
    Optional<String> refusal = refusal(action);
    if (refusal.isPresent()) {
      return new Rehearsal(false, refusal.get());
    }
    try {
      Wish wish = wish(action);
      return unmet(wish)
          .map(sentence -> new Rehearsal(false, sentence))
          .orElseGet(() -> new Rehearsal(true, sentence(wish)));
    } catch (HaproxyException e) {
      return new Rehearsal(false, String.valueOf(e.getMessage()));
    }
  }

  private String sentence(Wish wish) {
    HaproxyRoutes now = wish.at().map().read();
    return wish.holds(now)
        ? "nothing would change: " + wish.words() + " is ordered already"
        : "would order " + wish.words() + " at the edge of " + wish.at().region();
  }

  @Override
  public void dispatch(Order order) {
    refusal(order.action())
        .ifPresent(sentence -> {
          throw new RefusedException(sentence);
        });
    if (taken(order.action(), order.key())
        .map(at -> refuseStale(at.map().read(), order))
        .isPresent()) {
      return;
    }
    Wish wish = wish(order.action());
    refuseStale(wish.at().map().read(), order);
    unmet(wish)
        .ifPresent(sentence -> {
          throw new RefusedException(sentence);
        });
    wish.at().map().change(routes -> ordered(refuseStale(routes, order), wish, order));
  }

  private HaproxyRoutes ordered(HaproxyRoutes routes, Wish wish, Order order) {
    if (routes.keys().containsKey(order.key())) {
      return routes;
    }
    HaproxyRoutes wanted =
        wish.holds(routes) ? routes : wish.apply(routes, settings.ramp(), clock.millis());
    return wanted.orderedBy(order.key(), wish.words(), order.epoch());
  }

  private static HaproxyRoutes refuseStale(HaproxyRoutes routes, Order order) {
    if (order.epoch() < routes.epoch()) {
      throw new RefusedException(
          "the edge has heard from a later owner: expected epoch "
              + routes.epoch()
              + " or more, found "
              + order.epoch());
    }
    return routes;
  }

  @Override
  public Sight look(Action action, String key) {
    if (refusal(action).isPresent()) {
      return Sight.UNCHANGED;
    }
    try {
      Optional<HaproxyRegion> taken = taken(action, key);
      if (taken.isEmpty()) {
        Wish wish = wish(action);
        HaproxyRoutes routes = wish.at().map().read();
        return wish.holds(routes) && routes.settled(clock.millis())
            ? Sight.AS_ORDERED
            : Sight.UNCHANGED;
      }
      return seen(taken.get().map().read(), key);
    } catch (HaproxyException e) {
      return Sight.OUT_OF_SIGHT;
    }
  }

  /** An order that somebody has replaced since cannot be seen any more. */
  private Sight seen(HaproxyRoutes routes, String key) {
    String words = routes.keys().getOrDefault(key, "");
    if (!words.equals(Wish.shares(routes)) && !words.equals(Wish.shed(routes))) {
      return Sight.OUT_OF_SIGHT;
    }
    return routes.settled(clock.millis()) ? Sight.AS_ORDERED : Sight.UNDER_WAY;
  }

  /** The edge that has this key in its record. */
  private Optional<HaproxyRegion> taken(Action action, String key) {
    for (HaproxyRegion each : edges(action).values()) {
      if (each.map().read().keys().containsKey(key)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private Map<String, HaproxyRegion> edges(Action action) {
    Map<String, HaproxyRegion> edges = new LinkedHashMap<>();
    if (action instanceof Action.FailoverRegion a) {
      edges.put(a.fromRegion(), edge(a.fromRegion()));
      edges.put(a.toRegion(), edge(a.toRegion()));
    } else if (action instanceof Action.ShedLoad a) {
      edges.put(a.region(), edge(a.region()));
    }
    return edges;
  }

  /** Why an action can never be ordered here; empty when it can. */
  private Optional<String> refusal(Action action) {
    return switch (action) {
      case Action.FailoverRegion a ->
          a.fromRegion().equals(a.toRegion())
              ? Optional.of("expected two regions, found " + a.fromRegion() + " twice")
              : foreign(a.service())
                  .or(() -> missing(a.fromRegion()))
                  .or(() -> missing(a.toRegion()));
      case Action.ShedLoad a -> foreign(a.service()).or(() -> missing(a.region()));
      case Action.ScalePods _,
          Action.RestartPods _,
          Action.RollbackDeploy _,
          Action.RollbackAndFailover _,
          Action.SetFlag _,
          Action.SetConfig _ ->
          Optional.of(
              "HAProxy moves and refuses requests; expected failover_region or shed_load, found "
                  + action.kind().wire());
    };
  }

  private Optional<String> foreign(String service) {
    return service.equals(settings.service())
        ? Optional.empty()
        : Optional.of("these edges are for " + settings.service() + ", found " + service);
  }

  private Optional<String> missing(String region) {
    return regions.containsKey(region)
        ? Optional.empty()
        : Optional.of("expected one of " + regions.keySet() + " as the region, found " + region);
  }

  private HaproxyRegion edge(String region) {
    HaproxyRegion edge = regions.get(region);
    if (edge == null) {
      throw new RefusedException("expected one of " + regions.keySet() + ", found " + region);
    }
    return edge;
  }

  private Wish wish(Action action) {
    return switch (action) {
      case Action.ShedLoad a ->
          Wish.toShed(edge(a.region()), (int) Math.round(a.toShare() * HaproxyRoutes.WHOLE));
      case Action.FailoverRegion a -> {
        HaproxyRegion home = edge(a.toRegion());
        yield home.map().read().to().getOrDefault(a.fromRegion(), 0) > 0
            ? Wish.toReturn(home)
            : Wish.toMove(edge(a.fromRegion()), home);
      }
      case Action.ScalePods _,
          Action.RestartPods _,
          Action.RollbackDeploy _,
          Action.RollbackAndFailover _,
          Action.SetFlag _,
          Action.SetConfig _ ->
          throw new RefusedException("expected failover_region or shed_load");
    };
  }

  /** What is missing for a region to take the requests of another; empty when nothing is. */
  private Optional<String> unmet(Wish wish) {
    HaproxyRegion receiver = wish.receiver();
    if (receiver == null) {
      return Optional.empty();
    }
    int ready = receiver.readyPods();
    if (ready == 0) {
      return Optional.of(receiver.region() + " has no pod that is ready");
    }
    boolean returns = receiver == wish.at();
    if (!returns && receiver.map().read().to().values().stream().anyMatch(share -> share > 0)) {
      return Optional.of(receiver.region() + " sends its own requests elsewhere");
    }
    if (!returns && !wish.at().reaches(receiver.region())) {
      return Optional.of(
          "the edge of " + wish.at().region() + " has no way to " + receiver.region());
    }
    double needed = receiver.slotsNeeded(wish.at());
    double slots = ready * (double) settings.requestsPerPod();
    return needed <= settings.fullAt() * slots
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s would need %.1f of its %.0f request slots, expected at most %.0f %%",
                receiver.region(),
                needed,
                slots,
                100 * settings.fullAt()));
  }
}
