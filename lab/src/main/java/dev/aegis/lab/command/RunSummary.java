package dev.aegis.lab.command;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Recovery;
import dev.aegis.room.Decision;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What came of one fault, measured: times from the injection, requests that failed, and the
 * replay's forecast beside what happened. What did not happen is empty.
 *
 * @param fault its id
 * @param resolved whether the incident was resolved and the SLO is met
 * @param action the kind of the plan that was executed last
 * @param detect from the injection until a room was open
 * @param verdict until the replay vouched for a fix
 * @param recover until the first scrape of the unbroken run of good ones up to the end
 * @param requestsFailed over all regions from the injection until recovery, or the end
 * @param forecastP99 what the replay said p99 would be once the fix holds, in milliseconds
 * @param measuredP99 what it was in the worst region over the same time
 * @param forecastErrors share of failed requests the replay gave for that time
 * @param measuredErrors what it was
 */
record RunSummary(
    String fault,
    boolean resolved,
    Optional<String> action,
    Optional<Duration> detect,
    Optional<Duration> verdict,
    Optional<Duration> recover,
    double requestsFailed,
    OptionalDouble forecastP99,
    OptionalDouble measuredP99,
    OptionalDouble forecastErrors,
    OptionalDouble measuredErrors) {

  /**
   * Reads it off the room and the telemetry.
   *
   * @param telemetry everything up to the end
   */
  static RunSummary of(
      String fault,
      Incident incident,
      Telemetry telemetry,
      ServiceProfile profile,
      Instant injectedAt,
      Instant end) {
    Optional<Instant> goodSince = recovered(telemetry, profile, injectedAt, end);
    boolean resolved =
        incident.decision().map(d -> d.outcome() == Decision.Outcome.RESOLVED).orElse(false);
    Optional<Watched> watched = Watched.of(incident, end);
    return new RunSummary(
        fault,
        resolved,
        executed(incident),
        incident.firstAt(Signal.class).map(at -> Duration.between(injectedAt, at)),
        proved(incident).map(m -> Duration.between(injectedAt, m.ts())),
        goodSince.map(at -> Duration.between(injectedAt, at)),
        failed(telemetry, profile, new Window(injectedAt, goodSince.orElse(end))),
        watched.map(Watched::forecastP99).orElse(OptionalDouble.empty()),
        watched
            .map(w -> worst(telemetry, profile, Metric.LATENCY_P99, w.window()))
            .orElse(OptionalDouble.empty()),
        watched.map(Watched::forecastErrors).orElse(OptionalDouble.empty()),
        watched
            .map(w -> worst(telemetry, profile, Metric.ERROR_RATIO, w.window()))
            .orElse(OptionalDouble.empty()));
  }

  private static Optional<String> executed(Incident incident) {
    return incident.executions().stream()
        .filter(e -> !e.undo() && e.state() == Execution.State.OBSERVED)
        .reduce((earlier, later) -> later)
        .map(e -> kindOfPlan(incident, e));
  }

  private static String kindOfPlan(Incident incident, Execution step) {
    return incident
        .approvalRequest()
        .filter(r -> r.planHash().equals(step.planHash()))
        .map(r -> r.plan().action().kind().wire())
        .orElse(step.action().kind().wire());
  }

  /** The first verdict that vouches for a fix. */
  static Optional<RoomMessage> proved(Incident incident) {
    return incident.log().stream()
        .filter(m -> m.payload() instanceof ValidationResult r && r.verdict() == Verdict.PASS)
        .findFirst();
  }

  /** The SLO is met by the newest scrape and has been since, in every region. */
  private static Optional<Instant> recovered(
      Telemetry telemetry, ServiceProfile profile, Instant from, Instant end) {
    return Recovery.read(
            telemetry, profile.service(), profile.slo(), new Window(from, end.plusMillis(1)))
        .goodSince();
  }

  private static double failed(Telemetry telemetry, ServiceProfile profile, Window window) {
    double failed = 0;
    for (Series rate : telemetry.ofRegions(Metric.REQUEST_RATE, profile.service())) {
      Optional<Series> errors =
          telemetry.find(Metric.ERROR_RATIO, profile.service(), rate.key().region());
      for (int i = 1; i < rate.size() && errors.isPresent(); i++) {
        if (window.contains(rate.at(i))) {
          Window instant = new Window(rate.at(i), rate.at(i).plusMillis(1));
          double share = errors.get().within(instant).last();
          double seconds = (rate.epochMillis(i) - rate.epochMillis(i - 1)) / 1000.0;
          failed += Double.isNaN(share) ? 0 : share * rate.value(i) * seconds;
        }
      }
    }
    return failed;
  }

  private static OptionalDouble worst(
      Telemetry telemetry, ServiceProfile profile, Metric metric, Window window) {
    return telemetry.ofRegions(metric, profile.service()).stream()
        .map(s -> s.within(window))
        .filter(s -> !s.isEmpty())
        .mapToDouble(Series::median)
        .max();
  }

  /** The time after a fix that both the replay and the scrapes speak of. */
  private record Watched(Window window, List<Forecast.Point> points) {
    static Optional<Watched> of(Incident incident, Instant end) {
      Optional<RoomMessage> verdict =
          incident.approvalRequest().flatMap(r -> incident.find(r.plan().validation()));
      if (verdict.isEmpty() || !(verdict.get().payload() instanceof ValidationResult result)) {
        return Optional.empty();
      }
      Instant from =
          verdict.get().ts().plusMillis(Math.round(1000 * Math.max(0, result.recoverySeconds())));
      if (!from.isBefore(end) || incident.firstArmedAt().isEmpty()) {
        return Optional.empty();
      }
      double begins = Math.max(0, result.recoverySeconds());
      double ends = Duration.between(verdict.get().ts(), end).toMillis() / 1000.0;
      List<Forecast.Point> points = new ArrayList<>();
      for (Forecast.Point point : result.withFix().points()) {
        if (point.secondsFromNow() > begins && point.secondsFromNow() <= ends) {
          points.add(point);
        }
      }
      return Optional.of(new Watched(new Window(from, end.plusMillis(1)), points));
    }

    OptionalDouble forecastP99() {
      return median(points.stream().mapToDouble(Forecast.Point::p99Millis));
    }

    OptionalDouble forecastErrors() {
      return median(points.stream().mapToDouble(Forecast.Point::errorRatio));
    }

    private static OptionalDouble median(DoubleStream values) {
      double median = Quantile.median(values);
      return Double.isNaN(median) ? OptionalDouble.empty() : OptionalDouble.of(median);
    }
  }
}
