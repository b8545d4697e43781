package dev.aegis.app.scrape;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A process that can be scraped.
 *
 * @param metrics where it answers
 * @param labels what the discovery says about it
 */
public record Target(URI metrics, SortedMap<String, String> labels) {
  public Target(URI metrics, Map<String, String> labels) {
    this(metrics, (SortedMap<String, String>) new TreeMap<>(labels));
  }

  public Target {
    Objects.requireNonNull(metrics);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** The value of a label; empty where it is not there. */
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
