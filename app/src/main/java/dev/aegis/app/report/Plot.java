package dev.aegis.app.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A plot of figures in the course of time, without any form.
 *
 * @param title what is drawn, with its unit
 * @param words the same for whoever does not see it
 * @param from left edge
 * @param to right edge, after {@code from}
 * @param top value at the upper edge, above 0; the lower one is 0
 * @param topWords the same with its unit
 * @param promised a level that is promised; NaN where none is
 * @param shaded from when on the incident lasted
 * @param shadedTo until when
 * @param lines at least one
 * @param marks moments of changes and steps
 */
record Plot(
    String title,
    String words,
    Instant from,
    Instant to,
    double top,
    String topWords,
    double promised,
    Instant shaded,
    Instant shadedTo,
    List<Line> lines,
    List<Mark> marks) {
  Plot {
    Objects.requireNonNull(title);
    Objects.requireNonNull(words);
    lines = List.copyOf(lines);
    marks = List.copyOf(marks);
  }

  /**
   * A line, with a band round it where low and high differ from it.
   *
   * @param name at its end
   * @param points ascending in time
   */
  record Line(String name, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  /** A figure with its band. */
  record Point(Instant at, double low, double value, double high) {}

  /** A moment. */
  record Mark(Instant at, String label) {}

  /** Where a moment lies between the edges, 0 to 1. */
  double across(Instant at) {
    double whole = to.toEpochMilli() - from.toEpochMilli();
    return Math.clamp((at.toEpochMilli() - from.toEpochMilli()) / whole, 0, 1);
  }

  /** How high a value lies, 0 to 1. */
  double up(double value) {
    return Math.clamp(value / top, 0, 1);
  }
}
