package dev.aegis.question;

import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.MetricColumn.Kind;
import java.util.Map;

/** Brings the number that a person said into the unit of a column. */
final class Units {
  private static final Map<String, Double> MILLIS = Map.of("us", 0.001, "ms", 1.0, "s", 1000.0);
  private static final Map<String, Double> BYTES =
      Map.of("bytes", 1.0, "kb", 1e3, "kB", 1e3, "mb", 1e6, "MB", 1e6, "gb", 1e9, "GB", 1e9);

  private Units() {}

  static double convert(Threshold threshold, MetricColumn metric) {
    String said = threshold.unit();
    String has = metric.unit();
    double value = threshold.value();
    if (said.isEmpty() || said.equals(has)) {
      return value;
    }
    if (said.equals("k")) {
      return value * 1000;
    }
    if (MILLIS.containsKey(said) && MILLIS.containsKey(has)) {
      return exact(value * MILLIS.getOrDefault(said, 1.0) / MILLIS.getOrDefault(has, 1.0));
    }
    if (BYTES.containsKey(said) && BYTES.containsKey(has)) {
      return exact(value * BYTES.getOrDefault(said, 1.0) / BYTES.getOrDefault(has, 1.0));
    }
    if (said.equals("%") && metric.kind() == Kind.RATIO) {
      return has.equals("%") ? value : exact(value / 100);
    }
    throw new NotUnderstood(
        threshold.text(),
        metric.column()
            + (has.isEmpty() ? " has no unit that is known" : " is measured in " + has)
            + "; give the number in its own unit, without one");
  }

  /** Without the noise of binary fractions: 5 % are 0.05. */
  static double exact(double value) {
    return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.12g", value));
  }
}
