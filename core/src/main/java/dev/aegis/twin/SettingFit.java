package dev.aegis.twin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the values of settings change, from the same version before and after: own work of a request
 * by the utilisation law, errors while answers came in time, growth of the heap, and the time and
 * the errors of calls where those moved with the change. The first value seen of a setting changes
 * nothing by definition; the others are relative to it. What cannot be told from nothing is
 * nothing.
 *
 * @param effects by key of the model
 * @param findings one sentence a value, for people
 * @param unknowns what could not be told
 */
record SettingFit(
    SortedMap<String, ServiceModel.Effect> effects,
    List<Fitted.Parameter> findings,
    List<String> unknowns) {
  /** A change of own work below this is none, however many points there are. */
  private static final double LEAST_WORK = 0.03;

  /** Errors that differ by less are the same. */
  private static final double LEAST_ERRORS = 0.002;

  private static final double STANDARD_ERRORS = 4;

  /** The median of absolute errors is this much smaller than the standard deviation. */
  private static final double MEDIAN_TO_DEVIATION = 1.48;

  private static final double LEAST_SHARE = 0.2;

  /** A leak that stopped would have gone on by this share of the heap. */
  private static final double MISSED_RISE = 0.05;

  /** Slopes of the heap within this factor of each other are the same. */
  private static final double SAME_LEAK = 1.25;

  SettingFit {
    effects = Collections.unmodifiableSortedMap(new TreeMap<>(effects));
    findings = List.copyOf(findings);
    unknowns = List.copyOf(unknowns);
  }

  /** The figures of one column of a split history. */
  record Column(
      int points,
      double seconds,
      double requests,
      double errors,
      LeakFit leak,
      HangFit hangs,
      double crashes) {
    static Column of(History split, int c, int quiet, int slots, double timeoutSeconds) {
      int points = 0;
      double seconds = 0;
      double requests = 0;
      for (int i = 0; i < split.size(); i++) {
        if (split.share[c][i] > LEAST_SHARE) {
          points++;
          seconds += split.table.lengths[i];
          double served = split.completions[i] * split.table.lengths[i];
          requests += Double.isFinite(served) ? served : 0;
        }
      }
      LeakFit leak = LeakFit.of(split, c);
      return new Column(
          points,
          seconds,
          requests,
          ErrorFit.of(split, c, timeoutSeconds),
          leak,
          // What collections hold, nobody has forgotten.
          leak.leaks() ? HangFit.NONE : HangFit.of(split, c, quiet, slots),
          CrashFit.of(split, c, slots));
    }
  }

  /**
   * Fits every value that a change led to for the first time.
   *
   * @param whole the history before it was split
   * @param columns by column of the split history
   * @param calls with which change the calls to others moved, and by what factor
   */
  static SettingFit of(
      Turns turns, History whole, WorkFit work, List<Column> columns, List<Moved> calls) {
    SortedMap<String, ServiceModel.Effect> effects = new TreeMap<>();
    List<Fitted.Parameter> findings = new ArrayList<>();
    List<String> unknowns = new ArrayList<>();
    List<SortedMap<String, String>> states = turns.states();
    List<SortedMap<String, String>> epochs = turns.epochs();
    for (int k = 0; k < turns.decidable().size(); k++) {
      Turn turn = turns.decidable().get(k);
      ServiceModel.Effect from =
          effects.computeIfAbsent(turn.key(turn.from()), _ -> ServiceModel.Effect.NONE);
      if (effects.containsKey(turn.key(turn.to()))) {
        continue;
      }
      int before = epochs.indexOf(states.get(k));
      int after = epochs.indexOf(states.get(k + 1));
      Contrast contrast = Contrast.of(whole, columns, before, after, work);
      ServiceModel.Effect relative = contrast.effect(turn, unknowns);
      List<Moved> with = calls.stream().filter(m -> m.turn().equals(turn)).toList();
      boolean nothing = relative.equals(ServiceModel.Effect.NONE) && with.isEmpty();
      effects.put(turn.key(turn.to()), from.and(relative));
      findings.add(
          new Fitted.Parameter(
              turn.key(turn.to()),
              nothing ? "nothing that could be told from noise" : words(relative, with),
              "before and after the change"));
      if (nothing) {
        unknowns.add(
            "whether " + turn.key(turn.to()) + " does anything: it cannot be told from nothing");
      }
    }
    return new SettingFit(effects, findings, unknowns);
  }

  /** A change with which the calls to a service moved, their time by a factor. */
  record Moved(Turn turn, String to, double factor) {}

  private static String words(ServiceModel.Effect e, List<Moved> calls) {
    List<String> parts = new ArrayList<>();
    add(parts, e.serviceFactor() != 1, "own work x %.2f", e.serviceFactor());
    for (Moved m : calls) {
      add(parts, true, m.to().replace("%", "%%") + " x %.2f", m.factor());
    }
    add(parts, e.errorFactor() != 1, "errors x %.2f", e.errorFactor());
    add(parts, e.moreErrors() > 0, "%.2f %% more errors", 100 * e.moreErrors());
    add(parts, e.moreHangs() > 0, "%.2f %% more that hang", 100 * e.moreHangs());
    add(parts, e.moreCrashes() > 0, "%.2f %% more that end their pod", 100 * e.moreCrashes());
    add(parts, e.leakFactor() != 1, "leak x %.2f", e.leakFactor());
    add(
        parts,
        e.moreLeakPerRequest() > 0,
        "leak of %.1f %% of the heap per 1,000 requests of a pod",
        1e5 * e.moreLeakPerRequest());
    add(
        parts,
        e.moreLeakPerSecond() > 0,
        "leak of %.2f %% of the heap a minute",
        6e3 * e.moreLeakPerSecond());
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, boolean told, String format, double value) {
    if (told) {
      parts.add(String.format(Locale.ROOT, format, value));
    }
  }

  /** The same version before and after. */
  private record Contrast(
      Column a, Column b, double slowA, double slowB, boolean measured, double misfit) {
    static Contrast of(History whole, List<Column> columns, int before, int after, WorkFit work) {
      int n = whole.versions.size();
      int best = 0;
      for (int v = 1; v < n; v++) {
        if (both(columns, n, v, before, after) > both(columns, n, best, before, after)) {
          best = v;
        }
      }
      String from = History.label(whole.versions.get(best), before);
      String to = History.label(whole.versions.get(best), after);
      return new Contrast(
          columns.get(before * n + best),
          columns.get(after * n + best),
          work.slowdown(from),
          work.slowdown(to),
          work.measured(from) && work.measured(to),
          work.misfit());
    }

    private static int both(List<Column> columns, int n, int v, int before, int after) {
      return Math.min(columns.get(before * n + v).points(), columns.get(after * n + v).points());
    }

    ServiceModel.Effect effect(Turn turn, List<String> unknowns) {
      double service = service(turn, unknowns);
      double difference = errors(turn, unknowns);
      double errorFactor = difference < 0 ? b.errors() / a.errors() : 1;
      double[] leak = leak(turn, unknowns);
      return new ServiceModel.Effect(
          service,
          1,
          errorFactor,
          leak[0],
          Math.max(0, difference),
          leak[1],
          leak[2],
          Math.max(0, b.hangs().perRequest() - a.hangs().perRequest()),
          Math.max(0, b.crashes() - a.crashes()));
    }

    private double service(Turn turn, List<String> unknowns) {
      if (!measured) {
        unknowns.add(
            "how long a request works under " + turn.key(turn.to()) + " was not seen; as before");
        return 1;
      }
      double factor = slowB / slowA;
      double deviation = MEDIAN_TO_DEVIATION * (Double.isNaN(misfit) ? 0 : misfit);
      double noise = deviation * Math.sqrt(1.0 / a.points() + 1.0 / b.points());
      return Math.abs(Math.log(factor)) > Math.max(LEAST_WORK, STANDARD_ERRORS * noise)
          ? factor
          : 1;
    }

    /** What is added to the error ratio; 0 where it is the same or cannot be told. */
    private double errors(Turn turn, List<String> unknowns) {
      if (Double.isNaN(b.errors())) {
        unknowns.add(
            "how often requests fail by "
                + turn.key(turn.to())
                + " itself cannot be told from time-outs and refusals; as before");
        return 0;
      }
      double before = Double.isNaN(a.errors()) ? 0 : a.errors();
      double ratio = Math.max(before, b.errors());
      double requests = Math.max(1, Math.min(a.requests(), b.requests()));
      double noise = Math.sqrt(ratio * (1 - ratio) / requests);
      double difference = b.errors() - before;
      return Math.abs(difference) > Math.max(LEAST_ERRORS, STANDARD_ERRORS * noise)
          ? difference
          : 0;
    }

    /** A factor, what is added by request, what is added by second. */
    private double[] leak(Turn turn, List<String> unknowns) {
      LeakFit before = a.leak();
      LeakFit after = b.leak();
      if (after.leaks()) {
        double ratio = perSecond(b) / perSecond(a);
        if (before.leaks() && ratio < SAME_LEAK) {
          return new double[] {ratio > 1 / SAME_LEAK ? 1 : ratio, 0, 0};
        }
        return new double[] {
          1,
          Math.max(0, after.perRequest() - before.perRequest()),
          Math.max(0, after.perSecond() - before.perSecond())
        };
      }
      if (before.leaks()) {
        if (perSecond(a) * b.seconds() > MISSED_RISE) {
          return new double[] {0, 0, 0};
        }
        unknowns.add("whether the heap still grows under " + turn.key(turn.to()) + "; as before");
      }
      return new double[] {1, 0, 0};
    }

    /** Growth with time at the column's own load, whatever it really goes with. */
    private static double perSecond(Column c) {
      return c.leak().perRequest() * c.requests() / Math.max(1e-9, c.seconds())
          + c.leak().perSecond();
    }
  }
}
