package dev.aegis.app.report;

import dev.aegis.postmortem.Figures;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plot as SVG whose colours are those of the page round it. */
final class Svg {
  static final int WIDTH = 640;
  static final int HEIGHT = 220;
  static final int LEFT = 6;
  static final int TOP = 18;
  static final int BOTTOM = 200;

  private final Plot plot;
  private final StringBuilder out = new StringBuilder();

  private Svg(Plot plot) {
    this.plot = plot;
  }

  static String of(Plot plot) {
    Svg svg = new Svg(plot);
    svg.draw();
    return svg.out.toString();
  }

  static double x(Plot plot, java.time.Instant at) {
    return LEFT + plot.across(at) * (WIDTH - 2 * LEFT);
  }

  static double y(Plot plot, double value) {
    return BOTTOM - plot.up(value) * (BOTTOM - TOP);
  }

  private void draw() {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT + "\" aria-label=\"")
        .append(Xhtml.text(plot.title() + ". " + plot.words()))
        .append("\">");
    double began = x(plot, plot.shaded());
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"incident\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
            began,
            TOP,
            Math.max(0, x(plot, plot.shadedTo()) - began),
            BOTTOM - TOP));
    line("axis", LEFT, BOTTOM, WIDTH - LEFT, BOTTOM);
    if (Double.isFinite(plot.promised())) {
      double promised = y(plot, plot.promised());
      line("promised", LEFT, promised, WIDTH - LEFT, promised);
      text(WIDTH - LEFT, promised - 3, "end", "promised");
    }
    for (Plot.Mark mark : plot.marks()) {
      line("mark", x(plot, mark.at()), TOP, x(plot, mark.at()), BOTTOM);
    }
    int number = 0;
    for (Plot.Line each : plot.lines()) {
      course(each, number++);
    }
    text(LEFT, TOP - 6, "start", plot.topWords());
    text(LEFT, HEIGHT - 6, "start", Figures.time(plot.from()));
    text(WIDTH - LEFT, HEIGHT - 6, "end", Figures.time(plot.to()) + " UTC");
    out.append("</svg>");
  }

  private void course(Plot.Line line, int number) {
    if (line.points().stream().anyMatch(p -> p.low() < p.value() || p.high() > p.value())) {
      String there =
          line.points().stream().map(p -> at(p, p.high())).collect(Collectors.joining(" "));
      String back =
          line.points().reversed().stream()
              .map(p -> at(p, p.low()))
              .collect(Collectors.joining(" "));
      out.append(
          "<polygon class=\"band l" + number % 6 + "\" points=\"" + there + " " + back + "\"/>");
    }
    out.append("<polyline class=\"line l" + number % 6 + "\" points=\"")
        .append(line.points().stream().map(p -> at(p, p.value())).collect(Collectors.joining(" ")))
        .append("\"/>");
  }

  private String at(Plot.Point point, double value) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(plot, point.at()), y(plot, value));
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            kind,
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String anchor, String words) {
    out.append(
            String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor))
        .append(Xhtml.text(words))
        .append("</text>");
  }
}
