package dev.aegis.app.terminal;

import dev.aegis.incident.Forecasts;
import dev.aegis.incident.Forecasts.Entry;
import dev.aegis.incident.Forecasts.Environment;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often the validator was right, for people: for each environment the figures over all its
 * plans, then one line a plan below the journal that it stands in.
 *
 * @param width cells in a line of text; the table of plans is as wide as its columns, below 80
 */
public record ForecastsPage(Style style, Glyphs glyphs, int width) {
  /** With fewer plans the figures say little. */
  private static final int FEW = 10;

  private static final String NONE = "-";

  /**
   * What one journal says.
   *
   * @param journal where it lies, as people write it
   * @param forecasts of its rooms
   */
  public record Source(String journal, Forecasts forecasts) {}

  /** Text from elsewhere as one harmless line. */
  public static String line(String text) {
    return Glyphs.UNICODE.inert(text);
  }

  /** What is said while no plan was executed. */
  public List<String> nothingYet(int journals, String home) {
    String read =
        switch (journals) {
          case 0 -> "there is no journal";
          case 1 -> "1 journal was read";
          default -> journals + " journals were read";
        };
    List<String> lines = new ArrayList<>();
    wrap(lines, Ink.PLAIN, "", "no executed plan yet; " + read + " under " + home + ".");
    wrap(
        lines,
        Ink.PLAIN,
        "",
        "A forecast is counted once a plan was approved, carried out and verified: let aegis demo"
            + " or aegis lab run leak go to its end, then ask again.");
    return lines;
  }

  /**
   * The whole page.
   *
   * @param all the forecasts of all sources together
   * @param sources oldest first
   */
  public List<String> lines(Forecasts all, List<Source> sources) {
    List<String> lines = new ArrayList<>();
    wrap(
        lines,
        Ink.DIM,
        "",
        "What the validator forecast of executed plans, and what came. P is the forecast that"
            + " the SLO is met in time and held.");
    for (Environment environment : all.environments()) {
      lines.add("");
      figures(lines, environment);
      lines.add("");
      row(lines, Ink.DIM, "room", "action", "P", "p99 ms (band)", "measured", "held");
      for (Source source : sources) {
        source.forecasts().environments().stream()
            .filter(e -> e.name().equals(environment.name()))
            .forEach(e -> plans(lines, source.journal(), e.entries()));
      }
    }
    return lines;
  }

  private void figures(List<String> lines, Environment environment) {
    int plans = environment.entries().size();
    String name = environment.name().isEmpty() ? "(no name)" : environment.name();
    String counted = plans == 1 ? "1 executed plan" : plans + " executed plans";
    wrap(
        lines,
        Ink.STRONG,
        "",
        "environment " + name + ": " + counted + ", " + environment.held() + " helped");
    figure(
        lines,
        "Brier score",
        number(environment.brier()),
        "0 is perfect; 0.25 is no better than tossing a coin");
    figure(
        lines,
        "p99 in the band",
        percent(environment.inBand()),
        "of the forecast, which should hold 90 %");
    figure(
        lines,
        "median p99 error",
        percent(environment.p99Error()),
        "how far the measured p99 was from the forecast");
    if (plans < FEW) {
      wrap(lines, Ink.DIM, "  ", "With fewer than " + FEW + " plans these figures say little.");
    }
  }

  private void figure(List<String> lines, String name, String value, String meaning) {
    String mark = String.format(Locale.ROOT, "  %-17s %6s   ", name, value);
    wrap(lines, Ink.PLAIN, mark, meaning);
  }

  private void plans(List<String> lines, String journal, List<Entry> entries) {
    wrap(lines, Ink.DIM, "  ", "from " + journal);
    for (Entry entry : entries) {
      Comparison c = entry.comparison();
      String band = band(c);
      row(
          lines,
          Ink.PLAIN,
          entry.room().value(),
          entry.action(),
          Figures.probability(c.probability()),
          millis(c.p99Millis()) + (band.isEmpty() ? "" : " (" + band + ")"),
          millis(c.measuredP99Millis()),
          entry.held() ? "yes" : "no");
    }
  }

  private static String band(Comparison c) {
    boolean known = c.p99LowMillis() >= 0 && c.p99HighMillis() >= 0;
    return known ? millis(c.p99LowMillis()) + "-" + millis(c.p99HighMillis()) : "";
  }

  private void row(List<String> lines, Ink ink, Object... cells) {
    String text =
        glyphs.inert(String.format(Locale.ROOT, "  %-14s %-21s %5s  %-16s %8s  %s", cells));
    lines.add(style.paint(List.of(new Span(ink, text))));
  }

  private void wrap(List<String> lines, Ink ink, String mark, String text) {
    new Paragraph(glyphs)
        .mark(Ink.PLAIN, mark).add(ink, text).lines(width).stream()
            .map(style::paint)
            .forEach(lines::add);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? NONE : Math.round(100 * share) + " %";
  }

  /** Below ten seconds in ms, as the column says; above with its unit, which keeps it short. */
  private static String millis(double millis) {
    if (!(millis >= 0)) {
      return NONE;
    }
    return millis < 9_999.5
        ? String.format(Locale.ROOT, "%.0f", millis)
        : String.format(Locale.ROOT, "%.0fs", millis / 1000);
  }
}
