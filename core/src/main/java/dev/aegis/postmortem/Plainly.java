package dev.aegis.postmortem;

import dev.aegis.incident.Status;
import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Reason;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Slo;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the record holds as types, in words for people who were not there. */
final class Plainly {
  private Plainly() {}

  static String where(String service, String region) {
    return region.isEmpty() ? service : service + " in " + region;
  }

  /** What the service promises. */
  static String promise(Slo slo) {
    return "99 of 100 requests are answered within "
        + Figures.millis(slo.latencyP99Millis())
        + " and at most "
        + Figures.percent(slo.errorRatio())
        + " of them fail";
  }

  /** What users noticed of a symptom; the metric's own name where they notice nothing of it. */
  static String symptom(Signal.Symptom s) {
    String seen = Figures.metricValue(s.metric(), s.observed());
    String usual = " (usually " + Figures.metricValue(s.metric(), s.baseline()) + ")";
    return switch (s.metric()) {
      case "latency_p99_ms" -> "the slowest 1 % of requests took " + seen + " or longer" + usual;
      case "latency_p50_ms" -> "half of the requests took " + seen + " or longer" + usual;
      case "latency_mean_ms" -> "a request took " + seen + " on average" + usual;
      case "error_ratio" -> seen + " of requests failed" + usual;
      default -> Figures.metricName(s.metric()) + " was " + seen + usual;
    };
  }

  static String action(Action action) {
    return switch (action) {
      case Action.ScalePods a ->
          "run "
              + a.toPods()
              + " instead of "
              + a.fromPods()
              + " copies of "
              + where(a.service(), a.region());
      case Action.RestartPods a ->
          "restart the " + a.pods() + " copies of " + where(a.service(), a.region());
      case Action.RollbackDeploy a ->
          "go back from "
              + a.fromVersion()
              + " to "
              + a.toVersion()
              + " of "
              + where(a.service(), a.region());
      case Action.FailoverRegion a ->
          "send the traffic of " + a.service() + " from " + a.fromRegion() + " to " + a.toRegion();
      case Action.RollbackAndFailover a ->
          a.steps().stream().map(Plainly::action).collect(Collectors.joining(", and "));
      case Action.ShedLoad a ->
          "refuse "
              + Figures.percent(a.toShare())
              + " instead of "
              + Figures.percent(a.fromShare())
              + " of the requests to "
              + where(a.service(), a.region());
      case Action.SetFlag a ->
          "switch the flag "
              + a.flag()
              + " of "
              + a.service()
              + " from "
              + a.from()
              + " to "
              + a.to();
      case Action.SetConfig a ->
          "set " + a.key() + " of " + a.service() + " from " + a.from() + " to " + a.to();
    };
  }

  /** How much is touched when an action goes wrong. */
  static String touched(BlastRadius radius) {
    return switch (radius) {
      case SMALL -> "one service in one region is touched, and nothing that runs is stopped";
      case MEDIUM -> "one service in one region is touched, and what runs is replaced or refused";
      case LARGE -> "all users of a region are touched, or another region too";
    };
  }

  /** Why a fix was not, or was, vouched for by the simulation. */
  static String why(Reason reason) {
    return switch (reason) {
      case HOLDS -> "it keeps the promise in the simulation";
      case CAUSE_PERSISTS -> "what broke the service would have gone on in what replaces it";
      case NOT_ENOUGH -> "it would have helped, but not enough";
      case TOO_SLOW -> "it would have helped, but too late";
      case WORSENS -> "it would have made things worse than doing nothing";
      case NO_HEADROOM -> "the place that takes the traffic could not have carried it";
      case DOES_NOT_REPRODUCE ->
          "the simulation could not retell what had been seen, so it could not be trusted";
      case NOT_OBSERVED -> "something that the simulation needs had not been recorded";
      case TOO_CLOSE -> "the simulated futures disagreed too much to decide";
    };
  }

  static String status(Status status) {
    return switch (status) {
      case OPEN -> "still open";
      case WAITING -> "waiting for somebody to answer";
      case RESOLVED -> "resolved";
      case RECOMMENDED -> "handed to a person with a recommendation";
      case NOT_EXECUTED -> "not resolved; nothing was done";
      case DENIED -> "not resolved; a person refused the fix";
      case REVERTED -> "not resolved; the fix was taken back";
      case LEFT_IN_PLACE -> "not resolved; the fix was left in place";
      case EXPIRED -> "not resolved; nobody answered in time";
      case ESCALATED -> "handed to a person";
      case UNKNOWN -> "outcome not known; a person has to look";
    };
  }

  static String change(Change change) {
    String kind = change.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String to =
        change.previous().isEmpty()
            ? change.version()
            : change.previous() + " → " + change.version();
    return "Change: "
        + kind
        + (change.service().isEmpty() ? "" : " of " + change.service())
        + (to.isEmpty() ? "" : ", " + to);
  }

  /** A share of belief, such as {@code 86 % sure}; never rounded to certainty. */
  static String sure(double weight) {
    if (weight < 1 && weight >= 0.995) {
      return "more than 99 % sure";
    }
    return weight > 0 && weight < 0.01
        ? "less than 1 % sure"
        : Figures.percent(Math.rint(100 * weight) / 100) + " sure";
  }
}
