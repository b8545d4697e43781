package dev.aegis.app.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A plot on paper; its words stand beside it as text. */
final class PaintedPlot {
  /** The same as in the style sheet's light page. */
  static final List<String> COLOURS =
      List.of("#0b5fa5", "#b3261e", "#1b6e3c", "#7a4bb0", "#8a5a00", "#444444");

  private static final Color SHADE = new Color(0xF6E6E4);
  private static final Color GREY = new Color(0x767676);

  private PaintedPlot() {}

  /**
   * Draws it.
   *
   * @param scale from the plot's own units to those of the paper
   */
  static void paint(Plot plot, Graphics2D paper, double scale) {
    paper.scale(scale, scale);
    double began = Svg.x(plot, plot.shaded());
    paper.setColor(SHADE);
    paper.fill(
        new Rectangle2D.Double(
            began,
            Svg.TOP,
            Math.max(0, Svg.x(plot, plot.shadedTo()) - began),
            Svg.BOTTOM - Svg.TOP));
    paper.setColor(GREY);
    paper.setStroke(new BasicStroke(1));
    paper.draw(new Line2D.Double(Svg.LEFT, Svg.BOTTOM, Svg.WIDTH - Svg.LEFT, Svg.BOTTOM));
    paper.setStroke(dashed());
    for (Plot.Mark mark : plot.marks()) {
      double x = Svg.x(plot, mark.at());
      paper.draw(new Line2D.Double(x, Svg.TOP, x, Svg.BOTTOM));
    }
    if (Double.isFinite(plot.promised())) {
      double y = Svg.y(plot, plot.promised());
      paper.setColor(Color.BLACK);
      paper.draw(new Line2D.Double(Svg.LEFT, y, Svg.WIDTH - Svg.LEFT, y));
    }
    int number = 0;
    for (Plot.Line line : plot.lines()) {
      Color colour = Color.decode(COLOURS.get(number++ % COLOURS.size()));
      paper.setStroke(new BasicStroke(0.6f));
      paper.setColor(colour);
      paper.draw(path(plot, line, Plot.Point::low));
      paper.draw(path(plot, line, Plot.Point::high));
      paper.setStroke(new BasicStroke(2));
      paper.draw(path(plot, line, Plot.Point::value));
    }
  }

  private static BasicStroke dashed() {
    return new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4}, 0);
  }

  private static Path2D path(Plot plot, Plot.Line line, ToDoubleFunction<Plot.Point> value) {
    Path2D path = new Path2D.Double();
    for (Plot.Point point : line.points()) {
      double x = Svg.x(plot, point.at());
      double y = Svg.y(plot, value.applyAsDouble(point));
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    return path;
  }
}
