package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Forecasts;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Comparison;
import java.util.List;
import java.util.Locale;

/**
 * What the replay forecast of executed plans beside what came of them, apart for each environment.
 *
 * @param environments in alphabetical order
 */
public record ForecastsView(List<Environment> environments) {
  /** Side of a picture, in units of its drawing. */
  static final int SIDE = 300;

  /** The picture goes from 10 ms to 100 s. */
  private static final double LEAST_MILLIS = 10;

  private static final double DECADES = 4;

  public ForecastsView {
    environments = List.copyOf(environments);
  }

  /**
   * The record of one environment.
   *
   * @param name as its owners call it
   * @param sentence how often it was right, in words
   * @param rows newest first
   * @param dots of the picture: forecast to the right, measured upwards
   */
  public record Environment(String name, String sentence, List<Row> rows, List<Dot> dots) {
    public Environment {
      rows = List.copyOf(rows);
      dots = List.copyOf(dots);
    }
  }

  /**
   * One executed plan.
   *
   * @param room where
   * @param action what was done
   * @param probability that was forecast
   * @param came what came of it
   * @param right whether p99 lay in the band that was forecast
   * @param forecast p99 with its band
   * @param measured p99
   */
  public record Row(
      String room,
      String action,
      String probability,
      String came,
      boolean right,
      String forecast,
      String measured) {}

  /**
   * One executed plan in the picture.
   *
   * @param x of the forecast's median
   * @param low of its band
   * @param high of its band
   * @param y of what was measured
   * @param right whether it lay in the band
   */
  public record Dot(double x, double low, double high, double y, boolean right) {}

  /** Of the record of all rooms. */
  public static ForecastsView of(Forecasts forecasts) {
    return new ForecastsView(
        forecasts.environments().stream().map(ForecastsView::environment).toList());
  }

  private static Environment environment(Forecasts.Environment e) {
    String name = e.name().isEmpty() ? "default" : Said.inert(e.name());
    return new Environment(
        name,
        String.format(
            Locale.ROOT,
            "%d of %d executed plans helped. Brier score of the probabilities %.3f (0 is perfect, a"
                + " coin has 0.25). Measured p99 lay in the band of 90 %% in %.0f %% of them.",
            e.held(),
            e.entries().size(),
            e.brier(),
            100 * Math.max(0, e.inBand())),
        e.entries().reversed().stream().map(ForecastsView::row).toList(),
        e.entries().stream()
            .map(Forecasts.Entry::comparison)
            .filter(Comparison::hasP99)
            .map(ForecastsView::dot)
            .toList());
  }

  private static Row row(Forecasts.Entry entry) {
    Comparison c = entry.comparison();
    return new Row(
        entry.room().value(),
        Said.inert(entry.action()),
        Figures.probability(c.probability()),
        entry.held() ? "held" : "not held",
        c.inBand(),
        c.hasP99()
            ? Figures.millis(c.p99Millis())
                + " ("
                + Figures.millis(c.p99LowMillis())
                + " to "
                + Figures.millis(c.p99HighMillis())
                + ")"
            : "not forecast",
        c.hasP99() ? Figures.millis(c.measuredP99Millis()) : "not measured");
  }

  private static Dot dot(Comparison c) {
    return new Dot(
        place(c.p99Millis()),
        place(c.p99LowMillis()),
        place(c.p99HighMillis()),
        SIDE - place(c.measuredP99Millis()),
        c.inBand());
  }

  private static double place(double millis) {
    double decades = Math.log10(Math.max(millis, LEAST_MILLIS) / LEAST_MILLIS);
    return Math.round(10 * Math.min(1, decades / DECADES) * SIDE) / 10.0;
  }
}
