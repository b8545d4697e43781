package dev.aegis.lab.command;

import dev.aegis.incident.Incident;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The last line of {@code lab run --json}. */
final class RunJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private RunJson() {}

  static String write(FaultRun.Outcome outcome, long seed) {
    ObjectNode line = JSON.createObjectNode();
    summary(line.putObject("summary"), outcome, seed);
    return JSON.writeValueAsString(line);
  }

  private static void summary(ObjectNode to, FaultRun.Outcome outcome, long seed) {
    RunSummary of = outcome.summary();
    Incident incident = outcome.incident();
    to.put("fault", of.fault());
    to.put("seed", seed);
    to.put("incident", incident.room().map(Object::toString).orElse(null));
    to.put("resolved", of.resolved());
    to.put("status", incident.log().isEmpty() ? "unnoticed" : incident.status().words());
    to.put("cause", incident.diagnosis().map(d -> d.leading().cause().wire()).orElse(null));
    to.put("action", of.action().orElse(null));
    ArrayNode verdicts = to.putArray("verdicts");
    incident
        .judged()
        .forEach(j ->
            verdicts
                .addObject()
                .put("action", j.proposal().action().kind().wire())
                .put("verdict", j.result().verdict().name())
                .put("reason", j.result().reason().wire())
                .put("probability", rounded(j.result().probability(), 4)));
    seconds(to, "secondsToDetect", of.detect());
    seconds(to, "secondsToVerdict", of.verdict());
    seconds(to, "secondsToRecovery", of.recover());
    to.put("requestsFailed", Math.round(of.requestsFailed()));
    incident
        .decision()
        .ifPresentOrElse(
            d -> {
              to.put("downtimeCost", rounded(d.worth().downtimeDollars(), 2));
              to.put("remediationCost", rounded(d.worth().remediationDollars(), 2));
              to.put("avertedCost", rounded(d.worth().avertedDollars(), 2));
            },
            () -> {
              to.putNull("downtimeCost");
              to.putNull("remediationCost");
              to.putNull("avertedCost");
            });
    figures(to.putObject("forecast"), of.forecastP99(), of.forecastErrors());
    figures(to.putObject("measured"), of.measuredP99(), of.measuredErrors());
    to.put("exitCode", outcome.code().code());
  }

  private static void figures(ObjectNode to, OptionalDouble p99, OptionalDouble errors) {
    number(to, "p99Millis", p99, 1);
    number(to, "errorRatio", errors, 5);
  }

  private static void number(ObjectNode to, String name, OptionalDouble value, int digits) {
    number(to, name, value.orElse(Double.NaN), digits);
  }

  /** Null where there is no number. */
  static void number(ObjectNode to, String name, double value, int digits) {
    if (Double.isFinite(value)) {
      to.put(name, rounded(value, digits));
    } else {
      to.putNull(name);
    }
  }

  private static void seconds(ObjectNode to, String name, Optional<Duration> time) {
    if (time.isPresent()) {
      to.put(name, rounded(time.get().toMillis() / 1000.0, 1));
    } else {
      to.putNull(name);
    }
  }

  static double rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
