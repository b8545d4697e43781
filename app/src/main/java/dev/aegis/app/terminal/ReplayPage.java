package dev.aegis.app.terminal;

import dev.aegis.postmortem.Figures;
import dev.aegis.room.Forecast;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Slo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fixes judged again on a past incident, for people: the verdict then and now, what is forecast,
 * and the band of the replays as a plot.
 *
 * @param width cells in a line
 */
public record ReplayPage(Style style, Glyphs glyphs, int width) {
  /**
   * One fix.
   *
   * @param at when it would have begun
   * @param then what the replay said in the incident; {@code null} where it was not asked
   * @param now what it says now
   */
  public record Judged(Instant at, @Nullable ValidationResult then, ValidationResult now) {}

  /** Which incident, and what it is judged from. */
  public List<String> heading(String incident, Signal signal, String folder) {
    Body body = body();
    String where = signal.region().isEmpty() ? "" : " in " + signal.region();
    body.paragraph()
        .addWhole(Ink.STRONG, incident)
        .addWhole(Ink.BAD, signal.severity().name())
        .add(
            signal.service()
                + where
                + " since "
                + Figures.dateTime(signal.startedAt())
                + " UTC: "
                + signal.whySeverity());
    body.paragraph().add(Ink.DIM, "judged as of then, from " + folder);
    return painted(body);
  }

  /** One fix with its plot, below an empty line. */
  public List<String> judged(Judged judged, Slo slo) {
    ValidationResult now = judged.now();
    Body body = body();
    body.paragraph()
        .add(Ink.STRONG, now.action().kind().wire())
        .figure(Ink.DIM, "at " + Figures.time(judged.at()));
    body.labelled("", now.action().describe());
    ValidationResult then = judged.then();
    boolean same = then != null && verdict(then).equals(verdict(now));
    if (then != null) {
      spoken(body, same ? "then, now" : "then", then);
    }
    if (!same) {
      spoken(body, "now", now);
    }
    body.labelled("", now.sentence());
    String outlook = Words.outlook(now);
    if (!outlook.isEmpty()) {
      body.labelled("", outlook);
    }
    p99(now, slo).ifPresent(text -> body.labelled("p99", text));
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(painted(body));
    Plot.of(now, slo.latencyP99Millis(), new Page(width, glyphs)).stream()
        .map(style::paint)
        .forEach(lines::add);
    return lines;
  }

  /** What the replays cannot know, once for all of them. */
  public List<String> closing(List<Judged> judged) {
    Set<String> unknowns = new LinkedHashSet<>();
    judged.forEach(j -> unknowns.addAll(j.now().unknowns()));
    if (unknowns.isEmpty()) {
      return List.of();
    }
    Body body = body();
    for (String unknown : unknowns) {
      long of = judged.stream().filter(j -> j.now().unknowns().contains(unknown)).count();
      boolean all = of == judged.size();
      body.marked(Ink.WARN, "?", unknown + (all ? "" : " (" + kinds(judged, unknown) + ")"));
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(style.paint(List.of(new Span(Ink.DIM, "What the replay cannot know:"))));
    lines.addAll(painted(body));
    return lines;
  }

  private static String kinds(List<Judged> judged, String unknown) {
    return String.join(
        ", ",
        judged.stream()
            .filter(j -> j.now().unknowns().contains(unknown))
            .map(j -> j.now().action().kind().wire())
            .distinct()
            .toList());
  }

  private void spoken(Body body, String label, ValidationResult result) {
    body.labelled(label, "")
        .addWhole(Words.ink(result.verdict()), result.verdict().name())
        .add(verdict(result).substring(result.verdict().name().length()));
  }

  private static String verdict(ValidationResult result) {
    String replays = result.replications() == 0 ? "" : ", " + result.replications() + " replays";
    return result.verdict().name()
        + " "
        + result.reason().wire()
        + ", "
        + Words.held(result)
        + replays;
  }

  /** Medians over the time after the forecast recovery, or over all of it where there is none. */
  private static java.util.Optional<String> p99(ValidationResult result, Slo slo) {
    double settled = Math.max(0, result.recoverySeconds());
    double fix = median(result.withFix(), settled, Forecast.Point::p99Millis);
    if (Double.isNaN(fix)) {
      return java.util.Optional.empty();
    }
    double nothing = median(result.doNothing(), settled, Forecast.Point::p99Millis);
    String from = result.recoverySeconds() >= 0 ? "from +" + Figures.seconds(settled) + " on " : "";
    return java.util.Optional.of(
        from
            + Figures.millis(fix)
            + " ("
            + Figures.millis(median(result.withFix(), settled, Forecast.Point::p99LowMillis))
            + " to "
            + Figures.millis(median(result.withFix(), settled, Forecast.Point::p99HighMillis))
            + ")"
            + (Double.isNaN(nothing) ? "" : ", without the fix " + Figures.millis(nothing))
            + ", objective "
            + Figures.millis(slo.latencyP99Millis()));
  }

  private static double median(
      Forecast forecast, double after, ToDoubleFunction<Forecast.Point> figure) {
    return Quantile.median(
        forecast.points().stream().filter(p -> p.secondsFromNow() > after).mapToDouble(figure));
  }

  private Body body() {
    return new Body(glyphs, "then, now  ".length());
  }

  private List<String> painted(Body body) {
    return body.lines(width, 0).stream().map(style::paint).toList();
  }
}
