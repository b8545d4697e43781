package dev.aegis.twin;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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

  private static final double ASSUMED_CV = 0.5;

  /** Parameters that replications choose from. */
  private static final int ALLOWED = 16;

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
  private final Instant origin;
  private final Findings findings = new Findings();
  private final Declared declared;
  private final Set<String> unmeasured = new TreeSet<>();

  /** Versions that have not answered anything. */
  private final Set<String> silent = new TreeSet<>();

  private double timeoutSeconds;

  private List<Fitted.Allowed> allowed = List.of(Fitted.Allowed.FITTED);

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
    origin = this.telemetry.span().map(Window::from).orElse(now);
    declared = new Declared(profile, findings);
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
    History h = history(profile.home());
    List<String> missing = missing(h);
    if (!missing.isEmpty()) {
      return new Outcome.Missing(missing);
    }
    int onset = h.onset(profile.slo());
    int quiet = quietPoints(h, onset);
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
    if (h.odd.isEmpty() && turns.decidable().isEmpty() && turns.undecidable().isEmpty()) {
      h = h.with(oddRegion(h));
    }
    History split = split(h, turns);
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
    return new Outcome.Ready(assemble(h, split, turns, from, quiet, work, cv));
  }

  /** Whether home fails where another region that runs the same does not. */
  private Optional<OddPods> oddRegion(History h) {
    return profile.regions().stream()
        .map(ServiceProfile.Region::name)
        .filter(name -> !name.equals(profile.home()))
        .flatMap(name -> OddPods.all(h, history(name), timeoutSeconds).stream())
        .findFirst();
  }

  private History history(String region) {
    return new History(telemetry, profile, region, origin);
  }

  private static History split(History h, Turns turns) {
    return turns.decidable().isEmpty() ? h : h.split(turns.epochOfPoints(h));
  }

  /** Points before the first change of a setting, where those are enough. */
  static int beforeFirst(Turns turns, History h, int otherwise) {
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
  private int quietPoints(History h, int onset) {
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

  /** As declared, or sooner where clients are seen to give up. */
  private void giveUp(History h, int quiet) {
    double patience = declared.timeout();
    timeoutSeconds = TimeoutFit.seconds(h, quiet, patience);
    if (timeoutSeconds < patience) {
      findings.note(
          "clients give up", "%.2f s", timeoutSeconds, "p99 of full pods while most requests fail");
    }
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
          findings.unknown(
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
    findings.unknown(
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
      findings.unknown("how much service times vary is not to be seen; assumed cv " + ASSUMED_CV);
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
    double[][] likely = likely(h, quiet);
    double[] p99s = Arrays.stream(likely).mapToDouble(pair -> pair[0] / pair[1]).sorted().toArray();
    QuietFit.Curve curve =
        new QuietFit(
                region,
                profile.slotsPerPod(),
                Declared.queuePerPod(profile),
                profile.serving(),
                timeoutSeconds,
                work.millis() * load,
                h.calls.stream().map(History.Called::to).toList(),
                means)
            .curve(Math.min(p99, p99s[0]), Math.max(p99, p99s[ALLOWED - 1]));
    double cv = curve.cv(p99);
    if (cv > 0) {
      // The same percentile of slower requests is that of requests that vary less.
      allowed =
          Arrays.stream(likely)
              .map(pair -> new Fitted.Allowed(pair[1], curve.cv(pair[0] / pair[1]) / cv))
              .toList();
    }
    findings.note("variation of service times", "cv %.2f", cv, "p99 of the quiet time, simulated");
    return cv;
  }

  /** Percentiles of the quiet time, and how long requests took beside the median, as factors. */
  private double[][] likely(History h, int quiet) {
    double[] held = new double[quiet];
    for (int i = 0; i < quiet; i++) {
      held[i] = WorkFit.heldMillis(h, i, profile.slotsPerPod());
    }
    double usual = Quantile.median(held);
    for (int i = 0; i < quiet; i++) {
      held[i] = usual > 0 ? held[i] / usual : 1;
    }
    return BlockBootstrap.medians(Arrays.copyOf(h.p99, quiet), held, ALLOWED);
  }

  private Fitted assemble(
      History h, History split, Turns turns, int from, int quiet, WorkFit work, double cv) {
    double shift = h.seconds(from);
    findings.note("own work of a request", "%.1f ms", work.millis(), "busy slots over completions");
    findings.note(
        "cost of collecting",
        "k = %.3f",
        work.gcCost(),
        "service time over f / (1 - f), f = live heap over its limit");
    List<SettingFit.Column> columns = columns(split, quiet);
    boolean hanging = columns.stream().anyMatch(c -> c.hangs().perRequest() > 0);
    CallFits callFits =
        new CallFits(profile, course, work, cv, timeoutSeconds, hanging || !silent.isEmpty());
    List<CallFit> calls = callFits.of(split);
    CallOrigins origins =
        new CallOrigins(
            telemetry,
            profile,
            turns,
            origin,
            h.table.step,
            region -> callsIn(region, callFits, turns));
    SettingFit settings = SettingFit.of(turns, h, work, columns, origins.moved(calls));
    findings.noteAll(settings.findings());
    findings.unknownAll(settings.unknowns());
    findings.unknownAll(turns.undecidable().values());
    VersionFit versionFit = new VersionFit(h, turns, work, columns, settings, silent, findings);
    List<ServiceModel.Version> versions = new ArrayList<>();
    for (int v = 0; v < h.versions.size(); v++) {
      versions.add(versionFit.of(v, shift));
    }
    double podStart = declared.podStart();
    double usualPods = Quantile.median(Arrays.copyOf(h.pods, quiet));
    double restart = CrashFit.restartSeconds(h, usualPods);
    calls.forEach(fit -> CallFits.describe(fit, findings));
    if (calls.isEmpty() && !profile.dependency().isEmpty()) {
      findings.unknown(
          "the time of " + profile.dependency() + " was not recorded; it counts as own work");
    }
    RetryFit retries = retries(h);
    RegionFit regionFit = new RegionFit(profile, shift, findings);
    List<ServiceModel.Region> regions = new ArrayList<>();
    boolean dying = columns.stream().anyMatch(c -> c.leak().leaks() || c.crashes() > 0);
    // Where pods fill, die or hang, one after the other does, and is odd for a while.
    Optional<OddPods> odd = dying || hanging ? Optional.empty() : h.odd;
    odd.ifPresent(this::describe);
    regions.add(regionFit.home(h, from, origins.home(calls, podStart), retries, odd));
    for (ServiceProfile.Region other : profile.regions()) {
      if (!other.name().equals(profile.home())) {
        List<Call> there = origins.other(other.name(), calls, podStart);
        regionFit.other(other, history(other.name()), versions, there).ifPresent(regions::add);
      }
    }
    findings.unknownAll(origins.unknowns());
    SortedMap<String, String> undecidable = new TreeMap<>(turns.undecidable());
    undecidable.putAll(origins.undecidable());
    ServiceModel model =
        new ServiceModel(
            profile.service(),
            profile.slotsPerPod(),
            declared.queue(),
            declared.serving(),
            timeoutSeconds,
            podStart,
            Double.isNaN(restart) ? podStart : restart,
            declared.failoverRamp(),
            declared.crossRegionMillis(regions.size()),
            work.millis(),
            cv,
            work.gcCost(),
            regions,
            versions,
            settings.effects());
    Instant start = origin.plusMillis(Math.round(1000 * shift));
    PastFit past = new PastFit(profile, h, origin, from);
    return new Fitted(
        model,
        allowed,
        start,
        seconds(start, now),
        past.happened(applied, turns, dying, podStart),
        past.heapNow(),
        past.seen(),
        findings.parameters(),
        findings.unknowns(),
        calls.stream().anyMatch(CallFit::isUnaccounted),
        calls.stream().anyMatch(CallFit::contentionUnknown),
        retries.perFailure(),
        unmeasured,
        versionFit.rival(),
        odd,
        undecidable);
  }

  private void describe(OddPods odd) {
    if (odd.bad().count() > 0) {
      findings.note(
          "errors of " + odd.who() + " of " + profile.home(),
          "%.1f %% more",
          100 * odd.bad().errorRatio(),
          odd.all() ? "beside another region" : "beside their siblings");
      findings.unknown(
          "what ails "
              + odd.who()
              + " of "
              + profile.home()
              + " is taken to stay with them and to befall no other pod");
    }
  }

  private List<SettingFit.Column> columns(History split, int quiet) {
    List<SettingFit.Column> columns = new ArrayList<>();
    for (int c = 0; c < split.versions.size(); c++) {
      columns.add(SettingFit.Column.of(split, c, quiet, profile.slotsPerPod(), timeoutSeconds));
    }
    return columns;
  }

  private List<CallFit> callsIn(String region, CallFits fits, Turns turns) {
    History h = history(region);
    return h.size() == 0 ? List.of() : fits.of(split(h, turns));
  }

  private RetryFit retries(History h) {
    RetryFit retries = RetryFit.of(h);
    retries.unknown().ifPresent(findings::unknown);
    if (retries.perFailure() > 0) {
      findings.note(
          "tried again", "%.2f of failures", retries.perFailure(), "retried over failed requests");
    }
    return retries;
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
