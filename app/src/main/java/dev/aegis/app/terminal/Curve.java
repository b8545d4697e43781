package dev.aegis.app.terminal;

import dev.aegis.room.Forecast;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

/**
 * One line of a plot.
 *
 * @param pen how it is drawn
 * @param name what stands at its end
 * @param number of the fix, written along the curve; 0 for none
 * @param points ascending in time, values above 0 and finite
 */
record Curve(Pen pen, String name, int number, List<Point> points) {

  /** A value at a time in seconds from now. */
  record Point(double seconds, double millis) {}

  Curve {
    points = List.copyOf(points);
  }

  /**
   * The medians of a forecast at the wanted times; what is no number or not above 0 is left out.
   */
  static Curve of(Pen pen, String name, int number, Forecast forecast, DoublePredicate wanted) {
    return of(pen, name, number, forecast, Forecast.Point::p99Millis, wanted);
  }

  /** The same of another figure than the median. */
  static Curve of(
      Pen pen,
      String name,
      int number,
      Forecast forecast,
      ToDoubleFunction<Forecast.Point> figure,
      DoublePredicate wanted) {
    List<Point> points =
        forecast.points().stream()
            .map(p -> new Point(p.secondsFromNow(), figure.applyAsDouble(p)))
            .filter(p -> Double.isFinite(p.seconds()) && wanted.test(p.seconds()))
            .filter(p -> Double.isFinite(p.millis()) && p.millis() > 0)
            .sorted(Comparator.comparingDouble(Point::seconds))
            .toList();
    return new Curve(pen, name, number, points);
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  double last() {
    return points.getLast().millis();
  }

  /**
   * The value to draw for the times from {@code from} to {@code to}: the highest point inside, else
   * between its neighbours on the log scale; NaN where the curve is not.
   */
  double at(double from, double to) {
    double highest = Double.NaN;
    Point before = null;
    Point after = null;
    for (Point p : points) {
      if (p.seconds() < from) {
        before = p;
      } else if (p.seconds() <= to) {
        highest = Double.isNaN(highest) ? p.millis() : Math.max(highest, p.millis());
      } else if (after == null) {
        after = p;
      }
    }
    if (!Double.isNaN(highest) || before == null || after == null) {
      return highest;
    }
    double share = ((from + to) / 2 - before.seconds()) / (after.seconds() - before.seconds());
    double low = Math.log(before.millis());
    return Math.exp(low + share * (Math.log(after.millis()) - low));
  }
}
