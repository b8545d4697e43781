package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened at home between the beginning of the replay and now. */
final class PastFit {
  private final ServiceProfile profile;
  private final History h;
  private final int from;
  private final Instant origin;
  private final double shift;

  /**
   * @param origin when the seconds of the history begin
   * @param from the point that the replay begins with
   */
  PastFit(ServiceProfile profile, History h, Instant origin, int from) {
    this.profile = profile;
    this.h = h;
    this.origin = origin;
    this.from = from;
    shift = h.seconds(from);
  }

  /**
   * What was done and what happened to pods, to be replayed.
   *
   * @param applied what was really done
   * @param dying whether pods die by themselves
   */
  List<Fitted.Past> happened(List<Applied> applied, Turns turns, boolean dying, double podStart) {
    List<Fitted.Past> past = new ArrayList<>();
    double until = Double.POSITIVE_INFINITY;
    for (Applied a : applied) {
      double at = Calibration.seconds(origin, a.at());
      until = Math.min(until, at);
      if (replayed(a.action())) {
        past.add(new Fitted.Past.Acted(a.action(), at - shift));
      }
    }
    for (Turn turn : turns.decidable()) {
      past.add(new Fitted.Past.Acted(turn.action(profile.service()), turn.atSeconds() - shift));
    }
    for (Fitted.Past p : RolloutFit.of(h, from, h.indexAt(until), dying, podStart)) {
      past.add(shifted(p));
    }
    return past;
  }

  /**
   * Settings are part of the turns; what other services went through shows in the calls to them.
   */
  private boolean replayed(Action action) {
    return action.steps().stream()
        .allMatch(step ->
            switch (step) {
              case Action.SetFlag _, Action.SetConfig _ -> false;
              case Action.RollbackDeploy a -> a.service().equals(profile.service());
              case Action.ScalePods _,
                  Action.RestartPods _,
                  Action.FailoverRegion _,
                  Action.RollbackAndFailover _,
                  Action.ShedLoad _ ->
                  true;
            });
  }

  private Fitted.Past shifted(Fitted.Past past) {
    return switch (past) {
      case Fitted.Past.Deployed d ->
          new Fitted.Past.Deployed(
              d.region(), d.version(), d.atSeconds() - shift, d.secondsBetween(), d.downSeconds());
      case Fitted.Past.Lost l -> new Fitted.Past.Lost(l.region(), l.pods(), l.atSeconds() - shift);
      case Fitted.Past.Acted a -> new Fitted.Past.Acted(a.action(), a.atSeconds() - shift);
      case Fitted.Past.Scaled s ->
          new Fitted.Past.Scaled(s.region(), s.fromPods(), s.toPods(), s.atSeconds() - shift);
    };
  }

  /** Heap ratio by version, of those that serve. */
  SortedMap<String, Double> heapNow() {
    SortedMap<String, Double> heaps = new TreeMap<>();
    int last = h.size() - 1;
    int served = h.lastWithShares(last);
    for (int v = 0; v < h.versions.size(); v++) {
      if (h.share[v][served] > 0.02 && Double.isFinite(h.heap[v][last])) {
        heaps.put(h.versions.get(v), h.heap[v][last]);
      }
    }
    return heaps;
  }

  /** What was seen since the beginning. */
  List<Fitted.Seen> seen() {
    List<Fitted.Seen> seen = new ArrayList<>();
    for (int i = from + 1; i < h.size(); i++) {
      double to = h.seconds(i) - shift;
      seen.add(new Fitted.Seen(to - h.table.lengths[i], to, h.p99[i], h.errors[i]));
    }
    return seen;
  }
}
