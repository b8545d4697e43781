package dev.aegis.twin;

import dev.aegis.room.Reason;
import dev.aegis.telemetry.Slo;
import java.util.ArrayList;
import java.util.List;

/**
 * What one replication shows: whether the SLO is met in time and held, and if not, why not. Every
 * reason is read off the path, never off the kind of action.
 *
 * @param reason {@link Reason#HOLDS} when it succeeds
 * @param recoverySeconds from now until the SLO is met for good; infinite when it is not
 * @param lostAt interval in which the SLO was lost again; -1 when it was not
 */
record Judged(Reason reason, double recoverySeconds, int lostAt) {
  /** Of a hundred intervals one alone may be bad: the SLO's own percentile is noisy. */
  private static final double GOOD_SHARE = 0.99;

  /** What is met for a shorter time than this share of the horizon is not held. */
  private static final double LEAST_HELD = 0.2;

  /** A region whose slots are busier than this has nothing left. */
  private static final double FULL = 0.97;

  /** Heap that has grown by this share of the limit since the fix is a degradation that goes on. */
  private static final double GROWTH = 0.10;

  /** What is worse by less is chance. */
  private static final double WORSE_ERRORS = 0.02;

  private static final double WORSE_LATENCY = 1.15;

  boolean succeeded() {
    return reason == Reason.HOLDS;
  }

  static Judged of(Path path, Path nothing, Slo slo, double deadline) {
    boolean[] met = met(path, slo);
    int held = heldFrom(met);
    double recovery = held < 0 ? Double.POSITIVE_INFINITY : startOf(path, held);
    if (recovery <= deadline) {
      return new Judged(Reason.HOLDS, recovery, -1);
    }
    int lost = lostAt(met);
    Reason reason;
    if (targetIsFull(path, slo)) {
      reason = Reason.NO_HEADROOM;
    } else if (degrades(path)) {
      reason = Reason.CAUSE_PERSISTS;
    } else if (held >= 0) {
      reason = Reason.TOO_SLOW;
    } else if (isWorse(path, nothing)) {
      reason = Reason.WORSENS;
    } else {
      reason = Reason.NOT_ENOUGH;
    }
    return new Judged(reason, recovery, lost);
  }

  /** In which intervals every region's clients get what they were promised. */
  static boolean[] met(Path path, Slo slo) {
    boolean[] met = new boolean[path.size()];
    for (int i = 0; i < met.length; i++) {
      met[i] = true;
      for (int r = 0; r < path.regions(); r++) {
        met[i] &= !slo.breachedBy(path.p99()[r][i], path.errors()[r][i]);
      }
    }
    return met;
  }

  /**
   * The first interval from which the SLO is met to the end: in 99 % of the intervals, and never
   * missed twice in a row. -1 when there is none, or too little is left to call it held.
   */
  static int heldFrom(boolean[] met) {
    int from = met.length;
    int bad = 0;
    for (int i = met.length - 1; i >= 0; i--) {
      if (!met[i]) {
        bad++;
        boolean alone = i + 1 < met.length && met[i + 1] && (i == 0 || met[i - 1]);
        int allowed = (int) Math.ceil((1 - GOOD_SHARE) * (met.length - i));
        if (!alone || bad > allowed) {
          break;
        }
      } else {
        from = i;
      }
    }
    return met.length - from >= LEAST_HELD * met.length ? from : -1;
  }

  private static double startOf(Path path, int i) {
    return i == 0 ? 0 : path.seconds()[i - 1];
  }

  /** The last interval in which it was met for at least two and then lost for at least two. */
  private static int lostAt(boolean[] met) {
    for (int i = met.length - 2; i >= 2; i--) {
      if (met[i - 2] && met[i - 1] && !met[i] && !met[i + 1]) {
        return i;
      }
    }
    return -1;
  }

  private static boolean targetIsFull(Path path, Slo slo) {
    for (int r = 1; r < path.regions(); r++) {
      int full = 0;
      for (int i = 0; i < path.size(); i++) {
        boolean breached = slo.breachedBy(path.p99()[r][i], path.errors()[r][i]);
        full += breached && path.utilisation()[r][i] > FULL ? 1 : 0;
      }
      if (full >= LEAST_HELD * path.size()) {
        return true;
      }
    }
    return false;
  }

  /** Whether pods go on dying or filling up once the action is done, where there is traffic. */
  private static boolean degrades(Path path) {
    int from = path.doneAt();
    for (int r = 0; r < path.regions(); r++) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = from; i < path.size(); i++) {
        double heap = path.heap()[r][i];
        least = Double.isNaN(heap) ? least : Math.min(least, heap);
        if (path.died()[r][i] > 0 || heap > least + GROWTH) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether home's clients, in the mean over the horizon, are worse off than with the other. */
  static boolean isWorse(Path path, Path nothing) {
    int n = Math.min(path.size(), nothing.size());
    double errors = mean(path.errors()[0], n) - mean(nothing.errors()[0], n);
    double latency = mean(path.p99()[0], n) / mean(nothing.p99()[0], n);
    return errors > WORSE_ERRORS || errors > -WORSE_ERRORS && latency > WORSE_LATENCY;
  }

  private static double mean(double[] values, int n) {
    List<Double> finite = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (Double.isFinite(values[i])) {
        finite.add(values[i]);
      }
    }
    return finite.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
