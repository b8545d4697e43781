package dev.aegis.lab.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** One counter for each set of labels. */
public final class Counters {
  private static final int MOST_LABELS = 200;

  private final String name;
  private final String help;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  public Counters(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /**
   * Counts one.
   *
   * @param labels as {@link MetricText#label} writes them
   */
  public void count(String labels) {
    LongAdder known = counts.get(labels);
    if (known == null && counts.size() < MOST_LABELS) {
      known = counts.computeIfAbsent(labels, _ -> new LongAdder());
    }
    if (known != null) {
      known.increment();
    }
  }

  public void write(MetricText text) {
    text.metric(name, "counter", help);
    counts.forEach((labels, count) -> text.sample(name, labels, count.sum()));
  }
}
