package dev.aegis.twin;

import dev.aegis.room.Forecast;
import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.List;

/** Forecasts over replications, thinned to what a plot can show. */
final class Curves {
  private static final int MOST_POINTS = 60;
  private static final int MOST_PAST_POINTS = 20;

  private Curves() {}

  static Forecast none(String label) {
    return new Forecast(label, List.of());
  }

  /** What was seen, in seconds from now. */
  static Forecast observed(Fitted fitted) {
    List<Forecast.Point> points = new ArrayList<>();
    for (Fitted.Seen s : fitted.observed()) {
      if (Double.isFinite(s.p99Millis())) {
        double at = s.toSeconds() - fitted.nowSeconds();
        double errors = Double.isNaN(s.errorRatio()) ? 0 : s.errorRatio();
        points.add(new Forecast.Point(at, s.p99Millis(), s.p99Millis(), s.p99Millis(), errors));
      }
    }
    return new Forecast("observed", thinned(points, MOST_POINTS));
  }

  /** The replayed past, and how it goes on. */
  static Forecast nothing(Fitted fitted, List<Rewound> past, List<Path> paths) {
    List<Forecast.Point> points = new ArrayList<>();
    for (int i = 0; i < fitted.observed().size(); i++) {
      double[] p99 = new double[past.size()];
      double[] errors = new double[past.size()];
      for (int k = 0; k < p99.length; k++) {
        p99[k] = past.get(k).p99()[i];
        errors[k] = past.get(k).errors()[i];
      }
      double at = fitted.observed().get(i).toSeconds() - fitted.nowSeconds();
      points.add(point(at, p99, errors, fitted.model().timeoutSeconds()));
    }
    List<Forecast.Point> all = new ArrayList<>(thinned(points, MOST_PAST_POINTS));
    all.addAll(
        thinned(future(paths, fitted.model().timeoutSeconds()), MOST_POINTS - MOST_PAST_POINTS));
    return new Forecast("do nothing", all);
  }

  static Forecast withFix(String label, Fitted fitted, List<Path> paths) {
    return new Forecast(
        label, thinned(future(paths, fitted.model().timeoutSeconds()), MOST_POINTS));
  }

  private static List<Forecast.Point> future(List<Path> paths, double timeout) {
    List<Forecast.Point> points = new ArrayList<>();
    int n = paths.isEmpty() ? 0 : paths.getFirst().size();
    for (int i = 0; i < n; i++) {
      double[] p99 = new double[paths.size()];
      double[] errors = new double[paths.size()];
      for (int k = 0; k < p99.length; k++) {
        p99[k] = paths.get(k).p99()[0][i];
        errors[k] = paths.get(k).errors()[0][i];
      }
      points.add(point(paths.getFirst().seconds()[i], p99, errors, timeout));
    }
    return points;
  }

  /** Where nobody was answered at all, the latency is written as the clients' timeout. */
  private static Forecast.Point point(double at, double[] p99, double[] errors, double timeout) {
    double middle = Quantile.median(p99);
    double error = Quantile.median(errors);
    return new Forecast.Point(
        at,
        Double.isNaN(middle) ? 1000 * timeout : Quantile.of(p99, 0.05),
        Double.isNaN(middle) ? 1000 * timeout : middle,
        Double.isNaN(middle) ? 1000 * timeout : Quantile.of(p99, 0.95),
        Double.isNaN(error) ? 0 : Quantile.of(errors, 0.05),
        Double.isNaN(error) ? 0 : error,
        Double.isNaN(error) ? 0 : Quantile.of(errors, 0.95));
  }

  /** Of each group of neighbours the one with the middle p99, at the group's end. */
  private static List<Forecast.Point> thinned(List<Forecast.Point> points, int most) {
    if (points.size() <= most) {
      return points;
    }
    int group = (points.size() + most - 1) / most;
    List<Forecast.Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i += group) {
      List<Forecast.Point> neighbours = points.subList(i, Math.min(points.size(), i + group));
      Forecast.Point middle =
          neighbours.stream()
              .sorted(java.util.Comparator.comparingDouble(Forecast.Point::p99Millis))
              .toList()
              .get(neighbours.size() / 2);
      kept.add(
          new Forecast.Point(
              neighbours.getLast().secondsFromNow(),
              middle.p99LowMillis(),
              middle.p99Millis(),
              middle.p99HighMillis(),
              middle.errorLow(),
              middle.errorRatio(),
              middle.errorHigh()));
    }
    return kept;
  }
}
