package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.room.Forecast;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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
  private final Verdicts verdicts;

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
    this.verdicts = new Verdicts(action, telemetry, profile, now, settings, seed);
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
          return verdicts.notRecorded(missing.what());
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

  /** What was never observed is said first: better figures of the past would not help. */
  private ValidationResult unfit(Fitted fitted, List<Rewound> home, String misfit) {
    return support
        .whyNot(fitted)
        .map(why -> verdicts.unknown(fitted, why))
        .orElseGet(() -> verdicts.doesNotReproduce(fitted, home, misfit));
  }

  private ValidationResult judge(Fitted fitted, List<Rewound> home) {
    Optional<String> unsupported = support.whyNot(fitted);
    if (unsupported.isPresent()) {
      return verdicts.unknown(fitted, unsupported.get());
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
      return verdicts.tooMuch(fitted, why);
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
    double[] ends = ends(horizon);
    ReplayRun run = run(fitted, home, ends, null);
    ServiceModel reached = Rewound.only(fitted.model(), support.regions());
    Screen screen = new Screen(action, fitted, reached);
    ValidationResult verdict = verdicts.of(fitted, home, run, reached, screen, unknowns);
    if (verdict.verdict() == Verdict.PASS && fitted.rival().isThere()) {
      ReplayRun contested = run(fitted, home, ends, fitted.rival());
      return contested.test().state() == SequentialTest.State.ACCEPTED
          ? verdict
          : verdicts.unvouched(verdict, fitted.rival().sentence());
    }
    if (verdict.verdict() != Verdict.REJECT) {
      return verdict;
    }
    if (screen.overloaded(profile.slo()).isPresent()) {
      return verdict;
    }
    Optional<String> unseen = support.whyNotRejected(fitted);
    if (unseen.isPresent()) {
      return verdicts.unknown(fitted, unseen.get());
    }
    return Doubt.of(action, fitted, support.regions())
        .filter(
            doubt -> run(fitted, home, ends, doubt).test().state() == SequentialTest.State.ACCEPTED)
        .map(doubt -> verdicts.unvouched(verdict, doubt.sentence()))
        .orElse(verdict);
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
    return i -> new Future(past(home, i), ends).run(null, futureSeed(i), fitted.allowed(i));
  }

  private ReplayRun run(
      Fitted fitted, List<Rewound> home, double[] ends, @Nullable Supposition supposed) {
    List<Rewound> pasts = rewind(fitted, support.regions());
    IntFunction<Path> withFix =
        i ->
            new Future(past(pasts, i), ends, supposed)
                .run(action, futureSeed(i), fitted.allowed(i));
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
    return new ReplayRun(nothing, paths, judged, test);
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
}
