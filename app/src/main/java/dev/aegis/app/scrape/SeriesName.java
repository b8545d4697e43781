package dev.aegis.app.scrape;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The name and the labels of one series. Equal whatever the order of the labels; a parser gives the
 * same object for the same series scrape after scrape. A label with an empty value is no label.
 */
public final class SeriesName {
  private final String name;
  private final SortedMap<String, String> labels;
  private final int hash;

  public SeriesName(String name, Map<String, String> labels) {
    this.name = Objects.requireNonNull(name);
    SortedMap<String, String> kept = new TreeMap<>(labels);
    kept.values().removeIf(String::isEmpty);
    this.labels = Collections.unmodifiableSortedMap(kept);
    this.hash = 31 * name.hashCode() + kept.hashCode();
  }

  public String name() {
    return name;
  }

  /** By name, without those whose value is empty. */
  public SortedMap<String, String> labels() {
    return labels;
  }

  /** The value of a label; empty where it is not there. */
  public String label(String label) {
    return labels.getOrDefault(label, "");
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SeriesName that
            && hash == that.hash
            && name.equals(that.name)
            && labels.equals(that.labels));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name + labels;
  }
}
