package dev.aegis.lab.command;

import dev.aegis.lab.fault.Remedy;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One pair of the matrix: what the replay said of an action, and what it did.
 *
 * @param fault id or path as it was asked for
 * @param action as {@link Remedy#text} writes it, or {@code do_nothing}
 * @param repetition from 1
 * @param verdict of the replay; empty for {@code do_nothing}
 * @param reason of the verdict
 * @param probability that it holds
 * @param forecastP99Millis median of the replay over the time after recovery; NaN without
 * @param bandLowMillis 5th percentile likewise
 * @param bandHighMillis 95th percentile likewise
 * @param outcome {@code fixed}, {@code unchanged}, {@code worse}, or why there is none
 * @param measuredP99Millis median of the worst region over the same time; NaN without
 * @param measuredErrorRatio likewise
 * @param burden errors plus p99 in objectives (up to twice) over the time watched, the mean
 * @param evidence folder of the recording the verdict rests on
 */
record MatrixLine(
    String fault,
    String action,
    int repetition,
    String verdict,
    String reason,
    double probability,
    double forecastP99Millis,
    double bandLowMillis,
    double bandHighMillis,
    String outcome,
    double measuredP99Millis,
    double measuredErrorRatio,
    double burden,
    String evidence) {
  static final String NOTHING = "do_nothing";
  static final String FIXED = "fixed";
  static final String UNCHANGED = "unchanged";
  static final String WORSE = "worse";

  /** The same with another verdict. */
  MatrixLine judged(Forecasted by) {
    return new MatrixLine(
        fault,
        action,
        repetition,
        by.verdict(),
        by.reason(),
        by.probability(),
        by.p99Millis(),
        by.lowMillis(),
        by.highMillis(),
        outcome,
        measuredP99Millis,
        measuredErrorRatio,
        burden,
        evidence);
  }

  /** Whether both are the same cell of the matrix. */
  boolean isFor(String ofFault, String ofAction, int ofRepetition) {
    return fault.equals(ofFault) && action.equals(ofAction) && repetition == ofRepetition;
  }

  boolean isNothing() {
    return action.equals(NOTHING);
  }

  boolean measured() {
    return outcome.equals(FIXED) || outcome.equals(UNCHANGED) || outcome.equals(WORSE);
  }

  String json() {
    ObjectNode to = JsonMapper.shared().createObjectNode();
    to.put("fault", fault);
    to.put("action", action);
    to.put("repetition", repetition);
    to.put("verdict", verdict.isEmpty() ? null : verdict);
    to.put("reason", reason.isEmpty() ? null : reason);
    RunJson.number(to, "probability", probability, 4);
    RunJson.number(to, "forecastP99Millis", forecastP99Millis, 1);
    RunJson.number(to, "bandLowMillis", bandLowMillis, 1);
    RunJson.number(to, "bandHighMillis", bandHighMillis, 1);
    to.put("outcome", outcome);
    RunJson.number(to, "measuredP99Millis", measuredP99Millis, 1);
    RunJson.number(to, "measuredErrorRate", measuredErrorRatio, 5);
    RunJson.number(to, "burden", burden, 4);
    to.put("evidence", evidence);
    return JsonMapper.shared().writeValueAsString(to);
  }

  /** The pair in this line; {@code null} when it is none, as the last line of a killed run is. */
  static @Nullable MatrixLine read(String line) {
    try {
      JsonNode from = JsonMapper.shared().readTree(line);
      if (!from.hasNonNull("fault") || !from.hasNonNull("action")) {
        return null;
      }
      return new MatrixLine(
          from.path("fault").asString(),
          from.path("action").asString(),
          from.path("repetition").asInt(1),
          from.path("verdict").asString(""),
          from.path("reason").asString(""),
          from.path("probability").asDouble(Double.NaN),
          from.path("forecastP99Millis").asDouble(Double.NaN),
          from.path("bandLowMillis").asDouble(Double.NaN),
          from.path("bandHighMillis").asDouble(Double.NaN),
          from.path("outcome").asString(""),
          from.path("measuredP99Millis").asDouble(Double.NaN),
          from.path("measuredErrorRate").asDouble(Double.NaN),
          from.path("burden").asDouble(Double.NaN),
          from.path("evidence").asString(""));
    } catch (JacksonException _) {
      return null;
    }
  }
}
