package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each version does by itself, told apart from what settings do. */
final class VersionFit {
  private final History h;
  private final Turns turns;
  private final WorkFit work;
  private final List<SettingFit.Column> columns;
  private final SettingFit settings;
  private final Set<String> silent;
  private final Findings findings;
  private final SortedMap<String, Rival.Leak> rivals = new TreeMap<>();

  /**
   * @param columns of the history that is split by settings
   * @param silent versions that have not answered anything
   */
  VersionFit(
      History h,
      Turns turns,
      WorkFit work,
      List<SettingFit.Column> columns,
      SettingFit settings,
      Set<String> silent,
      Findings findings) {
    this.h = h;
    this.turns = turns;
    this.work = work;
    this.columns = columns;
    this.settings = settings;
    this.silent = silent;
    this.findings = findings;
  }

  /**
   * A version's own figures: those it had before any setting changed or, where it came later, what
   * is left of them without what the settings did.
   *
   * @param shift when the replay begins
   */
  ServiceModel.Version of(int v, double shift) {
    int epoch = 0;
    int n = h.versions.size();
    while ((epoch + 1) * n < columns.size() && columns.get(epoch * n + v).points() == 0) {
      epoch++;
    }
    epoch = columns.get(epoch * n + v).points() == 0 ? 0 : epoch;
    ServiceModel.Effect set = ServiceModel.Effect.NONE;
    for (Map.Entry<String, String> value : turns.epochs().get(epoch).entrySet()) {
      set =
          set.and(
              settings
                  .effects()
                  .getOrDefault(value.getKey() + "=" + value.getValue(), ServiceModel.Effect.NONE));
    }
    SettingFit.Column column = columns.get(epoch * n + v);
    LeakFit leak = column.leak();
    String name = h.versions.get(v);
    if (silent.contains(name)) {
      findings.note("answers of " + name, "%.0f", 0, "its pods were ready and had requests");
      return new ServiceModel.Version(
          name, 1, 0, leak.base(), 0, 0, 1, Double.NEGATIVE_INFINITY, 0);
    }
    double errors = column.errors();
    if (Double.isNaN(errors)) {
      findings.unknown(
          "how often "
              + name
              + " fails by its own fault cannot be told from time-outs; assumed never");
      errors = 0;
    }
    double slowdown = work.slowdown(History.label(name, epoch)) / set.serviceFactor();
    HangFit hangs = column.hangs();
    if (hangs.perRequest() > 0) {
      // Slots that are held for good look like slow work, and are none.
      slowdown = 1;
      findings.note(
          "hangs of " + name, "%.2f %% of requests", 100 * hangs.perRequest(), "held slots");
    }
    if (column.crashes() > 0) {
      findings.note(
          "deaths by " + name, "%.2f %% of requests", 100 * column.crashes(), "deaths of pods");
    }
    describe(name, slowdown, errors, leak);
    if (leak.leaks() && !leak.told()) {
      rivals.put(name, rival(leak, set));
    }
    return new ServiceModel.Version(
        name,
        slowdown,
        without(errors, set.moreErrors(), set.errorFactor()),
        base(v, leak),
        without(leak.perRequest(), set.moreLeakPerRequest(), set.leakFactor()),
        without(leak.perSecond(), set.moreLeakPerSecond(), set.leakFactor()),
        without(hangs.perRequest(), set.moreHangs(), 1),
        hangs.fromSeconds() - shift,
        without(column.crashes(), set.moreCrashes(), 1));
  }

  /** What explains the growth of the heaps of the versions that were asked for as well. */
  Rival rival() {
    return new Rival(rivals);
  }

  private static Rival.Leak rival(LeakFit leak, ServiceModel.Effect set) {
    return leak.perRequest() > 0
        ? new Rival.Leak(0, without(leak.otherwise(), set.moreLeakPerSecond(), set.leakFactor()))
        : new Rival.Leak(without(leak.otherwise(), set.moreLeakPerRequest(), set.leakFactor()), 0);
  }

  /** Of a figure what is left without a setting's addition and factor; 0 where that is unknown. */
  private static double without(double seen, double more, double factor) {
    return factor > 0 ? Math.max(0, seen - more) / factor : 0;
  }

  /** A heap that a setting filled stays full when it is taken back, and is no fresh pod's. */
  private double base(int v, LeakFit leak) {
    if (turns.decidable().isEmpty() || leak.leaks()) {
      return leak.base();
    }
    double before =
        Quantile.median(Arrays.copyOf(h.heap[v], Calibration.beforeFirst(turns, h, h.size())));
    return Double.isNaN(before) ? leak.base() : Math.clamp(before, 0, 0.95);
  }

  private void describe(String name, double slowdown, double errors, LeakFit leak) {
    if (leak.perRequest() > 0) {
      findings.note(
          "leak of " + name,
          "%.1f %% of the heap per 1,000 requests of a pod",
          1e5 * leak.perRequest(),
          "Theil-Sen over " + leak.points() + " points");
    } else if (leak.perSecond() > 0) {
      findings.note(
          "leak of " + name,
          "%.2f %% of the heap a minute",
          6e3 * leak.perSecond(),
          "Theil-Sen over " + leak.points() + " points");
    }
    if (leak.leaks() && !leak.told()) {
      findings.unknown(
          "whether the heap of "
              + name
              + " grows with requests or with time: both fit; taken as"
              + (leak.perRequest() > 0 ? " with requests" : " with time"));
    }
    if (Math.abs(slowdown - 1) > 0.02) {
      findings.note("work of " + name, "x %.2f", slowdown, "least squares on its share");
    }
    if (errors > 0) {
      findings.note(
          "errors of " + name, "%.2f %%", 100 * errors, "median while answers came in time");
    }
  }
}
