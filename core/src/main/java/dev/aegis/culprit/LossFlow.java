package dev.aegis.culprit;

import dev.aegis.culprit.Loss.Excess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a loss arises. Time and failures are kept along the calls: what a caller loses more than
 * before it loses itself, or on the way to those it calls, or in them. The loss at the symptom is
 * therefore handed down the call graph, at each component in proportion to what is lost more in
 * each of those it calls, and what no callee explains stays. The shares are the probabilities with
 * which a random walk from the symptom ends in each component (an absorbing Markov chain).
 *
 * <p>Where it is known who waits for a slot ({@link Queue}), that time is no loss of its own: the
 * part of it that is owed to slots being held for longer is laid to whatever holds them, the
 * component's own work and those it calls, in proportion to what each of them takes longer.
 *
 * <p>Two rules go beyond the accounting. A caller may make several calls for one request, and
 * retry: of what is left over where callees lose more as well, only a third counts. And what is
 * lost on the way between two components is laid to the called one twice as much as to the calling
 * one.
 */
final class LossFlow {
  private static final double LEFT_OVER = 1.0 / 3;
  private static final double CALLEE = 2.0 / 3;
  private static final double NEGLIGIBLE = 1e-3;

  /** A share of what was always lost that nobody would notice on top of it. */
  private static final double UNNOTICED = 0.2;

  private final Calls calls;
  private final Map<String, Map<String, Excess>> served = new HashMap<>();
  private final Map<String, Map<String, Excess>> transits = new HashMap<>();
  private final Map<String, Double> usual = new HashMap<>();
  private final Map<String, Queue> queues = new HashMap<>();

  /** What each takes for an answer, and how many it gives a second, where callers look alike. */
  private final Map<String, Course> alone = new HashMap<>();

  private final Map<String, Double> rates = new HashMap<>();
  private final Map<String, Double> arises = new TreeMap<>();
  private final double material;

  LossFlow(Scene scene) {
    this.calls = scene.calls();
    for (Served each : scene.served()) {
      Excess excess = scene.loss().excess(each.callsPerSecond(), each.lossPerCall());
      add(served, each.component(), each.caller(), excess);
      double level = each.lossPerCall().known() ? each.lossPerCall().level() : 0;
      usual.merge(each.component(), each.callsPerSecond() * level, Double::sum);
      if (scene.loss() == Loss.TIME && each.caller().isEmpty()) {
        alone.put(each.component(), each.lossPerCall());
        rates.put(each.component(), each.callsPerSecond());
      }
    }
    for (Transit each : scene.transits()) {
      Excess excess = scene.loss().excess(each.callsPerSecond(), each.lossPerCall());
      add(transits, each.caller(), each.callee(), excess);
    }
    if (scene.loss() == Loss.TIME) {
      scene.queues().forEach(each -> queues.put(each.component(), each));
    }
    this.material = start(scene.symptom());
  }

  private static void add(
      Map<String, Map<String, Excess>> to, String key, String other, Excess excess) {
    to.computeIfAbsent(key, k -> new TreeMap<>()).merge(other, excess, Excess::plus);
  }

  /** Whether any loss was measured at all. */
  boolean measured() {
    return !served.isEmpty() || !transits.isEmpty();
  }

  /**
   * The share of the loss that arises in a component, 0 to 1, over all components at most 1. What
   * is missing from 1 may be chance.
   */
  double share(String component) {
    return material * arises.getOrDefault(component, 0.0);
  }

  /** How much of the loss at the symptom is more than chance, 0 to 1. */
  double material() {
    return material;
  }

  /** What a component loses more than before, itself and in those it calls, a second. */
  double excess(String component) {
    return all(component).amount();
  }

  /**
   * How many times longer a component's own work on a request takes than before; NaN where it is
   * not measured, or where failures are followed and not time.
   */
  double slowed(String component) {
    Queue queue = queues.get(component);
    Course held = queue == null ? alone.getOrDefault(component, Course.NOTHING) : queue.held();
    double rate = queue == null ? rates.getOrDefault(component, 0.0) : queue.completionsPerSecond();
    double below =
        calls.callees(component).stream()
            .mapToDouble(c -> served(c, component).amount() + onTheWay(component, c).amount())
            .sum();
    double usuallyBelow =
        calls.callees(component).stream().mapToDouble(c -> usual.getOrDefault(c, 0.0)).sum();
    double before = held.level() - usuallyBelow / rate;
    return held.known() && rate > 0 && before > 0
        ? 1 + (held.shift() - below / rate) / before
        : Double.NaN;
  }

  private double start(String symptom) {
    Collection<String> starts = symptom.isEmpty() ? calls.entries() : List.of(symptom);
    double lost = 0;
    double chance = 0;
    Map<String, Double> masses = new TreeMap<>();
    for (String start : starts) {
      double total = new Split(start, Set.of(start)).total;
      masses.put(start, total);
      lost += total;
      chance += all(start).chance() + UNNOTICED * usual.getOrDefault(start, 0.0);
    }
    if (lost <= 0) {
      return 0;
    }
    for (Map.Entry<String, Double> each : masses.entrySet()) {
      Set<String> path = new LinkedHashSet<>();
      path.add(each.getKey());
      walk(each.getKey(), each.getValue() / lost, path);
    }
    return lost / (lost + chance);
  }

  private void walk(String component, double mass, Set<String> path) {
    if (mass < NEGLIGIBLE) {
      return;
    }
    Split split = new Split(component, path);
    if (split.total <= 0) {
      arises.merge(component, mass, Double::sum);
      return;
    }
    double part = mass / split.total;
    double handed = part * split.scale;
    arises.merge(component, part * split.own, Double::sum);
    for (Split.Part each : split.parts) {
      arises.merge(each.callee, handed * CALLEE * each.onTheWay, Double::sum);
      path.add(each.callee);
      walk(each.callee, handed * each.inside, path);
      path.remove(each.callee);
    }
  }

  private Excess all(String component) {
    return served.getOrDefault(component, Map.of()).values().stream()
        .reduce(Excess.NONE, Excess::plus);
  }

  /** What the callee loses in the calls of this caller, or altogether if callers look alike. */
  private Excess served(String callee, String caller) {
    Map<String, Excess> byCaller = served.getOrDefault(callee, Map.of());
    Excess told = byCaller.get(caller);
    return told != null ? told : byCaller.getOrDefault("", Excess.NONE);
  }

  private Excess onTheWay(String caller, String callee) {
    return transits.getOrDefault(caller, Map.of()).getOrDefault(callee, Excess.NONE);
  }

  /** What a component loses, split into itself and those it calls. */
  private final class Split {
    private record Part(String callee, double inside, double onTheWay) {}

    private final List<Part> parts = new ArrayList<>();
    private final double scale;
    private final double own;
    private final double total;

    Split(String component, Set<String> path) {
      double below = 0;
      double leading = 0;
      for (String callee : calls.callees(component)) {
        if (path.contains(callee)) {
          continue;
        }
        double inside = served(callee, component).sure();
        double onTheWay = LossFlow.this.onTheWay(component, callee).sure();
        if (inside + onTheWay > 0) {
          parts.add(new Part(callee, inside, onTheWay));
          below += inside + onTheWay;
          leading += onTheWay * (1 - CALLEE);
        }
      }
      Queue queue = queues.get(component);
      double kept = queue == null ? left(component, below) : ownWork(queue, below);
      double waited = queue == null ? 0 : Loss.TIME.excess(1, queue.waiting()).sure();
      double followed = queue != null && kept + below > 0 ? waited * queue.byHolding() : 0;
      this.scale = followed > 0 ? 1 + followed / (kept + below) : 1;
      this.own = scale * (kept + leading) + waited - followed;
      this.total = scale * (kept + below) + waited - followed;
    }

    /** What no callee explains. */
    private double left(String component, double below) {
      double left = Math.max(0, all(component).sure() - below);
      return below > 0 ? LEFT_OVER * left : left;
    }

    /** For how much longer its own work holds slots, a second. */
    private double ownWork(Queue queue, double below) {
      return Math.max(
          0, Loss.TIME.excess(queue.completionsPerSecond(), queue.held()).sure() - below);
    }
  }
}
