package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.room.Evidence;
import dev.aegis.room.Forecast;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Judges a fix by replaying the incident with and without it. The model is fitted to the telemetry
 * alone; it must first reproduce what was seen; then both futures are run with the same random
 * numbers, as often as a sequential test needs. What was never observed makes it abstain.
 *
 * <p>Each replication is a pure function of its number, so results do not depend on how {@link
 * Replications} runs them. Thread-safe: it has no state.
 */
public final class ChaosReplay {
  /** Replays of the past; the futures start from them in turn. */
  private static final int PASTS = 2;

  /** Replays of the future without the fix: a curve and a comparison, not a test. */
  private static final int NOTHINGS = 2;

  private static final long FUTURE_STREAM = 1_000;

  private static final double SHORTEST_AFFORDABLE = 0.5;

  private final Action action;
  private final Telemetry telemetry;
  private final ServiceProfile profile;
  private final Instant now;
  private final ReplaySettings settings;
  private final long seed;
  private final List<Applied> applied;
  private final Replications replications;
  private final ReplayMemory memory;
  private final DataSupport support;

  ChaosReplay(
      Action action,
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed,
      List<Applied> applied,
      Replications replications,
      ReplayMemory memory) {
    this.action = action;
    this.telemetry = telemetry;
    this.profile = profile;
    this.now = now;
    this.settings = settings;
    this.seed = seed;
    this.applied = List.copyOf(applied);
    this.replications = replications;
    this.memory = memory;
    this.support = new DataSupport(action, profile, applied);
    memory.at(telemetry, profile, now, settings, seed, applied);
  }

  /**
   * Judges a fix that would begin now.
   *
   * @param action the fix
   * @param telemetry what was observed; points after {@code now} are not looked at
   * @param profile what the owners declared
   * @param now when the fix would begin
   * @param settings what it must do, and how much may be computed
   * @param seed all random numbers follow from it
   * @param replications runs the replications
   */
  public static ValidationResult judge(
      Action action,
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed,
      Replications replications) {
    return judge(
        action,
        telemetry,
        profile,
        now,
        settings,
        seed,
        List.of(),
        replications,
        new ReplayMemory());
  }

  /**
   * As above, where fixes have been executed before.
   *
   * @param applied what was really done and when, replayed as part of the past
   * @param memory what judgements of the same moment share
   */
  public static ValidationResult judge(
      Action action,
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed,
      List<Applied> applied,
      Replications replications,
      ReplayMemory memory) {
    return new ChaosReplay(
            action, telemetry, profile, now, settings, seed, applied, replications, memory)
        .judge();
  }

  /**
   * Whether taking an executed fix back leaves the clients no worse off than leaving it. Where the
   * replay cannot know, the answer is no.
   *
   * @param undo what takes the fix back
   * @param applied what was really done and when, the fix among it
   */
  public static Undo judgeUndo(
      Action undo,
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed,
      List<Applied> applied,
      Replications replications,
      ReplayMemory memory) {
    return new ChaosReplay(
            undo, telemetry, profile, now, settings, seed, applied, replications, memory)
        .undo();
  }

  /**
   * What the replay says of taking a fix back.
   *
   * @param noWorseThanStaying whether it vouches for it
   * @param sentence why
   * @param replay the undo, judged like a fix
   */
  public record Undo(boolean noWorseThanStaying, String sentence, ValidationResult replay) {}

  private record Run(
      List<Path> nothing, List<Path> paths, List<Judged> judged, SequentialTest test) {}

  /**
   * By a law of how calls go on where that reproduces what was seen, else as they were measured,
   * else not at all.
   */
  private ValidationResult judge() {
    Optional<ValidationResult> misfit = Optional.empty();
    for (CallFit.Course course : CallFit.Course.values()) {
      switch (memory.outcome(
          course, () -> Calibration.of(telemetry, profile, now, applied, course))) {
        case Calibration.Outcome.Missing missing -> {
          return notRecorded(missing.what());
        }
        case Calibration.Outcome.Ready(Fitted fitted) -> {
          memory.follow(course);
          List<Rewound> home = rewind(fitted, support.regionsSoFar());
          Optional<String> how = Reproduction.misfit(fitted.observed(), home, profile.slo());
          if (how.isEmpty()) {
            return judge(fitted, home);
          }
          misfit = misfit.or(() -> Optional.of(unfit(fitted, home, how.get())));
        }
      }
    }
    return misfit.orElseThrow();
  }

  private ValidationResult notRecorded(List<String> what) {
    return abstain(
        Reason.NOT_OBSERVED,
        "the replay needs what was not recorded: " + String.join("; ", what),
        what,
        List.of());
  }

  /** What was never observed is said first: better figures of the past would not help. */
  private ValidationResult unfit(Fitted fitted, List<Rewound> home, String misfit) {
    return support
        .whyNot(fitted)
        .map(why -> unknown(fitted, why))
        .orElseGet(() -> doesNotReproduce(fitted, home, misfit));
  }

  private ValidationResult unknown(Fitted fitted, String why) {
    return abstain(
        Reason.NOT_OBSERVED,
        "the replay cannot know: " + why,
        with(fitted.unknowns(), why),
        evidence(fitted));
  }

  private ValidationResult judge(Fitted fitted, List<Rewound> home) {
    Optional<String> unsupported = support.whyNot(fitted);
    if (unsupported.isPresent()) {
      return unknown(fitted, unsupported.get());
    }
    List<String> unknowns = new ArrayList<>(fitted.unknowns());
    double horizon = Horizon.seconds(action, fitted, profile, settings);
    double affordable = affordable(fitted);
    if (affordable < SHORTEST_AFFORDABLE * seconds(settings.shortestHorizon())) {
      String why =
          String.format(
              Locale.ROOT,
              "so much traffic that %,d requests a replication last for %.0f s only",
              settings.requestBudget(),
              affordable);
      return abstain(Reason.NOT_OBSERVED, why, with(unknowns, why), evidence(fitted));
    }
    if (affordable < horizon) {
      unknowns.add(
          String.format(
              Locale.ROOT,
              "what comes after %.0f min: %.0f min would take more requests than the budget of %,d",
              affordable / 60,
              horizon / 60,
              settings.requestBudget()));
      horizon = affordable;
    }
    Run run = run(fitted, home, ends(horizon));
    ValidationResult verdict = verdict(fitted, home, run, unknowns);
    return verdict.verdict() == Verdict.REJECT
        ? support.whyNotRejected(fitted).map(why -> unknown(fitted, why)).orElse(verdict)
        : verdict;
  }

  private List<Rewound> rewind(Fitted fitted, Set<String> regions) {
    return memory.rewound(
        regions,
        () ->
            replications.run(0, PASTS, i -> Rewound.of(fitted, regions, Draws.bits(seed, i + 1L))));
  }

  /** The future without the fix. */
  private IntFunction<Path> nothing(Fitted fitted, List<Rewound> home) {
    double[] ends = ends(Math.min(seconds(settings.shortestHorizon()), affordable(fitted)));
    return i -> new Future(past(home, i), ends).run(null, futureSeed(i), fitted.variation(i));
  }

  private Run run(Fitted fitted, List<Rewound> home, double[] ends) {
    List<Rewound> pasts = rewind(fitted, support.regions());
    IntFunction<Path> withFix =
        i -> new Future(past(pasts, i), ends).run(action, futureSeed(i), fitted.variation(i));
    SequentialTest test = new SequentialTest(settings.good(), settings.bad(), settings.risk());
    List<Path> ahead = new ArrayList<>();
    List<Path> nothing =
        memory.nothing(
            () -> together(nothing(fitted, home), test.fewestToDecide(), withFix, ahead));
    List<Path> paths = new ArrayList<>();
    List<Judged> judged = new ArrayList<>();
    while (test.state() == SequentialTest.State.OPEN
        && paths.size() < settings.mostReplications()) {
      int from = paths.size();
      int to = Math.min(settings.mostReplications(), from + test.fewestToDecide());
      for (Path path : from < ahead.size() ? ahead : replications.run(from, to, withFix)) {
        Path other = nothing.get(paths.size() % nothing.size());
        Judged verdict = Judged.of(path, other, profile.slo(), deadline(path));
        paths.add(path);
        judged.add(verdict);
        test.add(verdict.succeeded());
      }
    }
    return new Run(nothing, paths, judged, test);
  }

  /**
   * Runs the futures without the fix and, so that no processor waits for the last of them, the
   * first batch with it, which is needed in any case.
   *
   * @param ahead takes the batch
   * @return the futures without the fix
   */
  private List<Path> together(
      IntFunction<Path> nothing, int batch, IntFunction<Path> withFix, List<Path> ahead) {
    int first = Math.min(settings.mostReplications(), batch);
    List<Path> all =
        replications.run(
            0,
            NOTHINGS + first,
            i -> i < NOTHINGS ? nothing.apply(i) : withFix.apply(i - NOTHINGS));
    ahead.addAll(all.subList(NOTHINGS, all.size()));
    return List.copyOf(all.subList(0, NOTHINGS));
  }

  private static ServiceSimulation past(List<Rewound> pasts, int i) {
    return pasts.get(i % pasts.size()).now();
  }

  private long futureSeed(int i) {
    return Draws.bits(seed, FUTURE_STREAM + i);
  }

  private double deadline(Path path) {
    return Math.min(
        path.completedSeconds() + seconds(settings.recoverWithin()),
        seconds(settings.recoverAtMost()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private double[] ends(double horizon) {
    double length = seconds(settings.shortestHorizon()) / settings.intervals();
    double[] ends = new double[(int) Math.round(horizon / length)];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (i + 1) * length;
    }
    return ends;
  }

  private double affordable(Fitted fitted) {
    double rate = 0;
    for (ServiceModel.Region region : fitted.model().regions()) {
      rate += region.arrivals().last();
    }
    return (double) settings.requestBudget() / Math.max(1e-9, rate);
  }

  private ValidationResult verdict(
      Fitted fitted, List<Rewound> home, Run run, List<String> unknowns) {
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
    ServiceModel model = Rewound.only(fitted.model(), support.regions());
    String sentence =
        new Sentences(run.paths(), run.nothing(), run.judged(), model, profile.slo()).of(reason);
    double[] recovery = run.judged().stream().mapToDouble(Judged::recoverySeconds).toArray();
    double median = Quantile.median(recovery);
    List<Evidence> evidence = new ArrayList<>(evidence(fitted));
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

  private Undo undo() {
    ValidationResult replay = judge();
    if (replay.withFix().points().isEmpty()) {
      return new Undo(false, "nobody can vouch for the undo: " + replay.sentence(), replay);
    }
    double staying = burden(replay.doNothing());
    double undone = burden(replay.withFix());
    boolean noWorse = undone <= staying * 1.05 + 0.02;
    String sentence =
        String.format(
            Locale.ROOT,
            "over the next %.0f min undoing leaves %.1f %% errors, staying %.1f %%",
            seconds(settings.shortestHorizon()) / 60,
            100 * errors(replay.withFix()),
            100 * errors(replay.doNothing()));
    return new Undo(noWorse, sentence, replay);
  }

  /** Errors and, in units of the objective up to twice, latency: mean over the common future. */
  private double burden(Forecast forecast) {
    double until = seconds(settings.shortestHorizon());
    return forecast.points().stream()
        .filter(p -> p.secondsFromNow() > 0 && p.secondsFromNow() <= until)
        .mapToDouble(
            p -> p.errorRatio() + Math.min(2, p.p99Millis() / profile.slo().latencyP99Millis()))
        .average()
        .orElse(Double.NaN);
  }

  private double errors(Forecast forecast) {
    double until = seconds(settings.shortestHorizon());
    return forecast.points().stream()
        .filter(p -> p.secondsFromNow() > 0 && p.secondsFromNow() <= until)
        .mapToDouble(Forecast.Point::errorRatio)
        .average()
        .orElse(0);
  }

  private ValidationResult doesNotReproduce(Fitted fitted, List<Rewound> home, String misfit) {
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

  private Evidence outcomes(Run run) {
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
