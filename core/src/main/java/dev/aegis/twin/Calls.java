package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.Arrays;
import java.util.List;

/**
 * What requests ask of other services, region by region: the phase that holds now, who is in
 * flight, and what has been taken back. Calls that nobody stands in the way of take their time in
 * one piece with the request's own work; contended ones, those that wait for connections among
 * them, are begun and ended one after the other.
 */
final class Calls {
  private final ServiceModel model;

  /** Calls of a region at most; the figures of call k in region r lie at r · most + k. */
  private final int most;

  private final int[] count;
  private final int[] phase;
  private final boolean[] takenBack;
  private final double[] seconds;
  private final Draws.Shape[] shape;
  private final double[] contention;
  private final double[] coherence;
  private final double[] failing;
  private final double[] bornOut;
  private final int[] inFlight;

  /** Whether a law goes on beyond what bears it out; else more calls take no longer. */
  private boolean extrapolated = true;

  /** Connections of pods to the called services. */
  final Pools pools;

  private Fitted.Allowed allowed = Fitted.Allowed.FITTED;

  /** When a phase of a region's calls ends next. */
  final double[] phaseEnds;

  /** Share of a region's requests that fail because one of their calls does. */
  final double[] errors;

  /** Calls of a region that are contended now. */
  final int[] contended;

  Calls(ServiceModel model) {
    this.model = model;
    int regions = model.regions().size();
    most = model.regions().stream().mapToInt(r -> r.calls().size()).max().orElse(0);
    count = model.regions().stream().mapToInt(r -> r.calls().size()).toArray();
    phase = new int[regions * most];
    Arrays.fill(phase, -1);
    takenBack = new boolean[regions * most];
    seconds = new double[regions * most];
    shape = new Draws.Shape[regions * most];
    Arrays.fill(shape, Draws.Shape.lognormal(0));
    contention = new double[regions * most];
    coherence = new double[regions * most];
    failing = new double[regions * most];
    bornOut = new double[regions * most];
    inFlight = new int[regions * most];
    pools = new Pools(model, most);
    phaseEnds = new double[regions];
    errors = new double[regions];
    contended = new int[regions];
  }

  Calls(Calls other) {
    model = other.model;
    most = other.most;
    count = other.count;
    phase = other.phase.clone();
    takenBack = other.takenBack.clone();
    seconds = other.seconds.clone();
    shape = other.shape.clone();
    contention = other.contention.clone();
    coherence = other.coherence.clone();
    failing = other.failing.clone();
    bornOut = other.bornOut.clone();
    extrapolated = other.extrapolated;
    inFlight = other.inFlight.clone();
    pools = new Pools(other.pools);
    allowed = other.allowed;
    phaseEnds = other.phaseEnds.clone();
    errors = other.errors.clone();
    contended = other.contended.clone();
  }

  /** Takes over the figures of the phases that hold now. */
  void enter(int r, double now) {
    double ends = Double.POSITIVE_INFINITY;
    double passing = 1;
    contended[r] = 0;
    for (int k = 0; k < count[r]; k++) {
      int c = r * most + k;
      Call call = model.regions().get(r).calls().get(k);
      List<Call.Phase> phases = call.phases();
      int last = takenBack[c] ? call.since() : phases.size();
      while (phase[c] + 1 < last
          && (phase[c] < 0 || phases.get(phase[c] + 1).fromSeconds() <= now)) {
        phase[c]++;
      }
      phase[c] = Math.min(phase[c], last - 1);
      if (phase[c] >= 0) {
        take(c, phases.get(phase[c]));
      }
      passing *= 1 - failing[c];
      contended[r] += isContended(r, k) ? 1 : 0;
      if (phase[c] + 1 < last) {
        ends = Math.min(ends, phases.get(phase[c] + 1).fromSeconds());
      }
    }
    phaseEnds[r] = ends;
    errors[r] = 1 - passing;
  }

  /** From now on calls take no longer than they did with the most in flight that were seen. */
  void keepToSeen() {
    extrapolated = false;
  }

  /** From now on all calls are so. */
  void take(Fitted.Allowed other, double now) {
    allowed = other;
    for (int r = 0; r < count.length; r++) {
      enter(r, now);
    }
  }

  private void take(int c, Call.Phase now) {
    seconds[c] = allowed.pace() * now.meanMillis() / 1000;
    shape[c] = Draws.Shape.lognormal(allowed.variation() * now.cv());
    contention[c] = now.contention();
    coherence[c] = now.coherence();
    failing[c] = now.errorRatio();
    bornOut[c] = now.bornOut();
  }

  private boolean isContended(int r, int k) {
    int c = r * most + k;
    return contention[c] + coherence[c] > 0 || pools.isLimited(r, k);
  }

  boolean any(int r) {
    return count[r] > 0;
  }

  /**
   * Time of the calls that nobody stands in the way of.
   *
   * @param factor on the first call
   */
  double plain(int r, long bits, double factor) {
    double sum = 0;
    for (int k = 0; k < count[r]; k++) {
      if (!isContended(r, k)) {
        sum += alone(r * most + k, k, bits, factor);
      }
    }
    return sum;
  }

  private double alone(int c, int k, long bits, double factor) {
    double mean = k == 0 ? seconds[c] * factor : seconds[c];
    return mean > 0 ? mean * shape[c].at(draw(k, bits)) : 0;
  }

  private static double draw(int k, long bits) {
    return k == 0 ? Draws.lower(bits) : Draws.upper(Draws.bits(bits, 20L + k));
  }

  /** The first contended call of a region from k on; -1 when there is none. */
  int contendedFrom(int r, int k) {
    for (int i = k; i < count[r]; i++) {
      if (isContended(r, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Begins a contended call and says how long it takes. */
  double begin(int r, int k, long bits, double factor) {
    int c = r * most + k;
    int others = inFlight[c]++;
    double n = extrapolated ? others : Math.min(others, bornOut[c] - 1);
    return alone(c, k, bits, factor) * (1 + contention[c] * n + coherence[c] * n * (n + 1.0));
  }

  /** Whether no call is on its way that had to be begun by itself. */
  boolean nobodyWaits() {
    for (int calling : inFlight) {
      if (calling > 0) {
        return false;
      }
    }
    return true;
  }

  void end(int r, int k) {
    inFlight[r * most + k]--;
  }

  /** The called service is back at what it ran before: the phase before holds again. */
  void takeBack(int r, Action.RollbackDeploy rollback, double now) {
    for (int k = 0; k < count[r]; k++) {
      if (model.regions().get(r).calls().get(k).endsWith(rollback)) {
        takenBack[r * most + k] = true;
      }
    }
    enter(r, now);
  }

  /** A setting has a value: calls that are as they are because of another one are as before. */
  void set(String name, String value, double now) {
    for (int r = 0; r < count.length; r++) {
      for (int k = 0; k < count[r]; k++) {
        if (model.regions().get(r).calls().get(k).origin().orElse(null) instanceof Call.Origin.Set s
            && s.name().equals(name)) {
          takenBack[r * most + k] = !s.value().equals(value);
        }
      }
      enter(r, now);
    }
  }
}
