package dev.aegis.lab.service;

import java.util.Map;

/** Writes the Prometheus text format, version 0.0.4. */
public final class MetricText {
  private final StringBuilder text = new StringBuilder(8192);
  private final String common;

  /**
   * @param common labels of every sample, in the order to write them
   */
  public MetricText(Map<String, String> common) {
    StringBuilder labels = new StringBuilder();
    common.forEach((name, value) -> labels.append(label(name, value)));
    this.common = labels.toString();
  }

  /** One label, with the comma that parts it from the one before. */
  public static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "," + name + "=\"" + escaped + "\"";
  }

  /** The head of a metric; its samples follow. */
  public MetricText metric(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * One sample.
   *
   * @param labels as {@link #label} writes them, one after the other
   */
  public MetricText sample(String name, String labels, double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return written(name, labels, whole ? Long.toString((long) value) : Double.toString(value));
  }

  /** One sample that is a count. */
  public MetricText sample(String name, String labels, long count) {
    return written(name, labels, Long.toString(count));
  }

  private MetricText written(String name, String labels, String value) {
    String all = common + labels;
    text.append(name);
    if (!all.isEmpty()) {
      text.append('{').append(all, 1, all.length()).append('}');
    }
    text.append(' ').append(value).append('\n');
    return this;
  }

  /** A gauge or counter with one sample. */
  public MetricText single(String name, String type, String help, double value) {
    return metric(name, type, help).sample(name, "", value);
  }

  /** The same for a count. */
  public MetricText single(String name, String type, String help, long count) {
    return metric(name, type, help).sample(name, "", count);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
