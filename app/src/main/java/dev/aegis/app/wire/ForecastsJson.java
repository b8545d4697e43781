package dev.aegis.app.wire;

import dev.aegis.incident.Forecasts;
import dev.aegis.room.Comparison;

/** Forecasts of executed plans beside what came of them, for programs: one object on one line. */
public final class ForecastsJson {
  private static final int DIGITS = 4;

  private ForecastsJson() {}

  /** One line {@code {"environments":[…]}}; a figure that there is not is {@code null}. */
  public static String write(Forecasts forecasts) {
    return Printer.line(
        out -> out.list("environments", forecasts.environments(), ForecastsJson::environment));
  }

  private static void environment(Printer to, Forecasts.Environment environment) {
    to.text("name", environment.name());
    to.count("plans", environment.entries().size());
    to.count("held", environment.held());
    to.realOrNull("brier", figure(environment.brier()));
    to.realOrNull("inBand", figure(environment.inBand()));
    to.realOrNull("p99Error", figure(environment.p99Error()));
    to.list("entries", environment.entries(), ForecastsJson::entry);
  }

  private static void entry(Printer to, Forecasts.Entry entry) {
    Comparison comparison = entry.comparison();
    to.text("room", entry.room().value());
    to.text("action", entry.action());
    to.real("probability", comparison.probability());
    to.realOrNull("p99Millis", known(comparison.p99Millis()));
    to.realOrNull("p99LowMillis", known(comparison.p99LowMillis()));
    to.realOrNull("p99HighMillis", known(comparison.p99HighMillis()));
    to.realOrNull("measuredP99Millis", known(comparison.measuredP99Millis()));
    to.flag("held", entry.held());
  }

  /** With the digits that carry something. */
  private static double figure(double value) {
    return Double.isNaN(value) ? value : SummaryJson.rounded(value, DIGITS);
  }

  /** In a room -1 stands for what was not forecast or not measured. */
  private static double known(double millis) {
    return millis < 0 ? Double.NaN : millis;
  }
}
