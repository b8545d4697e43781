package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.room.Evidence;
import dev.aegis.room.Reason;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Puts what a replay showed, or why there was none, into a verdict. */
final class Verdicts {
  private final Action action;
  private final Telemetry telemetry;
  private final ServiceProfile profile;
  private final Instant now;
  private final ReplaySettings settings;
  private final long seed;

  Verdicts(
      Action action,
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed) {
    this.action = action;
    this.telemetry = telemetry;
    this.profile = profile;
    this.now = now;
    this.settings = settings;
    this.seed = seed;
  }

  /** Indispensable telemetry or declarations are missing. */
  ValidationResult notRecorded(List<String> what) {
    return abstain(
        Reason.NOT_OBSERVED,
        "the replay needs what was not recorded: " + String.join("; ", what),
        what,
        List.of());
  }

  /** The data does not bear the question. */
  ValidationResult unknown(Fitted fitted, String why) {
    return abstain(
        Reason.NOT_OBSERVED,
        "the replay cannot know: " + why,
        with(fitted.unknowns(), why),
        evidence(fitted));
  }

  /** What the futures decided hangs on something that the figures leave open. */
  ValidationResult unvouched(ValidationResult decided, String why) {
    return new ValidationResult(
        decided.action(),
        Verdict.ABSTAIN,
        Reason.NOT_OBSERVED,
        why,
        0.5,
        decided.replications(),
        decided.horizon(),
        decided.recoverySeconds(),
        decided.doNothing(),
        decided.withFix(),
        decided.observed(),
        decided.outlook(),
        with(decided.unknowns(), why),
        decided.evidence());
  }

  /** The future cannot be afforded. */
  ValidationResult tooMuch(Fitted fitted, String why) {
    return abstain(Reason.NOT_OBSERVED, why, with(fitted.unknowns(), why), evidence(fitted));
  }

  /**
   * What the futures decided.
   *
   * @param model the regions that the action reaches
   * @param screen what they need at best
   */
  ValidationResult of(
      Fitted fitted,
      List<Rewound> home,
      ReplayRun run,
      ServiceModel model,
      Screen screen,
      List<String> unknowns) {
    Verdict verdict =
        switch (run.test().state()) {
          case ACCEPTED -> Verdict.PASS;
          case REJECTED -> Verdict.REJECT;
          case OPEN -> Verdict.ABSTAIN;
        };
    Reason reason =
        switch (verdict) {
          case PASS -> Reason.HOLDS;
          case REJECT -> commonest(run.judged());
          case ABSTAIN -> Reason.TOO_CLOSE;
        };
    String sentence =
        new Sentences(run.paths(), run.nothing(), run.judged(), model, profile.slo()).of(reason);
    double[] recovery = run.judged().stream().mapToDouble(Judged::recoverySeconds).toArray();
    double median = Quantile.median(recovery);
    List<Evidence> evidence = new ArrayList<>(evidence(fitted));
    List<Screen.Load> loads = screen.loads();
    if (!loads.isEmpty()) {
      evidence.add(atBest(loads));
    }
    evidence.add(outcomes(run));
    double horizon = run.paths().getFirst().seconds()[run.paths().getFirst().size() - 1];
    return new ValidationResult(
        action,
        verdict,
        reason,
        sentence,
        run.test().probability(),
        run.paths().size(),
        Duration.ofSeconds(Math.round(horizon)),
        verdict == Verdict.PASS ? median : -1,
        Curves.nothing(fitted, home, run.nothing()),
        Curves.withFix(action.kind().wire(), fitted, run.paths()),
        Curves.observed(fitted),
        Optional.of(Outlooks.of(run, model)),
        unknowns,
        evidence);
  }

  private static Reason commonest(List<Judged> judged) {
    TreeMap<Reason, Integer> counts = new TreeMap<>();
    for (Judged j : judged) {
      if (!j.succeeded()) {
        counts.merge(j.reason(), 1, Integer::sum);
      }
    }
    Reason best = counts.firstKey();
    for (Reason r : counts.keySet()) {
      best = counts.getOrDefault(r, 0) > counts.getOrDefault(best, 0) ? r : best;
    }
    return best;
  }

  /** The replay of the past is not what was seen. */
  ValidationResult doesNotReproduce(Fitted fitted, List<Rewound> home, String misfit) {
    String likely = possiblyAtWork();
    List<String> unknowns =
        with(fitted.unknowns(), "what the replay lacks; not recorded and possible: " + likely);
    return new ValidationResult(
        action,
        Verdict.ABSTAIN,
        Reason.DOES_NOT_REPRODUCE,
        misfit + "; something that was not recorded is at work, possibly " + likely,
        0.5,
        0,
        settings.shortestHorizon(),
        -1,
        Curves.nothing(fitted, home, List.of()),
        Curves.none(action.kind().wire()),
        Curves.observed(fitted),
        unknowns,
        evidence(fitted));
  }

  private String possiblyAtWork() {
    List<String> absent = new ArrayList<>();
    if (telemetry.find(Metric.DEPENDENCY_LATENCY, profile.service(), profile.home()).isEmpty()) {
      absent.add("a slow dependency (" + Metric.DEPENDENCY_LATENCY + ")");
    }
    boolean heap =
        telemetry.series().stream()
            .anyMatch(s ->
                s.key().metric().equals(Metric.HEAP_RATIO)
                    && s.key().service().equals(profile.service()));
    if (!heap) {
      absent.add("a filling heap (" + Metric.HEAP_RATIO + ")");
    }
    absent.add("a lock, a pool or another dependency");
    absent.add("retries of clients");
    absent.add("the network");
    return String.join(", ", absent);
  }

  private ValidationResult abstain(
      Reason reason, String sentence, List<String> unknowns, List<Evidence> evidence) {
    return new ValidationResult(
        action,
        Verdict.ABSTAIN,
        reason,
        sentence,
        0.5,
        0,
        settings.shortestHorizon(),
        -1,
        Curves.none("do nothing"),
        Curves.none(action.kind().wire()),
        Curves.none("observed"),
        unknowns,
        evidence);
  }

  private static List<String> with(List<String> sentences, String further) {
    List<String> all = new ArrayList<>(sentences);
    all.add(further);
    return all;
  }

  private List<Evidence> evidence(Fitted fitted) {
    List<List<String>> rows = new ArrayList<>();
    for (Fitted.Parameter p : fitted.parameters()) {
      rows.add(List.of(p.name(), p.value(), p.from()));
    }
    return List.of(
        new Evidence(
            "twin-model",
            "the model was fitted to the telemetry, without the diagnosis",
            source("fit"),
            "twin",
            List.of("parameter", "value", "from"),
            rows));
  }

  private Evidence atBest(List<Screen.Load> loads) {
    List<List<String>> rows = new ArrayList<>();
    for (Screen.Load load : loads) {
      rows.add(
          List.of(
              load.region(),
              figure("%.0f", load.perSecond()),
              figure("%.1f", 1000 * load.seconds()),
              figure("%.0f", load.slots()),
              figure("%.2f", load.share())));
    }
    return new Evidence(
        "twin-screen",
        "the slots that are needed at best once it is done, over those there are",
        source("screen"),
        "twin",
        List.of("region", "requests/s", "ms in a slot", "slots", "needed over there"),
        rows);
  }

  // The annotation it asks for would be a dependency of the core.
  @SuppressWarnings("AnnotateFormatMethod")
  private static String figure(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Evidence outcomes(ReplayRun run) {
    TreeMap<Reason, Integer> counts = new TreeMap<>();
    int simulated = 0;
    int all = 0;
    long requests = 0;
    for (int i = 0; i < run.judged().size(); i++) {
      counts.merge(run.judged().get(i).reason(), 1, Integer::sum);
      requests += run.paths().get(i).requests();
      for (boolean s : run.paths().get(i).simulated()) {
        simulated += s ? 1 : 0;
        all++;
      }
    }
    List<List<String>> rows = new ArrayList<>();
    counts.forEach((reason, n) -> rows.add(List.of(reason.wire(), Integer.toString(n))));
    rows.add(List.of("requests simulated", Long.toString(requests)));
    rows.add(List.of("intervals simulated", simulated + " of " + all));
    return new Evidence(
        "twin-outcomes",
        run.test().successes() + " of " + run.test().trials() + " replays hold the SLO",
        source("replay"),
        "twin",
        List.of("outcome", "replications"),
        rows);
  }

  private String source(String what) {
    return what
        + " "
        + profile.service()
        + " now="
        + now
        + " action=\""
        + action.describe()
        + "\" seed="
        + seed;
  }
}
