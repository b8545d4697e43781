package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Recovery;
import dev.aegis.room.Comparison;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification.Outcome;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches the SLO of an executed plan over the horizon that its verdict spoke of: met in time, and
 * not lost again until then.
 */
final class SloWatch {
  /** A service is clearly worse off when it is so many times worse than it would have been. */
  private static final double WORSE = 1.5;

  /** Errors are only worse when there are so many more of them, as a share of the requests. */
  private static final double MORE_ERRORS = 0.05;

  /** Between two looks at a service that does well. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private final CommandSettings settings;
  private final Turn turn;
  private final Plan plan;
  private final Instant armed;
  private final Instant lastStep;
  private final Instant until;
  private final Recovery recovery;
  private final Recovery before;
  private final Optional<RoomMessage> verdict;

  private SloWatch(CommandSettings settings, Turn turn, Incident incident, Plan plan) {
    this.settings = settings;
    this.turn = turn;
    this.plan = plan;
    this.armed = incident.armedAt(plan.hash()).orElseThrow();
    this.lastStep =
        at(e -> e.state() == Execution.State.OBSERVED).reduce((a, b) -> b).orElse(armed);
    this.verdict =
        incident.find(plan.validation()).filter(m -> m.payload() instanceof ValidationResult);
    Instant dispatched = at(e -> e.state() == Execution.State.DISPATCHED).findFirst().orElse(armed);
    Duration horizon = result().map(ValidationResult::horizon).orElse(settings.confirmFor());
    this.until = dispatched.plus(horizon);
    Signal signal = incident.signal().orElseThrow();
    this.recovery = read(signal, new Window(armed, turn.now().plusMillis(1)));
    this.before = read(signal, new Window(signal.startedAt(), armed));
  }

  static SloWatch of(CommandSettings settings, Turn turn, Incident incident, Plan plan) {
    return new SloWatch(settings, turn, incident, plan);
  }

  private java.util.stream.Stream<Instant> at(Predicate<Execution> link) {
    return turn.log().stream()
        .filter(m ->
            m.payload() instanceof Execution e
                && e.planHash().equals(plan.hash())
                && !e.undo()
                && link.test(e))
        .map(RoomMessage::ts);
  }

  private Recovery read(Signal signal, Window window) {
    return Recovery.read(
        turn.desk().telemetry(), signal.service(), signal.slo(), window, settings.confirmFor());
  }

  private Optional<ValidationResult> result() {
    return verdict.map(m -> (ValidationResult) m.payload());
  }

  /**
   * What is seen now.
   *
   * @param outcome of the verification
   * @param sentence for people
   * @param lookAgain when to look again; {@code null} unless pending
   */
  record Seen(Outcome outcome, String sentence, @Nullable Instant lookAgain) {}

  Recovery recovery() {
    return recovery;
  }

  Seen look() {
    if (silence().compareTo(settings.patience()) >= 0 || recovery.scrapes().isEmpty()) {
      return silent();
    }
    return recovery.goodSince().map(this::met).orElseGet(this::breached);
  }

  /** How long nothing has been measured. */
  private Duration silence() {
    List<Recovery.Scrape> scrapes = recovery.scrapes();
    return Duration.between(scrapes.isEmpty() ? armed : scrapes.getLast().at(), turn.now());
  }

  /** Telemetry that has stopped says nothing about now, neither good nor bad. */
  private Seen silent() {
    String sentence = "nothing has been measured for " + silence().toSeconds() + " s";
    if (turn.now().isAfter(lastStep.plus(settings.patience()))) {
      return new Seen(
          Outcome.NOT_HELD, sentence + ": nobody can tell whether the SLO is met", null);
    }
    return new Seen(
        Outcome.PENDING,
        sentence + "; looking again in " + confirmSeconds() + " s",
        turn.now().plus(settings.confirmFor()));
  }

  private Seen met(Instant since) {
    Duration met = Duration.between(since, turn.now());
    if (met.compareTo(settings.confirmFor()) < 0) {
      return new Seen(
          Outcome.PENDING,
          "the SLO is met again; looking whether it stays so for " + confirmSeconds() + " s",
          since.plus(settings.confirmFor()));
    }
    if (!turn.now().isBefore(until)) {
      return new Seen(
          Outcome.HELD,
          String.format(
              Locale.ROOT,
              "the SLO has been met for %d s: p99 %.0f ms, errors %.2f %%",
              met.toSeconds(),
              recovery.worstP99Millis(),
              100 * recovery.worstErrorRatio()),
          null);
    }
    // Ever more rarely while all is well, and once more at the end.
    Duration pause = met.compareTo(LONGEST_PAUSE) < 0 ? met : LONGEST_PAUSE;
    Instant next = turn.now().plus(pause);
    return new Seen(
        Outcome.PENDING,
        "the SLO is met again since " + time(since) + ", watching until " + time(until),
        next.isBefore(until) ? next : until);
  }

  private Seen breached() {
    Instant since = recovery.badSince().orElse(armed);
    boolean lasts = Duration.between(since, turn.now()).compareTo(settings.confirmFor()) >= 0;
    boolean wasMet = recovery.metFor().compareTo(settings.confirmFor()) >= 0;
    if (lasts && isWorse()) {
      return notHeld("the service is clearly worse off than before the fix");
    }
    if (lasts && wasMet) {
      return notHeld(
          "the SLO was met for " + recovery.metFor().toSeconds() + " s and is breached again");
    }
    if (!wasMet && turn.now().isAfter(lastStep.plus(settings.patience()))) {
      return notHeld(
          "the SLO is still breached "
              + Duration.between(lastStep, turn.now()).toSeconds()
              + " s after the last step");
    }
    return new Seen(
        Outcome.PENDING,
        wasMet
            ? "the SLO is breached again; looking whether it stays so"
            : "the SLO is still breached; looking again in " + confirmSeconds() + " s",
        turn.now().plus(settings.confirmFor()));
  }

  private Seen notHeld(String why) {
    String figures =
        String.format(
            Locale.ROOT,
            ": p99 %.0f ms, errors %.1f %%",
            recovery.worstP99Millis(),
            100 * recovery.worstErrorRatio());
    return new Seen(Outcome.NOT_HELD, why + figures, null);
  }

  /** Against what was forecast without the fix, and what was seen before it, whichever is worse. */
  private boolean isWorse() {
    double elapsed = secondsFromVerdict(turn.now());
    Optional<Forecast.Point> without =
        result().flatMap(r -> nearest(r.doNothing().points(), elapsed));
    double p99 =
        Math.max(
            without.map(Forecast.Point::p99HighMillis).orElse(0.0),
            worst(before, Recovery.Scrape::p99Millis));
    double errors =
        Math.max(
            without.map(Forecast.Point::errorRatio).orElse(0.0),
            worst(before, Recovery.Scrape::errorRatio));
    boolean slower = p99 > 0 && recovery.worstP99Millis() > WORSE * p99;
    boolean failsMore = recovery.worstErrorRatio() > WORSE * errors + MORE_ERRORS;
    return slower || failsMore;
  }

  private static double worst(Recovery read, ToDoubleFunction<Recovery.Scrape> figure) {
    return read.scrapes().stream().mapToDouble(figure).filter(Double::isFinite).max().orElse(0);
  }

  /** The verdict's forecast beside what was measured; {@code null} where there is no forecast. */
  @Nullable Comparison comparison() {
    Optional<ValidationResult> proved = result();
    if (proved.isEmpty()) {
      return null;
    }
    ValidationResult result = proved.get();
    Instant from = recovery.goodSince().orElse(lastStep);
    List<Forecast.Point> points = between(result.withFix().points(), from);
    List<Recovery.Scrape> scrapes =
        recovery.scrapes().stream().filter(s -> !s.at().isBefore(from)).toList();
    return new Comparison(
        result.probability(),
        result.recoverySeconds(),
        median(points, Forecast.Point::p99LowMillis),
        median(points, Forecast.Point::p99Millis),
        median(points, Forecast.Point::p99HighMillis),
        median(points, Forecast.Point::errorRatio),
        recovery.goodSince().map(this::secondsFromVerdict).orElse(-1.0),
        median(scrapes, Recovery.Scrape::p99Millis),
        median(scrapes, Recovery.Scrape::errorRatio));
  }

  /** The points of the forecast in the time watched, or the one nearest to its end. */
  private List<Forecast.Point> between(List<Forecast.Point> points, Instant from) {
    double first = secondsFromVerdict(from);
    double last = secondsFromVerdict(turn.now());
    List<Forecast.Point> inside =
        points.stream()
            .filter(p -> p.secondsFromNow() >= first && p.secondsFromNow() <= last)
            .toList();
    return inside.isEmpty() ? nearest(points, last).stream().toList() : inside;
  }

  private static Optional<Forecast.Point> nearest(List<Forecast.Point> points, double seconds) {
    return points.stream()
        .min(Comparator.comparingDouble(p -> Math.abs(p.secondsFromNow() - seconds)));
  }

  private static <T> double median(List<T> items, ToDoubleFunction<T> figure) {
    double median = Quantile.median(items.stream().mapToDouble(figure));
    return Double.isNaN(median) ? -1 : median;
  }

  private double secondsFromVerdict(Instant instant) {
    return verdict.map(m -> Duration.between(m.ts(), instant).toMillis() / 1000.0).orElse(0.0);
  }

  private long confirmSeconds() {
    return settings.confirmFor().toSeconds();
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19);
  }
}
