package dev.aegis.twin;

import dev.aegis.room.Action;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model fitted to telemetry, with what happened before now that no model predicts. Seconds count
 * from {@code start}.
 *
 * @param model the service; its home region is the first
 * @param allowed what the quiet time allows as well, equally likely; at least one
 * @param start where the replay of the past begins
 * @param nowSeconds now
 * @param past deploys and losses of pods, to be replayed
 * @param heapNow heap ratio at home by version, where it was seen
 * @param observed what was seen at home between start and now
 * @param parameters what was fitted, for people
 * @param unknowns what had to be assumed, one sentence each
 * @param unaccounted whether time passes at home that nobody accounts for
 * @param contentionUnknown whether the dependency is slow and nothing shows what more calls would
 *     do
 * @param retriesPerFailure requests that clients send again per failed one, from now on; those of
 *     the past are part of what was recorded
 * @param unmeasured versions whose speed was never seen
 * @param rival what explains the growth of heaps as well
 * @param odd few pods at home that are not like the others
 * @param undecidable settings whose values nobody can vouch for, and why
 */
record Fitted(
    ServiceModel model,
    List<Allowed> allowed,
    Instant start,
    double nowSeconds,
    List<Past> past,
    SortedMap<String, Double> heapNow,
    List<Seen> observed,
    List<Parameter> parameters,
    List<String> unknowns,
    boolean unaccounted,
    boolean contentionUnknown,
    double retriesPerFailure,
    Set<String> unmeasured,
    Rival rival,
    Optional<OddPods> odd,
    SortedMap<String, String> undecidable) {
  Fitted {
    allowed = List.copyOf(allowed);
    past = List.copyOf(past);
    heapNow = Collections.unmodifiableSortedMap(new TreeMap<>(heapNow));
    observed = List.copyOf(observed);
    parameters = List.copyOf(parameters);
    unknowns = List.copyOf(unknowns);
    unmeasured = Set.copyOf(unmeasured);
    undecidable = Collections.unmodifiableSortedMap(new TreeMap<>(undecidable));
  }

  /**
   * What is taken in one replication. The replications take what is allowed in an order in which
   * few of them are spread out already (van der Corput's sequence).
   */
  Allowed allowed(int replication) {
    double u = Integer.toUnsignedLong(Integer.reverse(replication + 1)) * 0x1p-32;
    return allowed.get((int) (u * allowed.size()));
  }

  /**
   * Parameters that the quiet time bears as well as those of the model, as factors on them.
   *
   * @param pace on all times, above 0
   * @param variation on all coefficients of variation, 0 or more
   */
  record Allowed(double pace, double variation) {
    /** What was fitted. */
    static final Allowed FITTED = new Allowed(1, 1);
  }

  /** One observed interval; NaN was not recorded. */
  record Seen(double fromSeconds, double toSeconds, double p99Millis, double errorRatio) {}

  /** A fitted figure and where it comes from. */
  record Parameter(String name, String value, String from) {}

  /** Something that happened before now. */
  sealed interface Past {
    record Deployed(
        String region, String version, double atSeconds, double secondsBetween, double downSeconds)
        implements Past {}

    record Lost(String region, int pods, double atSeconds) implements Past {}

    record Acted(Action action, double atSeconds) implements Past {}

    record Scaled(String region, int fromPods, int toPods, double atSeconds) implements Past {}
  }
}
