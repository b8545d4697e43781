package dev.aegis.app.report;

import dev.aegis.app.page.ReplayPicture;
import dev.aegis.app.page.SeriesPicture;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Evidence;
import dev.aegis.room.Forecast;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What of a record can be drawn. */
final class Plots {
  /** The scale leaves this much above the highest point. */
  private static final double AIR = 1.1;

  private Plots() {}

  /** Evidence that is a course in time; empty for any other. */
  static Optional<Plot> of(Evidence evidence, Incident incident) {
    return SeriesPicture.of(evidence, incident).flatMap(p -> course(evidence, p));
  }

  private static Optional<Plot> course(Evidence evidence, SeriesPicture picture) {
    List<Plot.Line> lines =
        picture.lines().stream()
            .map(l ->
                new Plot.Line(
                    l.name(),
                    l.points().entrySet().stream()
                        .map(p ->
                            new Plot.Point(p.getKey(), p.getValue(), p.getValue(), p.getValue()))
                        .toList()))
            .toList();
    List<Plot.Mark> marks =
        picture.marks().stream().map(m -> new Plot.Mark(m.at(), m.label())).toList();
    return drawn(
        "Evidence " + evidence.id(),
        picture.unit(),
        picture.promised(),
        picture.from(),
        picture.to(),
        lines,
        marks);
  }

  /** What the simulation foresaw of each fix and of doing nothing, beside what was measured. */
  static List<Plot> foreseen(Incident incident) {
    Optional<ReplayPicture> picture = ReplayPicture.of(incident).filter(ReplayPicture::drawn);
    if (picture.isEmpty() || incident.signal().isEmpty()) {
      return List.of();
    }
    Optional<Plot> slow =
        foreseen(
            "The slowest 1 % of requests, foreseen and measured",
            "ms",
            picture.get().p99Slo(),
            picture.get(),
            incident,
            (at, p) -> new Plot.Point(at, p.p99LowMillis(), p.p99Millis(), p.p99HighMillis()));
    Optional<Plot> failed =
        foreseen(
            "Share of requests that fail, foreseen and measured",
            "ratio",
            picture.get().errorSlo(),
            picture.get(),
            incident,
            (at, p) -> new Plot.Point(at, p.errorLow(), p.errorRatio(), p.errorHigh()));
    return Stream.of(slow, failed).flatMap(Optional::stream).toList();
  }

  private static Optional<Plot> foreseen(
      String title,
      String unit,
      double promised,
      ReplayPicture picture,
      Incident incident,
      BiFunction<Instant, Forecast.Point, Plot.Point> point) {
    List<Plot.Line> lines =
        picture.curves().stream()
            .filter(c -> !c.points().isEmpty())
            .map(c ->
                new Plot.Line(
                    c.name(),
                    c.points().stream()
                        .map(p ->
                            point.apply(
                                c.from().plusMillis(Math.round(1000 * p.secondsFromNow())), p))
                        .toList()))
            .toList();
    List<Plot.Mark> marks =
        picture.marks().stream().map(m -> new Plot.Mark(m.at(), m.label())).toList();
    Instant began = incident.signal().orElseThrow().startedAt();
    Instant over = incident.log().getLast().ts();
    return drawn(title, unit, promised, began, over, lines, marks);
  }

  private static Optional<Plot> drawn(
      String title,
      String unit,
      double promised,
      Instant began,
      Instant over,
      List<Plot.Line> lines,
      List<Plot.Mark> marks) {
    List<Plot.Point> all =
        lines.stream()
            .flatMap(l -> l.points().stream())
            .filter(p -> Double.isFinite(p.value()) && p.value() >= 0)
            .toList();
    Optional<Instant> from = all.stream().map(Plot.Point::at).min(Instant::compareTo);
    Optional<Instant> to = all.stream().map(Plot.Point::at).max(Instant::compareTo);
    double highest =
        Stream.concat(all.stream().map(Plot.Point::value), Stream.of(promised))
            .filter(Double::isFinite)
            .mapToDouble(Objects::requireNonNull)
            .max()
            .orElse(0);
    if (from.isEmpty() || to.isEmpty() || !from.get().isBefore(to.get()) || highest <= 0) {
      return Optional.empty();
    }
    Instant left = from.get();
    Instant right = to.get();
    return Optional.of(
        new Plot(
            title,
            words(lines, unit, promised),
            left,
            right,
            highest * AIR,
            value(highest * AIR, unit),
            promised,
            began,
            over,
            lines,
            marks.stream().filter(m -> !m.at().isBefore(left) && !m.at().isAfter(right)).toList()));
  }

  private static String words(List<Plot.Line> lines, String unit, double promised) {
    StringBuilder words = new StringBuilder();
    for (Plot.Line line : lines) {
      Plot.Point highest =
          line.points().stream()
              .max(java.util.Comparator.comparingDouble(Plot.Point::value))
              .orElseThrow();
      words
          .append(line.name())
          .append(": first ")
          .append(value(line.points().getFirst().value(), unit))
          .append(", highest ")
          .append(value(highest.value(), unit))
          .append(" at ")
          .append(Figures.time(highest.at()))
          .append(" UTC, last ")
          .append(value(line.points().getLast().value(), unit))
          .append(". ");
    }
    if (Double.isFinite(promised)) {
      words.append("Promised: ").append(value(promised, unit)).append(". ");
    }
    return words.toString().strip();
  }

  private static String value(double value, String unit) {
    return switch (unit) {
      case "ms" -> Figures.millis(value);
      case "ratio" -> Figures.percent(value);
      default -> Figures.number(value);
    };
  }
}
