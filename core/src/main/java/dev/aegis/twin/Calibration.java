package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From ordinary telemetry to a model of the service. It knows no diagnosis: every dynamic that the
 * model has is fitted from the figures, so that it judges independently. What cannot be told from
 * the figures is said in a sentence; what is indispensable and missing ends in {@link
 * Outcome.Missing}.
 */
final class Calibration {
  /** Points looked at, at most; older ones say little about now. */
  private static final int MOST_POINTS = 400;

  /** Points before the trouble that a baseline needs. */
  private static final int LEAST_BASELINE = 6;

  /** A change this long before the first breach still belongs to the incident. */
  private static final Duration CHANGE_LOOKBACK = Duration.ofMinutes(15);

  private static final double LEAD_IN_SECONDS = 30;
  private static final double LONGEST_PAST_SECONDS = 20 * 60;

  private static final double ASSUMED_TIMEOUT_SECONDS = 30;
  private static final double ASSUMED_POD_START_SECONDS = 60;
  private static final double ASSUMED_RAMP_SECONDS = 60;

  /** Public clouds: a round trip across a continent takes 60 to 70 ms. */
  private static final double ASSUMED_CROSS_REGION_MILLIS = 65;

  /** Traffic that has moved by more than this within six points is on the move. */
  private static final double MOVING = 0.05;

  private static final double ASSUMED_CV = 0.5;

  /** Variations that replications choose from. */
  private static final int VARIATIONS = 16;

  /** What became of it. */
  sealed interface Outcome {
    record Ready(Fitted fitted) implements Outcome {}

    /** What to provide, one sentence each. */
    record Missing(List<String> what) implements Outcome {}
  }

  private final Telemetry telemetry;
  private final ServiceProfile profile;
  private final Instant now;
  private final List<Applied> applied;
  private final CallFit.Course course;
  private final Set<String> unmeasured = new TreeSet<>();
  private final List<String> unknowns = new ArrayList<>();

  /**
   * Whether requests hang at home: slots are held for that, and not by time nobody accounts for.
   */
  private boolean hanging;

  private final List<Fitted.Parameter> parameters = new ArrayList<>();

  private double timeoutSeconds = ASSUMED_TIMEOUT_SECONDS;

  /** Versions that have not answered anything. */
  private final Set<String> silent = new TreeSet<>();

  /** Factors on how much requests vary that the quiet time allows as well. */
  private List<Double> variations = List.of(1.0);

  private Calibration(
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      List<Applied> applied,
      CallFit.Course course) {
    this.applied = List.copyOf(applied);
    this.course = course;
    this.telemetry = recent(telemetry, profile, now);
    this.profile = profile;
    this.now = now;
  }

  static Outcome of(
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      List<Applied> applied,
      CallFit.Course course) {
    return new Calibration(telemetry, profile, now, applied, course).fit();
  }

  private static Telemetry recent(Telemetry all, ServiceProfile profile, Instant now) {
    Instant from = Instant.EPOCH;
    Optional<Series> p99 = all.find(Metric.LATENCY_P99, profile.service(), profile.home());
    if (p99.isPresent() && p99.get().size() > MOST_POINTS) {
      from = p99.get().at(p99.get().size() - MOST_POINTS);
    }
    return all.within(new Window(from, now.plusMillis(1)));
  }

  private Outcome fit() {
    Instant origin = telemetry.span().map(Window::from).orElse(now);
    History h = new History(telemetry, profile, profile.home(), origin);
    List<String> missing = missing(h);
    if (!missing.isEmpty()) {
      return new Outcome.Missing(missing);
    }
    int onset = h.onset(profile.slo());
    int quiet = quietPoints(h, onset, origin);
    if (quiet < LEAST_BASELINE) {
      return new Outcome.Missing(
          List.of(
              "at least "
                  + LEAST_BASELINE
                  + " points from before the trouble, to know what is normal; found "
                  + quiet));
    }
    giveUp(h, quiet);
    int from = startOfReplay(h, onset, quiet);
    Turns turns = Turns.of(telemetry, profile, h, origin, applied);
    quiet = Math.min(quiet, beforeFirst(turns, h, quiet));
    History split = turns.decidable().isEmpty() ? h : h.split(turns.epochOfPoints(h));
    for (int v = 0; v < h.versions.size(); v++) {
      if (SilentFit.is(h, v)) {
        silent.add(h.versions.get(v));
      }
    }
    int base = h.mainVersion(0);
    double s50 = Quantile.median(Arrays.copyOf(h.p50, quiet));
    double s99 = Quantile.median(Arrays.copyOf(h.p99, quiet));
    double called = Quantile.median(Arrays.copyOf(h.callMillis(), quiet));
    double callMillis = Double.isNaN(called) ? 0 : called;
    WorkFit work = work(split, base, quiet, s50, callMillis);
    if (!(work.millis() > 0)) {
      return new Outcome.Missing(
          List.of(
              "a service time: busy slots over completions in the quiet time left nothing after the"
                  + " calls; check slots_per_pod and "
                  + Metric.UTILISATION));
    }
    double heap = Quantile.median(Arrays.copyOf(h.heap[base], quiet));
    double cv = cv(s99, work, heap, h, quiet);
    return new Outcome.Ready(assemble(h, split, turns, origin, from, quiet, work, cv));
  }

  /** Points before the first change of a setting, where those are enough. */
  private static int beforeFirst(Turns turns, History h, int otherwise) {
    int before = 0;
    while (!turns.decidable().isEmpty()
        && before < h.size()
        && h.seconds(before) <= turns.decidable().getFirst().atSeconds()) {
      before++;
    }
    return before < LEAST_BASELINE ? otherwise : before;
  }

  private List<String> missing(History h) {
    List<String> missing = new ArrayList<>();
    String where = " of " + profile.service() + " in " + profile.home();
    if (!h.table.has(Metric.REQUEST_RATE)) {
      missing.add(Metric.REQUEST_RATE + where + ": how much is asked");
    }
    if (!h.table.has(Metric.LATENCY_P99)) {
      missing.add(Metric.LATENCY_P99 + where + ": what clients see");
    }
    if (profile.slotsPerPod() == 0) {
      missing.add("slots_per_pod" + where + ": how many requests a pod works on at once");
    }
    if (Double.isNaN(Quantile.median(h.pods))) {
      missing.add(Metric.PODS_READY + where + ": how many pods answer");
    }
    if (!h.table.has(Metric.UTILISATION)
        && !h.table.has(Metric.LATENCY_P50)
        && !h.table.has(Metric.LATENCY_MEAN)) {
      missing.add(
          Metric.UTILISATION + " or " + Metric.LATENCY_P50 + where + ": how long a request takes");
    }
    return missing;
  }

  /** Points before the first breach, and before the change that may have led to it. */
  private int quietPoints(History h, int onset, Instant origin) {
    double breach = onset < h.size() ? h.seconds(onset) : seconds(origin, now);
    int quiet = onset;
    for (Change change : telemetry.changes()) {
      double at = seconds(origin, change.at());
      boolean ours = change.service().isEmpty() || change.service().equals(profile.service());
      boolean here = change.region().isEmpty() || change.region().equals(profile.home());
      if (ours && here && at <= breach && at > breach - CHANGE_LOOKBACK.toSeconds()) {
        int before = 0;
        while (before < h.size() && h.seconds(before) < at) {
          before++;
        }
        if (before >= LEAST_BASELINE) {
          quiet = Math.min(quiet, before);
        }
      }
    }
    return quiet;
  }

  private static int startOfReplay(History h, int onset, int quiet) {
    double begin = h.seconds(Math.min(quiet, h.size() - 1));
    double breach = h.seconds(Math.min(onset, h.size() - 1));
    double lead = Math.max(LEAD_IN_SECONDS, 3 * h.table.step);
    double earliest = Math.min(begin - lead, breach - 2 * lead);
    double last = h.seconds(h.size() - 1);
    int longest = (int) Math.max(LONGEST_PAST_SECONDS, 40 * h.table.step);
    return h.indexAt(Math.max(earliest, last - longest));
  }

  private WorkFit work(History h, int base, int quiet, double s50, double callMillis) {
    if (h.table.has(Metric.UTILISATION)) {
      WorkFit work = WorkFit.of(h, base, profile.slotsPerPod(), profile.serving().coresPerPod());
      for (String version : new TreeSet<>(h.runs)) {
        boolean measured = false;
        for (int c = 0; c < h.runs.size(); c++) {
          measured |= h.runs.get(c).equals(version) && work.measured()[c];
        }
        if (!measured && !silent.contains(version)) {
          unmeasured.add(version);
          unknowns.add(
              "how fast "
                  + version
                  + " works was never seen with enough of the traffic; assumed as "
                  + h.versions.get(base));
        }
      }
      return work;
    }
    double[] mean = h.table.column(Metric.LATENCY_MEAN);
    double seen = Quantile.median(Arrays.copyOf(mean, quiet));
    unknowns.add(
        Metric.UTILISATION
            + " was not recorded: the service time is the latency of the quiet time, and what"
            + " versions or the collector add to it is unknown");
    double own = (Double.isNaN(seen) ? s50 : seen) - callMillis;
    double[] slowdown = new double[h.versions.size()];
    Arrays.fill(slowdown, 1);
    return new WorkFit(
        h.versions, base, own, 0, slowdown, new boolean[slowdown.length], Double.NaN, quiet, 0);
  }

  private double cv(double p99, WorkFit work, double heap, History h, int quiet) {
    if (!(p99 > 0)) {
      unknowns.add("how much service times vary is not to be seen; assumed cv " + ASSUMED_CV);
      return ASSUMED_CV;
    }
    double load = Double.isNaN(heap) ? 1 : ServiceModel.collecting(work.gcCost(), heap);
    double[] means = new double[h.calls.size()];
    for (int k = 0; k < means.length; k++) {
      double millis = Quantile.median(Arrays.copyOf(h.calls.get(k).millis(), quiet));
      means[k] = Double.isNaN(millis) ? 0 : millis;
    }
    int pods = (int) Math.round(Quantile.median(Arrays.copyOf(h.pods, quiet)));
    ServiceModel.Region region =
        new ServiceModel.Region(
            h.region,
            pods,
            pods,
            work.names().get(work.base()),
            0,
            Steps.constant(Math.max(0, Quantile.median(Arrays.copyOf(h.offered, quiet)))),
            List.of());
    double[] likely = BlockBootstrap.medians(Arrays.copyOf(h.p99, quiet), VARIATIONS);
    QuietFit.Curve curve =
        new QuietFit(
                region,
                profile.slotsPerPod(),
                queuePerPod(),
                profile.serving(),
                timeoutSeconds,
                work.millis() * load,
                h.calls.stream().map(History.Called::to).toList(),
                means)
            .curve(Math.min(p99, likely[0]), Math.max(p99, likely[VARIATIONS - 1]));
    double cv = curve.cv(p99);
    if (cv > 0) {
      variations = Arrays.stream(likely).mapToObj(p -> curve.cv(p) / cv).toList();
    }
    note("variation of service times", "cv %.2f", cv, "p99 of the quiet time, simulated");
    return cv;
  }

  private Fitted assemble(
      History h,
      History split,
      Turns turns,
      Instant origin,
      int from,
      int quiet,
      WorkFit work,
      double cv) {
    double shift = h.seconds(from);
    List<ServiceModel.Version> versions = new ArrayList<>();
    note("own work of a request", "%.1f ms", work.millis(), "busy slots over completions");
    note(
        "cost of collecting",
        "k = %.3f",
        work.gcCost(),
        "service time over f / (1 - f), f = live heap over its limit");
    List<SettingFit.Column> columns = new ArrayList<>();
    for (int c = 0; c < split.versions.size(); c++) {
      columns.add(SettingFit.Column.of(split, c, quiet, profile.slotsPerPod(), timeoutSeconds));
    }
    boolean dying = columns.stream().anyMatch(c -> c.leak().leaks() || c.crashes() > 0);
    hanging = !silent.isEmpty() || columns.stream().anyMatch(c -> c.hangs().perRequest() > 0);
    List<CallFit> calls = callsOf(split, cv, work);
    CallOrigins origins =
        new CallOrigins(
            telemetry,
            profile,
            turns,
            origin,
            h.table.step,
            region -> callsIn(region, origin, cv, work, turns));
    SettingFit settings = SettingFit.of(turns, h, work, columns, origins.moved(calls));
    parameters.addAll(settings.findings());
    unknowns.addAll(settings.unknowns());
    unknowns.addAll(turns.undecidable().values());
    for (int v = 0; v < h.versions.size(); v++) {
      versions.add(version(h, v, turns, work, columns, settings, shift));
    }
    double podStart = seconds(profile.podStart(), ASSUMED_POD_START_SECONDS, "pod_start");
    double usualPods = Quantile.median(Arrays.copyOf(h.pods, quiet));
    double restart = CrashFit.restartSeconds(h, usualPods);
    List<ServiceModel.Region> regions = new ArrayList<>();
    calls.forEach(this::describe);
    if (calls.isEmpty() && !profile.dependency().isEmpty()) {
      unknowns.add(
          "the time of " + profile.dependency() + " was not recorded; it counts as own work");
    }
    RetryFit retries = RetryFit.of(h);
    retries.unknown().ifPresent(unknowns::add);
    if (retries.perFailure() > 0) {
      note("tried again", "%.2f of failures", retries.perFailure(), "retried over failed requests");
    }
    regions.add(home(h, from, shift, shifted(origins.home(calls, podStart), shift), retries));
    for (ServiceProfile.Region other : profile.regions()) {
      if (!other.name().equals(profile.home())) {
        List<Call> there = origins.other(other.name(), calls, podStart);
        other(other, origin, versions, shift, there).ifPresent(regions::add);
      }
    }
    unknowns.addAll(origins.unknowns());
    SortedMap<String, String> undecidable = new TreeMap<>(turns.undecidable());
    undecidable.putAll(origins.undecidable());
    ServiceModel model =
        new ServiceModel(
            profile.service(),
            profile.slotsPerPod(),
            queue(),
            serving(),
            timeoutSeconds,
            podStart,
            Double.isNaN(restart) ? podStart : restart,
            seconds(profile.failoverRamp(), ASSUMED_RAMP_SECONDS, "failover_ramp"),
            crossRegion(regions.size()),
            work.millis(),
            cv,
            work.gcCost(),
            regions,
            versions,
            settings.effects());
    Instant start = origin.plusMillis(Math.round(1000 * shift));
    double nowSeconds = seconds(start, now);
    List<Fitted.Past> past = new ArrayList<>();
    double until = Double.POSITIVE_INFINITY;
    for (Applied a : applied) {
      double at = seconds(origin, a.at());
      until = Math.min(until, at);
      if (replayed(a.action())) {
        past.add(new Fitted.Past.Acted(a.action(), at - shift));
      }
    }
    for (Turn turn : turns.decidable()) {
      past.add(new Fitted.Past.Acted(turn.action(profile.service()), turn.atSeconds() - shift));
    }
    for (Fitted.Past p : RolloutFit.of(h, from, h.indexAt(until), dying, podStart)) {
      past.add(shifted(p, shift));
    }
    return new Fitted(
        model,
        variations,
        start,
        nowSeconds,
        past,
        heapNow(h),
        seen(h, from, shift),
        parameters,
        unknowns,
        calls.stream().anyMatch(CallFit::isUnaccounted),
        calls.stream().anyMatch(CallFit::contentionUnknown),
        retries.perFailure(),
        unmeasured,
        undecidable);
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

  /**
   * A version's own figures: those it had before any setting changed or, where it came later, what
   * is left of them without what the settings did.
   */
  private ServiceModel.Version version(
      History h,
      int v,
      Turns turns,
      WorkFit work,
      List<SettingFit.Column> columns,
      SettingFit settings,
      double shift) {
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
      note("answers of " + name, "%.0f", 0, "its pods were ready and had requests");
      return new ServiceModel.Version(
          name, 1, 0, leak.base(), 0, 0, 1, Double.NEGATIVE_INFINITY, 0);
    }
    double errors = column.errors();
    if (Double.isNaN(errors)) {
      unknowns.add(
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
      note("hangs of " + name, "%.2f %% of requests", 100 * hangs.perRequest(), "held slots");
    }
    if (column.crashes() > 0) {
      note("deaths by " + name, "%.2f %% of requests", 100 * column.crashes(), "deaths of pods");
    }
    describe(name, slowdown, errors, leak);
    return new ServiceModel.Version(
        name,
        slowdown,
        without(errors, set.moreErrors(), set.errorFactor()),
        base(h, v, turns, leak),
        without(leak.perRequest(), set.moreLeakPerRequest(), set.leakFactor()),
        without(leak.perSecond(), set.moreLeakPerSecond(), set.leakFactor()),
        without(hangs.perRequest(), set.moreHangs(), 1),
        hangs.fromSeconds() - shift,
        without(column.crashes(), set.moreCrashes(), 1));
  }

  /** Of a figure what is left without a setting's addition and factor; 0 where that is unknown. */
  private static double without(double seen, double more, double factor) {
    return factor > 0 ? Math.max(0, seen - more) / factor : 0;
  }

  /** A heap that a setting filled stays full when it is taken back, and is no fresh pod's. */
  private static double base(History h, int v, Turns turns, LeakFit leak) {
    if (turns.decidable().isEmpty() || leak.leaks()) {
      return leak.base();
    }
    double before = Quantile.median(Arrays.copyOf(h.heap[v], beforeFirst(turns, h, h.size())));
    return Double.isNaN(before) ? leak.base() : Math.clamp(before, 0, 0.95);
  }

  private void describe(String name, double slowdown, double errors, LeakFit leak) {
    if (leak.perRequest() > 0) {
      note(
          "leak of " + name,
          "%.1f %% of the heap per 1,000 requests of a pod",
          1e5 * leak.perRequest(),
          "Theil-Sen over " + leak.points() + " points");
    } else if (leak.perSecond() > 0) {
      note(
          "leak of " + name,
          "%.2f %% of the heap a minute",
          6e3 * leak.perSecond(),
          "Theil-Sen over " + leak.points() + " points");
    }
    if (leak.leaks() && !leak.told()) {
      unknowns.add(
          "whether the heap of "
              + name
              + " grows with requests or with time: both fit; taken as"
              + (leak.perRequest() > 0 ? " with requests" : " with time"));
    }
    if (Math.abs(slowdown - 1) > 0.02) {
      note("work of " + name, "x %.2f", slowdown, "least squares on its share");
    }
    if (errors > 0) {
      note("errors of " + name, "%.2f %%", 100 * errors, "median while answers came in time");
    }
  }

  private ServiceModel.Region home(
      History h, int from, double shift, List<Call> calls, RetryFit retries) {
    int main = h.mainVersion(from);
    int pods = (int) Math.round(h.pods[from]);
    double heap = h.heap[main][from];
    return new ServiceModel.Region(
        h.region,
        pods,
        Math.max(
            pods, profile.region(h.region).map(ServiceProfile.Region::maxPods).orElse(2 * pods)),
        h.versions.get(main),
        Double.isNaN(heap) ? Double.NaN : Math.min(0.97, heap),
        arrivals(h, retries.first(), from, shift),
        calls);
  }

  /**
   * The recorded rates, then for ever the level of the newest points without what clients sent
   * again: from now on the replay itself says how often they do.
   */
  private Steps arrivals(History h, double[] first, int from, double shift) {
    double[] newest = Arrays.copyOfRange(first, Math.max(0, h.size() - 6), h.size());
    double level = Quantile.median(newest);
    double last = Quantile.median(Arrays.copyOfRange(first, Math.max(0, h.size() - 2), h.size()));
    if (Math.abs(last / level - 1) > MOVING) {
      level = last;
    }
    double growth = Quantile.of(newest, 1) / Math.max(1e-9, Quantile.of(newest, 0));
    if (growth > 1.2) {
      unknowns.add(
          String.format(
              Locale.ROOT,
              "traffic changed by %.0f %% during the last points; it is taken to stay at %.0f/s",
              100 * (growth - 1),
              level));
    }
    note("traffic of " + h.region, "%.0f requests/s", level, "median of the newest points");
    int n = h.size() - from;
    double[] at = new double[n + 1];
    double[] rate = new double[n + 1];
    at[n] = h.seconds(h.size() - 1) - shift;
    rate[n] = level;
    for (int i = n - 1; i >= 0; i--) {
      // A point tells of the time that ends with it.
      at[i] = i > 0 ? h.seconds(from + i - 1) - shift : -h.table.step;
      double seen = h.offered[from + i];
      rate[i] = Double.isNaN(seen) ? rate[i + 1] : seen;
    }
    return Steps.of(at, rate);
  }

  private Optional<ServiceModel.Region> other(
      ServiceProfile.Region declared,
      Instant origin,
      List<ServiceModel.Version> known,
      double shift,
      List<Call> calls) {
    History h = new History(telemetry, profile, declared.name(), origin);
    boolean seen =
        h.size() > 0 && h.table.has(Metric.REQUEST_RATE) && !Double.isNaN(Quantile.median(h.pods));
    if (!seen) {
      unknowns.add("nothing was recorded of " + declared.name());
      return Optional.empty();
    }
    String version = h.versions.get(h.mainVersion(h.size() - 1));
    if (known.stream().noneMatch(v -> v.name().equals(version))) {
      unknowns.add(
          declared.name()
              + " runs "
              + version
              + ", of which nothing is known in "
              + profile.home());
      return Optional.empty();
    }
    int pods = (int) Math.round(h.pods[h.size() - 1]);
    double[] newest = Arrays.copyOfRange(h.offered, Math.max(0, h.size() - 12), h.size());
    double heap = h.heap[h.mainVersion(h.size() - 1)][h.size() - 1];
    note(
        "traffic of " + declared.name(),
        "%.0f requests/s",
        Quantile.median(newest),
        "newest points");
    unknowns.add(
        declared.name()
            + " was never seen under the load of both regions; its pods are taken to be as fast as"
            + " those of "
            + profile.home());
    return Optional.of(
        new ServiceModel.Region(
            declared.name(),
            pods,
            Math.max(pods, declared.maxPods()),
            version,
            Double.isNaN(heap) ? Double.NaN : Math.min(0.97, heap),
            Steps.constant(Quantile.median(newest)),
            shifted(calls, shift)));
  }

  private List<CallFit> callsIn(
      String region, Instant origin, double cv, WorkFit work, Turns turns) {
    History h = new History(telemetry, profile, region, origin);
    if (h.size() == 0) {
      return List.of();
    }
    History split = turns.decidable().isEmpty() ? h : h.split(turns.epochOfPoints(h));
    return callsOf(split, cv, work);
  }

  private List<CallFit> callsOf(History h, double cv, WorkFit work) {
    List<CallFit> fits = new ArrayList<>(CallFit.all(h, cv, work, profile, course));
    if (course == CallFit.Course.MEASURED && work.gcCost() == 0 && !hanging && !pooled(h)) {
      CallFit.unaccounted(h, work, cv, profile.slotsPerPod(), fits).ifPresent(fits::add);
    }
    double varying = Variation.ofChanged(fits, h, work, cv, timeoutSeconds);
    return Double.isNaN(varying) ? fits : fits.stream().map(fit -> fit.varying(varying)).toList();
  }

  /** Whether slots may be held for a connection, which the replay shows by itself. */
  private boolean pooled(History h) {
    return h.calls.stream()
        .anyMatch(call -> profile.serving().connections(call.to(), profile.slotsPerPod()) > 0);
  }

  private static List<Call> shifted(List<Call> calls, double shift) {
    return calls.stream()
        .map(call ->
            new Call(
                call.to(),
                call.phases().stream().map(p -> p.from(p.fromSeconds() - shift)).toList(),
                call.since(),
                call.origin()))
        .toList();
  }

  private void describe(CallFit fit) {
    Call.Phase last = fit.phases().getLast();
    if (fit.isUnaccounted()) {
      note("time that nobody accounts for", "%.1f ms", last.meanMillis(), "held slots");
      return;
    }
    String to = fit.to();
    note("call to " + to + ", alone", "%.1f ms", last.meanMillis(), "its callers' clocks");
    if (fit.changed() && last.cv() != fit.phases().getFirst().cv()) {
      note("variation of calls to " + to, "cv %.2f", last.cv(), "p99 since they changed");
    }
    if (last.errorRatio() > 0) {
      note("failed calls to " + to, "%.1f %%", 100 * last.errorRatio(), "median of the last phase");
    }
    if (last.contention() + last.coherence() > 0) {
      note("contention of " + to, "%.4f", last.contention(), "least squares on calls");
      note("coherence of " + to, "%.6f", last.coherence(), "least squares on calls");
      unknowns.add(
          String.format(
              Locale.ROOT,
              "%s was seen with up to %.0f calls in flight; beyond that the fitted curve goes on",
              to,
              fit.highestCalls()));
    }
  }

  private int queuePerPod() {
    return profile.queuePerPod() > 0 ? profile.queuePerPod() : 10 * profile.slotsPerPod();
  }

  private Serving serving() {
    Serving declared = profile.serving();
    if (declared.balancing() == null) {
      unknowns.add("balancing is not declared; assumed " + declared.balancingOrAssumed().word());
    }
    if (declared.warmUp() == null) {
      unknowns.add("warm_up is not declared; new pods are taken to be as fast as old ones");
    }
    return declared;
  }

  private int queue() {
    if (profile.queuePerPod() == 0) {
      unknowns.add("queue_per_pod is not declared; assumed " + queuePerPod());
    }
    return queuePerPod();
  }

  /** As declared, or sooner where clients are seen to give up. */
  private void giveUp(History h, int quiet) {
    double declared = seconds(profile.timeout(), ASSUMED_TIMEOUT_SECONDS, "timeout");
    timeoutSeconds = TimeoutFit.seconds(h, quiet, declared);
    if (timeoutSeconds < declared) {
      note(
          "clients give up", "%.2f s", timeoutSeconds, "p99 of full pods while most requests fail");
    }
  }

  private double crossRegion(int regions) {
    Duration declared = profile.crossRegion();
    if (declared != null) {
      return declared.toNanos() / 1e6;
    }
    if (regions > 1) {
      unknowns.add(
          String.format(
              Locale.ROOT,
              "cross_region is not declared; assumed %.0f ms for the way to another region and"
                  + " back",
              ASSUMED_CROSS_REGION_MILLIS));
    }
    return ASSUMED_CROSS_REGION_MILLIS;
  }

  private double seconds(@Nullable Duration declared, double assumed, String name) {
    if (declared != null) {
      return declared.toMillis() / 1000.0;
    }
    unknowns.add(String.format(Locale.ROOT, "%s is not declared; assumed %.0f s", name, assumed));
    return assumed;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private void note(String name, String format, double value, String from) {
    parameters.add(new Fitted.Parameter(name, String.format(Locale.ROOT, format, value), from));
  }

  private static Fitted.Past shifted(Fitted.Past past, double shift) {
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

  private static SortedMap<String, Double> heapNow(History h) {
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

  private static List<Fitted.Seen> seen(History h, int from, double shift) {
    List<Fitted.Seen> seen = new ArrayList<>();
    for (int i = from + 1; i < h.size(); i++) {
      double to = h.seconds(i) - shift;
      seen.add(new Fitted.Seen(to - h.table.lengths[i], to, h.p99[i], h.errors[i]));
    }
    return seen;
  }
}
