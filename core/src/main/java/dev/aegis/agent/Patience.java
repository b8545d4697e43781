package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Judged;
import dev.aegis.incident.Recovery;
import dev.aegis.room.Deferral;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.Signal;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether a search that found no fix is worth another one soon. In the first points after an onset
 * the replay often cannot tell what goes on; it abstains, and a few points later it can.
 */
final class Patience {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private Patience() {}

  /**
   * What is said instead of calling for a person to take over; empty when waiting does not help:
   * nothing more will be observed, something was carried out already, every fix was rejected or
   * could not be replayed at all, or it was waited for often enough.
   */
  static Optional<Reply> instead(Turn turn, Incident incident, String why, List<String> missing) {
    boolean couldChange =
        turn.desk().live()
            && incident.firstArmedAt().isEmpty()
            && incident.deferrals().size() < CommandSettings.LATER_SEARCHES
            && incident.judgedInThisSearch().stream().anyMatch(Patience::wasUndecided);
    if (!couldChange) {
      return Optional.empty();
    }
    Duration pause = pause(turn, incident.signal().orElseThrow());
    String text =
        "cannot vouch for a fix yet: "
            + why
            + "; judges again in "
            + pause.toSeconds()
            + " s, when more has been observed";
    Deferral deferral = new Deferral(why, missing, turn.now().plus(pause));
    return Optional.of(Reply.to(Handle.HUMAN, text, deferral));
  }

  /**
   * What is said instead of searching again when every point since the search was put off meets the
   * objective: a fix would be for nothing.
   */
  static Optional<Reply> overMeanwhile(Turn turn, Incident incident) {
    Optional<Instant> since = incident.lastAt(Deferral.class);
    if (since.isEmpty()) {
      return Optional.empty();
    }
    Signal signal = incident.signal().orElseThrow();
    List<Recovery.Scrape> scrapes =
        Recovery.read(
                turn.desk().telemetry(),
                signal.service(),
                signal.slo(),
                new Window(since.get().plusMillis(1), turn.now().plusMillis(1)))
            .scrapes();
    if (scrapes.size() < CommandSettings.POINTS_BETWEEN_SEARCHES - 1
        || !scrapes.stream().allMatch(Recovery.Scrape::good)) {
      return Optional.empty();
    }
    String why =
        "the objective has been met in every scrape for "
            + Duration.between(scrapes.getFirst().at(), turn.now()).toSeconds()
            + " s, and nothing was done; somebody should find out why";
    Escalation escalation =
        new Escalation(why, Tried.describe(incident.judgedInThisSearch()), List.of());
    return Optional.of(Reply.to(Handle.HUMAN, why, escalation));
  }

  /** The replay had a model, and its figures did not decide. */
  private static boolean wasUndecided(Judged attempt) {
    return attempt.result().verdict() == Verdict.ABSTAIN && !attempt.result().evidence().isEmpty();
  }

  private static Duration pause(Turn turn, Signal signal) {
    Duration pause =
        turn.desk()
            .telemetry()
            .find(Metric.LATENCY_P99, signal.service(), signal.region())
            .map(Patience::interval)
            .orElse(SHORTEST)
            .multipliedBy(CommandSettings.POINTS_BETWEEN_SEARCHES);
    return pause.compareTo(SHORTEST) < 0
        ? SHORTEST
        : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static Duration interval(Series series) {
    double millis =
        Quantile.median(
            IntStream.range(1, series.size())
                .mapToDouble(i -> series.epochMillis(i) - series.epochMillis(i - 1)));
    return Double.isNaN(millis) ? SHORTEST : Duration.ofMillis(Math.round(millis));
  }
}
