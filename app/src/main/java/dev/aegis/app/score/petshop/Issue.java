package dev.aegis.app.score.petshop;

import dev.aegis.culprit.Calls;
import dev.aegis.culprit.Course;
import dev.aegis.culprit.Loss;
import dev.aegis.culprit.Scene;
import dev.aegis.culprit.Served;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What was measured of one issue. A row belongs to the time before the symptom when its middle
 * does; latencies are means, so that latency times requests is time, and unavailability times
 * requests is failures.
 */
final class Issue {
  private static final String REQUESTS = "requests";

  private final MetricTable window;
  private final Optional<MetricTable> usual;
  private final String metric;
  private final int onset;

  /**
   * @param window the rows round the symptom
   * @param usual rows of normal days, where there are some
   * @param metric of the symptom: {@code latency} or {@code availability}
   * @param epochSeconds when the symptom was seen
   */
  Issue(MetricTable window, Optional<MetricTable> usual, String metric, double epochSeconds) {
    this.window = window;
    this.usual = usual;
    this.metric = metric;
    int before = 0;
    while (before < window.size() && window.time(before) + window.step() / 2 <= epochSeconds) {
      before++;
    }
    this.onset = before;
  }

  Scene scene(Calls calls, String symptom) {
    boolean time = metric.equals("latency");
    DoubleUnaryOperator loss = time ? seconds -> seconds : available -> 1 - available / 100;
    List<Served> served = new ArrayList<>();
    for (String node : calls.components()) {
      double[] values = values(window, node, loss);
      double[] requests = window.values(node, REQUESTS, "Sum");
      if (values.length == 0 || requests.length == 0) {
        continue;
      }
      double[] normal = usual.map(table -> values(table, node, loss)).orElse(new double[0]);
      Course course =
          new Course(
              normal,
              Arrays.copyOfRange(values, 0, onset),
              Arrays.copyOfRange(values, onset, values.length));
      served.add(new Served(node, "", rate(values, requests), course));
    }
    return new Scene(
        calls, symptom, time ? Loss.TIME : Loss.FAILURES, served, List.of(), List.of(), List.of());
  }

  private double[] values(MetricTable table, String node, DoubleUnaryOperator loss) {
    return Arrays.stream(table.values(node, metric, "Average")).map(loss).toArray();
  }

  private double rate(double[] values, double[] requests) {
    double sum = 0;
    for (int row = onset; row < values.length; row++) {
      if (Double.isFinite(values[row]) && requests[row] > 0) {
        sum += requests[row];
      }
    }
    return sum / Math.max(1, values.length - onset) / window.step();
  }
}
