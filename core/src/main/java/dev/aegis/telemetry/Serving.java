package dev.aegis.telemetry;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of a service come by their requests and serve them, as its owners declare it.
 *
 * @param balancing which pod a request is given to; {@code null} when not declared
 * @param warmUp how a new pod becomes as fast as the others; {@code null} when not declared
 * @param coresPerPod requests that a pod works on at once at full speed, at least 1; more of them
 *     share its processors; 0 when not declared, and then nobody's work slows another's
 * @param pools connections that each pod has to a called service, at least 1, by its name; a
 *     service that is not named has one for every slot
 */
public record Serving(
    @Nullable Balancing balancing,
    @Nullable WarmUp warmUp,
    double coresPerPod,
    SortedMap<String, Integer> pools) {
  /** Nothing is declared. */
  public static final Serving UNDECLARED =
      new Serving(null, null, 0, Collections.unmodifiableSortedMap(new TreeMap<>()));

  /** Which of the pods that answer a request is given to. */
  public enum Balancing {
    /** Each in its turn, whatever it has to do. */
    ROUND_ROBIN,

    /** The one with the fewest requests; among equals in turn. */
    LEAST_REQUESTS;

    /** As it is written, such as {@code round_robin}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A pod's own work takes {@code 1 + (slowdown - 1) (1 - age / time)} times as long while it is
   * younger than that time, counted from when it is ready.
   *
   * @param time until it is as fast as the others; zero for at once
   * @param slowdown how many times longer its first request works, at least 1
   */
  public record WarmUp(Duration time, double slowdown) {
    /** New pods are as fast as the others at once. */
    public static final WarmUp NONE = new WarmUp(Duration.ZERO, 1);

    public WarmUp {
      Objects.requireNonNull(time);
      if (time.isNegative() || !(slowdown >= 1)) {
        throw new IllegalArgumentException(
            "expected a warm-up of 0 s or more and a slowdown of 1 or more, found "
                + time
                + " and "
                + slowdown);
      }
    }
  }

  public Serving {
    if (!(coresPerPod == 0 || coresPerPod >= 1)) {
      throw new IllegalArgumentException(
          "expected one core a pod or more, or 0 where not declared, found " + coresPerPod);
    }
    pools.forEach((called, connections) -> {
      if (connections < 1) {
        throw new IllegalArgumentException(
            "expected at least one connection to " + called + ", found " + connections);
      }
    });
    pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
  }

  /** With these connections alone, the rest not declared. */
  public static Serving pooled(Map<String, Integer> pools) {
    return new Serving(null, null, 0, new TreeMap<>(pools));
  }

  /** In turn, where nothing was declared. */
  public Balancing balancingOrAssumed() {
    return balancing == null ? Balancing.ROUND_ROBIN : balancing;
  }

  /** Warm at once, where nothing was declared. */
  public WarmUp warmUpOrAssumed() {
    return warmUp == null ? WarmUp.NONE : warmUp;
  }

  /**
   * Connections to a service that a pod has, where these are fewer than its slots.
   *
   * @return 0 where there is one for every slot
   */
  public int connections(String called, int slots) {
    int declared = pools.getOrDefault(called, slots);
    return declared < slots ? declared : 0;
  }
}
