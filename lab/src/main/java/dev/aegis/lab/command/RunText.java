package dev.aegis.lab.command;

import dev.aegis.room.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What came of a run, for people. */
final class RunText {
  private RunText() {}

  static List<String> lines(FaultRun.Outcome outcome) {
    RunSummary of = outcome.summary();
    List<String> lines = new ArrayList<>();
    lines.add("fault        " + of.fault());
    lines.add(
        "outcome      "
            + (outcome.incident().log().isEmpty()
                ? "unnoticed"
                : outcome.incident().status().words()));
    lines.add("detected     " + after(of.detect()));
    lines.add("vouched for  " + after(of.verdict()));
    lines.add("recovered    " + after(of.recover()));
    lines.add(String.format(Locale.ROOT, "failed       %,.0f requests", of.requestsFailed()));
    outcome
        .incident()
        .decision()
        .map(Decision::worth)
        .ifPresent(w ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "cost         %,.0f $ of downtime, %,.2f $ of cloud",
                    w.downtimeDollars(),
                    w.remediationDollars())));
    if (of.forecastP99().isPresent() || of.measuredP99().isPresent()) {
      lines.add(
          "forecast     p99 "
              + millis(of.forecastP99())
              + ", measured "
              + millis(of.measuredP99()));
    }
    return lines;
  }

  private static String after(Optional<Duration> time) {
    return time.map(
            t -> String.format(Locale.ROOT, "%.0f s after the injection", t.toMillis() / 1000.0))
        .orElse("not");
  }

  private static String millis(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%,.0f ms", value.getAsDouble()) : "none";
  }
}
