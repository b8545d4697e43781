package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The time of the calls to another service over the calls in flight. These are the busy slots less
 * those that work or are in other calls, which holds while queues fill as well; without a
 * utilisation completions × time, which by Little's law holds on average. Either one law of
 * scalability explains all points, or the service changed at some moment and another explains what
 * came after: two laws where the Bayesian information criterion says so (Schwarz, 1978). Failed
 * calls are the median share of each side; where the time did not change, a step of that share is a
 * change as well.
 *
 * @param to the called service
 * @param phases for the model, times in the history's seconds
 * @param since index of the first phase that is not as usual; the number of phases where all are
 * @param contentionUnknown whether the calls in flight varied too little to tell what more would do
 *     although calls are slower than they were
 * @param highestCalls the most calls in flight that were seen
 * @param misfit median relative error
 */
record CallFit(
    String to,
    List<Call.Phase> phases,
    int since,
    boolean contentionUnknown,
    double highestCalls,
    double misfit) {
  static final int LEAST_POINTS = 3;

  /** A level before, and the moment of the change. */
  private static final int EXTRA_PARAMETERS = 2;

  /** Contention that adds less than this to the slowest call seen is none. */
  static final double FELT = 0.05;

  /** Points that say how calls go on. */
  private static final int LATELY = 4;

  private static final int LOAD_POINTS = 4;
  private static final double SAME_LOAD = 0.10;

  /** One interval of a steady traffic has hardly ever this much more than usual. */
  private static final double BUSIER = 0.25;

  /** A law with this median relative error explains the points. */
  static final double EXPLAINED = 0.05;

  /** A step of the share of failed calls below this is none. */
  private static final double LEAST_ERRORS = 0.005;

  /** Points within which the moment of a change is found. */
  static final double KNOWN_WITHIN = 1.6;

  private static final double SLOWER = 1.25;

  /** What became slower under load did not become this much faster without. */
  private static final double LEAST_ALONE = 0.5;

  /** How calls are taken to go on. */
  enum Course {
    /** By a law of scalability, which says what more calls at once would do. */
    LAW,

    /**
     * As they were measured, interval by interval, and from now on as they were lately. It explains
     * what no law does, and says nothing about more calls at once.
     */
    MEASURED
  }

  /** Whether it is no call but time that nobody accounts for. */
  boolean isUnaccounted() {
    return to.isEmpty();
  }

  /** Whether calls are not as usual any more. */
  boolean changed() {
    return since < phases.size();
  }

  /** When they changed; infinite when they did not. */
  double changedAt() {
    return changed() ? phases.get(since).fromSeconds() : Double.POSITIVE_INFINITY;
  }

  /** Whether the calls changed at this moment, as far as that is known. */
  boolean steppedAt(double seconds, double step) {
    return Math.abs(changedAt() - seconds) <= KNOWN_WITHIN * step;
  }

  /** The same, where the phases that are not as usual vary by this much. */
  CallFit varying(double cv) {
    List<Call.Phase> varied = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      varied.add(i < since ? phases.get(i) : phases.get(i).varying(cv));
    }
    return new CallFit(to, varied, since, contentionUnknown, highestCalls, misfit);
  }

  /** The time of a call in the last phase over that in the first. */
  double lastFactor() {
    return phases.getLast().meanMillis() / phases.getFirst().meanMillis();
  }

  /** Every call that was seen, the declared dependency first. */
  static List<CallFit> all(
      History h, double cv, WorkFit work, ServiceProfile profile, Course course) {
    return h.calls.stream()
        .filter(call -> Arrays.stream(call.millis()).anyMatch(m -> m > 0))
        .map(call -> of(h, call, cv, work, profile, course))
        .toList();
  }

  private static CallFit of(
      History h,
      History.Called call,
      double cv,
      WorkFit work,
      ServiceProfile profile,
      Course course) {
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < h.size(); i++) {
      if (call.millis()[i] > 0 && h.completions[i] > 0) {
        used.add(i);
      }
    }
    int n = used.size();
    double[] millis = new double[n];
    double[] calls = new double[n];
    double[] errors = new double[n];
    for (int j = 0; j < n; j++) {
      int i = used.get(j);
      millis[j] = call.millis()[i];
      calls[j] = inFlight(h, i, call, work, profile);
      errors[j] = Double.isNaN(call.errors()[i]) ? 0 : call.errors()[i];
    }
    double most = Arrays.stream(calls).max().orElse(0);
    int split = changePoint(millis);
    if (course == Course.MEASURED) {
      int changed = split > 0 ? split : errorStep(errors);
      return measured(h, used, call.to(), millis, errors, changed, most, cv);
    }
    CallLaw all = CallLaw.through(millis, calls, 0, n, Double.NaN);
    if (split <= 0) {
      return sameTime(h, used, call.to(), errors, all, most, cv);
    }
    CallLaw before = CallLaw.constant(millis, 0, split);
    // The point in which it changed is a mixture of both.
    int settled = n - split > LEAST_POINTS ? split + 1 : split;
    CallLaw after = after(millis, calls, settled, n, before);
    double one = all.squares(millis, calls, 0, split) + all.squares(millis, calls, settled, n);
    double two = before.squares(millis, calls, 0, split) + after.squares(millis, calls, settled, n);
    boolean sameLoad = sameLoad(h, used, split) || noMoreCalls(h, used, split);
    if (!sameLoad && n * Math.log(one / two) <= EXTRA_PARAMETERS * Math.log(n)) {
      return sameTime(h, used, call.to(), errors, all, most, cv);
    }
    boolean unknown = !after.ranged() && after.alone() > SLOWER * before.alone();
    return new CallFit(
        call.to(),
        List.of(
            before.from(-1e9, cv, level(errors, 0, split)),
            after.from(changed(h, used, split), cv, level(errors, settled, n))),
        1,
        unknown,
        most,
        after.misfit());
  }

  /** One law of the time; two phases where the share of failed calls stepped. */
  private static CallFit sameTime(
      History h,
      List<Integer> used,
      String to,
      double[] errors,
      CallLaw law,
      double most,
      double cv) {
    int n = errors.length;
    int split = errorStep(errors);
    if (split <= 0) {
      return new CallFit(
          to, List.of(law.from(-1e9, cv, level(errors, 0, n))), 1, false, most, law.misfit());
    }
    return new CallFit(
        to,
        List.of(
            law.from(-1e9, cv, level(errors, 0, split)),
            law.from(changed(h, used, split), cv, level(errors, split, n))),
        1,
        false,
        most,
        law.misfit());
  }

  /**
   * Time for which slots were held beyond own work and calls, since these changed or, where they
   * did not, since it did: as measured, from then on as it was lately.
   *
   * @param calls the calls of the same region
   * @return empty where there is none to speak of
   */
  static Optional<CallFit> unaccounted(
      History h, WorkFit work, double cv, int slots, List<CallFit> calls) {
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < h.size(); i++) {
      if (h.steady(i) && WorkFit.heldMillis(h, i, slots) > h.callMillis(i)) {
        used.add(i);
      }
    }
    int n = used.size();
    double[] own = new double[n];
    double[] more = new double[n];
    for (int j = 0; j < n; j++) {
      int i = used.get(j);
      double beyond = WorkFit.heldMillis(h, i, slots) - h.callMillis(i);
      own[j] = beyond / work.ownMillis(h, i);
      more[j] = Math.max(0, beyond - work.ownMillis(h, i));
    }
    double changed = calls.stream().mapToDouble(CallFit::changedAt).min().orElse(Double.NaN);
    int split = changePoint(own);
    for (int j = n - 1; j >= 0 && h.seconds(used.get(j)) >= changed; j--) {
      split = j;
    }
    if (split <= 0 || Quantile.median(Arrays.copyOfRange(more, split, n)) < FELT * work.millis()) {
      return Optional.empty();
    }
    double[] none = new double[n];
    Arrays.fill(more, 0, split, 0);
    return Optional.of(measured(h, used, "", more, none, split, 0, cv));
  }

  private static CallFit measured(
      History h,
      List<Integer> used,
      String to,
      double[] millis,
      double[] errors,
      int split,
      double most,
      double cv) {
    int n = millis.length;
    int usual = split > 0 ? split : n;
    CallLaw before = CallLaw.constant(millis, 0, usual);
    List<Call.Phase> phases = new ArrayList<>();
    phases.add(before.from(-1e9, cv, level(errors, 0, usual)));
    for (int j = usual; j < n; j++) {
      double from = j == usual ? changed(h, used, j) : h.seconds(used.get(j - 1));
      phases.add(new Call.Phase(from, millis[j], cv, 0, 0, Math.clamp(errors[j], 0, 1)));
    }
    if (usual == n) {
      return new CallFit(to, phases, 1, false, most, 0);
    }
    int lately = Math.max(usual + 1, n - LATELY);
    CallLaw goesOn = CallLaw.constant(millis, Math.min(lately, n - 1), n);
    phases.add(
        goesOn.from(h.seconds(used.get(n - 1)), cv, level(errors, Math.min(lately, n - 1), n)));
    return new CallFit(to, phases, 1, goesOn.alone() > SLOWER * before.alone(), most, 0);
  }

  private static double changed(History h, List<Integer> used, int split) {
    return h.seconds(used.get(split)) - h.table.step / 2;
  }

  private static double level(double[] errors, int from, int to) {
    return Math.clamp(Quantile.median(Arrays.copyOfRange(errors, from, to)), 0, 1);
  }

  /** Where the share of failed calls falls apart best into two levels; -1 where it does not. */
  private static int errorStep(double[] errors) {
    int n = errors.length;
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int s = LEAST_POINTS; s <= n - LEAST_POINTS; s++) {
      double before = level(errors, 0, s);
      double after = level(errors, s, n);
      double away = 0;
      for (int i = 0; i < n; i++) {
        away += Math.abs(errors[i] - (i < s ? before : after));
      }
      if (Math.abs(after - before) > LEAST_ERRORS && away < least) {
        least = away;
        best = s;
      }
    }
    return best;
  }

  /** One law gives one time to one load: slower under the same load is another law. */
  private static boolean sameLoad(History h, List<Integer> used, int split) {
    double[] before = new double[split];
    double[] after = new double[Math.min(LOAD_POINTS, used.size() - split)];
    for (int j = 0; j < split; j++) {
      before[j] = h.offered[used.get(j)];
    }
    for (int j = 0; j < after.length; j++) {
      after[j] = h.offered[used.get(split + j)];
    }
    return Math.abs(Quantile.median(after) / Quantile.median(before) - 1) < SAME_LOAD;
  }

  /**
   * Calls pile up when they are slow, and are slow when they pile up. Where they became slower
   * without anybody having made more of them, before or in the first moments, it was not the piling
   * up that began it.
   */
  private static boolean noMoreCalls(History h, List<Integer> used, int split) {
    double[] before = new double[split];
    for (int j = 0; j < split; j++) {
      before[j] = h.completions[used.get(j)];
    }
    double usual = Quantile.median(before);
    int to = Math.min(used.size(), split + LOAD_POINTS);
    for (int j = Math.max(0, split - LOAD_POINTS); j < to; j++) {
      if (h.completions[used.get(j)] > (1 + BUSIER) * usual) {
        return false;
      }
    }
    return true;
  }

  /**
   * The law after the change. Where that explains the points, a call that is alone takes as long as
   * it did before: with few loads seen the three parameters can hardly be told apart, and this one
   * is known. Least squares alone would mislead: at a constant throughput X a slow interval also
   * has more calls in flight, so noise itself lies along the line n / X.
   */
  private static CallLaw after(double[] millis, double[] calls, int from, int to, CallLaw before) {
    CallLaw free = CallLaw.through(millis, calls, from, to, Double.NaN);
    CallLaw tied = CallLaw.through(millis, calls, from, to, before.alone());
    boolean explains = tied.contention() + tied.coherence() > 0 && tied.misfit() <= EXPLAINED;
    boolean absurd = free.alone() < LEAST_ALONE * before.alone();
    return free.ranged() && (explains || absurd) ? tied : free;
  }

  private static double inFlight(
      History h, int i, History.Called call, WorkFit work, ServiceProfile profile) {
    double little = h.completions[i] * call.millis()[i] / 1000;
    int slots = profile.slotsPerPod();
    if (profile.serving().connections(call.to(), slots) > 0) {
      // A slot may be held for a connection as well as for the call.
      return little;
    }
    double elsewhere = h.callMillis(i) - call.millis()[i];
    double working = h.completions[i] * (work.ownMillis(h, i) + elsewhere) / 1000;
    double busy = slots * History.between(h.pods, i) * h.utilisation[i];
    // Where hardly anything calls, the difference of two large figures says little.
    return busy - working > 0.5 * little ? busy - working : little;
  }

  /** Where the logarithms fall apart best into two levels; -1 where they do not differ much. */
  private static int changePoint(double[] millis) {
    int n = millis.length;
    double[] sums = new double[n + 1];
    double[] squares = new double[n + 1];
    for (int i = 0; i < n; i++) {
      double log = Math.log(millis[i]);
      sums[i + 1] = sums[i] + log;
      squares[i + 1] = squares[i] + log * log;
    }
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int s = 3; s <= n - 3; s++) {
      double error = spread(sums, squares, 0, s) + spread(sums, squares, s, n);
      if (error < least) {
        least = error;
        best = s;
      }
    }
    if (best < 0) {
      return -1;
    }
    double before = Quantile.median(Arrays.copyOfRange(millis, 0, best));
    // Between healthy and saturated lie points on the way: the change is where the way begins.
    while (best > 3 && millis[best - 1] > SLOWER * before) {
      best--;
    }
    double after = Quantile.median(Arrays.copyOfRange(millis, best, n));
    return after > SLOWER * before || after < before / SLOWER ? best : -1;
  }

  private static double spread(double[] sums, double[] squares, int from, int to) {
    double sum = sums[to] - sums[from];
    return squares[to] - squares[from] - sum * sum / (to - from);
  }
}
