package dev.aegis.lab.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One histogram for each set of labels. */
public final class Durations {
  private static final int MOST_LABELS = 200;

  private final String name;
  private final String help;
  private final Map<String, Histogram> histograms = new ConcurrentHashMap<>();

  public Durations(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /**
   * Counts one.
   *
   * @param labels as {@link MetricText#label} writes them
   */
  public void record(String labels, long nanos) {
    Histogram known = histograms.get(labels);
    if (known == null && histograms.size() < MOST_LABELS) {
      known = histograms.computeIfAbsent(labels, _ -> new Histogram());
    }
    if (known != null) {
      known.record(nanos);
    }
  }

  public void write(MetricText text) {
    text.metric(name, "histogram", help);
    histograms.forEach((labels, histogram) -> histogram.write(text, name, labels));
  }
}
