package dev.aegis.lab.plant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Whom an edge sends the next request to. Regions are chosen by smooth weighted round robin (each
 * choice raises every region's credit by its weight and takes the total from the richest), so that
 * ten requests at weights 7:3 give seven and three in an even mix and no random number. A change of
 * weights moves linearly from what holds now to what is wanted.
 */
final class RoutingTable {
  /** What happens to a request. */
  sealed interface Choice {}

  /** It goes there. */
  record Forward(Backend backend) implements Choice {}

  /** It is turned away on purpose. */
  record Shed() implements Choice {}

  /** Nobody is ready for it. */
  record Nobody() implements Choice {}

  private final String region;
  private final LongSupplier nanoTime;
  private final Map<String, Backend> everUsed = new HashMap<>();
  private final Map<String, Double> credit = new TreeMap<>();
  private List<Backend> pods = List.of();
  private Optional<Backend> peer = Optional.empty();
  private Map<String, Double> from;
  private Map<String, Double> wanted;
  private long rampBegan;
  private long rampNanos;
  private boolean leastConnections;
  private double shedShare;
  private double shedCredit;
  private int turn;

  RoutingTable(String region, LongSupplier nanoTime) {
    this.region = region;
    this.nanoTime = nanoTime;
    this.from = Map.of(region, 1.0);
    this.wanted = from;
  }

  /** Takes over a whole desired set; see {@link EdgeOrders} for its form. */
  synchronized void apply(EdgeOrders orders) {
    pods = orders.pods().stream().map(this::known).toList();
    peer = orders.peer().map(this::known);
    leastConnections = orders.leastConnections();
    shedShare = orders.shed();
    if (!orders.weights().equals(wanted)) {
      from = weights();
      wanted = orders.weights();
      rampBegan = nanoTime.getAsLong();
      rampNanos = orders.ramp().toNanos();
    }
    everUsed
        .values()
        .removeIf(each ->
            each.outstanding().get() == 0
                && !pods.contains(each)
                && !peer.equals(Optional.of(each)));
  }

  private Backend known(Backend backend) {
    return everUsed.computeIfAbsent(backend.name() + ":" + backend.port(), _ -> backend);
  }

  /**
   * Chooses, and counts the request as outstanding where it goes.
   *
   * @param arrivedFromPeer such a request stays here, whatever the weights say: two edges that
   *     point at each other would pass it to and fro
   */
  synchronized Choice choose(boolean arrivedFromPeer) {
    if (shed()) {
      return new Shed();
    }
    Optional<Backend> chosen =
        arrivedFromPeer || peer.isEmpty() || region.equals(nextRegion()) ? nextPod() : peer;
    chosen.ifPresent(backend -> backend.outstanding().incrementAndGet());
    return chosen.<Choice>map(Forward::new).orElseGet(Nobody::new);
  }

  private boolean shed() {
    shedCredit += shedShare;
    if (shedCredit < 1 - 1e-9) {
      return false;
    }
    shedCredit -= 1;
    return true;
  }

  private String nextRegion() {
    Map<String, Double> now = weights();
    double total = 0;
    String richest = region;
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Double> each : now.entrySet()) {
      total += each.getValue();
      double mine = credit.merge(each.getKey(), each.getValue(), Double::sum);
      if (each.getValue() > 0 && mine > most) {
        most = mine;
        richest = each.getKey();
      }
    }
    credit.merge(richest, -total, Double::sum);
    return richest;
  }

  private Optional<Backend> nextPod() {
    if (pods.isEmpty()) {
      return Optional.empty();
    }
    turn = (turn + 1) % pods.size();
    if (!leastConnections) {
      return Optional.of(pods.get(turn));
    }
    List<Backend> fromTurn = new ArrayList<>(pods.subList(turn, pods.size()));
    fromTurn.addAll(pods.subList(0, turn));
    return fromTurn.stream().min(Comparator.comparingInt(each -> each.outstanding().get()));
  }

  /** The weights that hold now, in the middle of a ramp too. */
  synchronized Map<String, Double> weights() {
    double share = rampShare();
    Map<String, Double> now = new TreeMap<>();
    from.forEach((name, weight) -> now.merge(name, weight * (1 - share), Double::sum));
    wanted.forEach((name, weight) -> now.merge(name, weight * share, Double::sum));
    return now;
  }

  private double rampShare() {
    if (rampNanos <= 0) {
      return 1;
    }
    return Math.clamp((nanoTime.getAsLong() - rampBegan) / (double) rampNanos, 0, 1);
  }

  /** Whether the wanted weights hold. */
  synchronized boolean settled() {
    return rampShare() >= 1;
  }

  /** Requests on their way, by backend, those that were taken out included. */
  synchronized Map<String, Integer> outstanding() {
    Map<String, Integer> counts = new TreeMap<>();
    everUsed
        .values()
        .forEach(each -> counts.merge(each.name(), each.outstanding().get(), Integer::sum));
    return counts;
  }
}
