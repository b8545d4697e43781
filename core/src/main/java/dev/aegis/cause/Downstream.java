package dev.aegis.cause;

import dev.aegis.culprit.Calls;
import dev.aegis.culprit.Course;
import dev.aegis.culprit.Loss;
import dev.aegis.culprit.Queue;
import dev.aegis.culprit.Scene;
import dev.aegis.culprit.Served;
import dev.aegis.culprit.Strain;
import dev.aegis.culprit.Transit;
import dev.aegis.telemetry.Metric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A service and all that it calls, directly or through others, with what was measured of them.
 * Callers name whom they call in lower case; a component that reports itself is the one of the same
 * name.
 */
final class Downstream {
  /** The nearest ones are looked at; a service that calls more than these is read in part. */
  private static final int MOST = 30;

  /** What takes a third longer is slow enough for its time to be followed. */
  private static final double SLOWER = 1.3;

  private final String home;
  private final Map<String, NavigableSet<String>> callees = new TreeMap<>();
  private final NavigableSet<String> components = new TreeSet<>();

  /**
   * @param calls rows of caller and called
   */
  Downstream(String home, Sql.Rows calls) {
    this.home = home.toLowerCase(Locale.ROOT);
    Map<String, NavigableSet<String>> all = new HashMap<>();
    for (List<String> row : calls.rows()) {
      all.computeIfAbsent(calls.text(row, "caller"), _ -> new TreeSet<>())
          .add(calls.text(row, "called"));
    }
    reach(all);
  }

  private void reach(Map<String, NavigableSet<String>> all) {
    Deque<String> open = new ArrayDeque<>(List.of(this.home));
    components.add(this.home);
    while (!open.isEmpty()) {
      String caller = open.poll();
      for (String called : all.getOrDefault(caller, new TreeSet<>())) {
        if (components.contains(called) || components.size() < MOST) {
          callees.computeIfAbsent(caller, _ -> new TreeSet<>()).add(called);
          if (components.add(called)) {
            open.add(called);
          }
        }
      }
    }
  }

  /** What a component calls itself, where it was measured. */
  static String named(String component, Sql.Rows levels) {
    return levels.rows().stream()
        .filter(row -> levels.text(row, "component").equals(component))
        .map(row -> levels.text(row, "service"))
        .findFirst()
        .orElse(component);
  }

  boolean isLeaf() {
    return callees.isEmpty();
  }

  NavigableSet<String> components() {
    return components;
  }

  /** Whom the service calls, for people. */
  String called() {
    return callees.getOrDefault(home, new TreeSet<>()).stream()
        .map(Words::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * The scene as it was measured.
   *
   * @param levels rows of component, service, metric, before, deviation, points_before, newest,
   *     points_newest
   */
  Scene scene(Sql.Rows levels) {
    return new Measured(levels).scene();
  }

  private final class Measured {
    private final Sql.Rows levels;
    private final Map<String, Map<String, List<String>>> rows = new HashMap<>();

    Measured(Sql.Rows levels) {
      this.levels = levels;
      for (List<String> row : levels.rows()) {
        rows.computeIfAbsent(levels.text(row, "component"), _ -> new HashMap<>())
            .put(levels.text(row, "metric"), row);
      }
    }

    private Course of(String component, Metric metric) {
      return of(component, metric, 1);
    }

    /**
     * @param share of what is seen since that counts
     */
    private Course of(String component, Metric metric, double share) {
      List<String> row = rows.getOrDefault(component, Map.of()).get(metric.name());
      return row == null
          ? Course.NOTHING
          : Course.summarised(
              levels.number(row, "before"),
              (int) levels.number(row, "points_before"),
              levels.number(row, "deviation"),
              share * levels.number(row, "newest"),
              (int) levels.number(row, "points_newest"));
    }

    Scene scene() {
      Loss loss = loss();
      List<Served> served = new ArrayList<>();
      List<Transit> transits = new ArrayList<>();
      for (String component : components) {
        Course own = own(component, loss);
        if (own.known()) {
          served.add(new Served(component, "", rate(component), own));
        }
      }
      callees.forEach((caller, called) ->
          called.forEach(callee -> call(caller, callee, loss, served, transits)));
      return new Scene(
          new Calls(components, callees),
          home,
          loss,
          served,
          transits,
          queues(),
          strains(),
          List.of());
    }

    /** Failures are followed where answers are hardly slower; whoever times out is slow as well. */
    private Loss loss() {
      Course time = own(home, Loss.TIME);
      boolean slower = time.known() && time.now() > SLOWER * time.level();
      return slower || !own(home, Loss.FAILURES).known() ? Loss.TIME : Loss.FAILURES;
    }

    private Course own(String component, Loss loss) {
      if (loss == Loss.FAILURES) {
        return of(component, Metric.ERROR_RATIO);
      }
      Course mean = of(component, Metric.LATENCY_MEAN);
      return mean.known() ? mean : of(component, Metric.LATENCY_P50);
    }

    /** What a caller sees beyond what the called one says of itself arises on the way. */
    private void call(
        String caller, String callee, Loss loss, List<Served> served, List<Transit> transits) {
      Course seen =
          loss == Loss.TIME
              ? of(caller, Metric.callLatency(callee), awake(caller))
              : of(caller, Metric.callErrors(callee));
      Course own = own(callee, loss);
      if (!seen.known()) {
        return;
      }
      if (own.known()) {
        transits.add(new Transit(caller, callee, rate(callee), seen.less(own)));
      } else {
        served.add(new Served(callee, caller, rate(caller), seen));
      }
    }

    /** Who collects garbage for a share of the time finds every answer late by that. */
    private double awake(String caller) {
      Course collecting = of(caller, Metric.GC_RATIO);
      return collecting.known() ? 1 - Math.clamp(collecting.now(), 0, 1) : 1;
    }

    private double rate(String component) {
      Course requests = of(component, Metric.REQUEST_RATE);
      return requests.known() ? Math.max(0, requests.now()) : 1;
    }

    private List<Queue> queues() {
      return components.stream()
          .map(this::queue)
          .filter(each -> each.waiting().known() && each.held().known())
          .toList();
    }

    private Queue queue(String component) {
      Course completions = of(component, Metric.COMPLETION_RATE);
      Course pods = of(component, Metric.PODS_READY);
      Course waiting = of(component, Metric.QUEUE_LENGTH);
      return new Queue(
          component,
          waiting,
          held(component, waiting, completions, pods),
          of(component, Metric.REQUEST_RATE).per(pods),
          completions.known() ? Math.max(0, completions.now()) : 0);
    }

    /**
     * For how long a request holds its slot. Before the onset that is what its answer took without
     * the waiting; since then it is as many times more as slots are busy for longer for each that
     * is completed (the utilisation law).
     */
    private Course held(String component, Course waiting, Course completions, Course pods) {
      Course busy = of(component, Metric.UTILISATION);
      Course work = own(component, Loss.TIME).less(waiting.per(completions));
      double longer =
          busy.now()
              * pods.now()
              / completions.now()
              / (busy.level() * pods.level() / completions.level());
      return work.times(longer);
    }

    private List<Strain> strains() {
      return components.stream()
          .map(each -> new Strain(each, Strain.Resource.CPU, of(each, Metric.CPU_RATIO)))
          .filter(each -> each.use().known())
          .toList();
    }
  }
}
