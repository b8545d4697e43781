package dev.aegis.app.scrape;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one target said at once.
 *
 * @param samples in the order of the text; no series twice
 * @param families what the text declared about its metrics, by name
 * @param exemplars single requests that were counted, by the series that counted them
 */
public record Exposition(
    List<Sample> samples, Map<String, Family> families, Map<SeriesName, Exemplar> exemplars) {
  public Exposition {
    samples = List.copyOf(samples);
    families = Map.copyOf(families);
    exemplars = Map.copyOf(exemplars);
  }

  /** Samples of which nothing more is known. */
  public static Exposition of(List<Sample> samples) {
    return new Exposition(samples, Map.of(), Map.of());
  }

  /** How the values of a metric behave. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY,
    UNTYPED,
    INFO,
    STATESET,
    GAUGEHISTOGRAM
  }

  /**
   * What a text declares about a metric.
   *
   * @param type untyped where nothing was declared
   * @param help one clean line; empty where nothing was declared
   */
  public record Family(Type type, String help) {
    public Family {
      Objects.requireNonNull(type);
      Objects.requireNonNull(help);
    }
  }
}
