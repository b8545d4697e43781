package dev.aegis.app.live;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Under which names the facts and their labels are found. The one table to change for a production
 * that calls them differently.
 *
 * @param metrics the name of the metric of each fact
 * @param labels the name of the label of each dimension
 */
public record MetricNames(Map<Fact, String> metrics, Map<Dimension, String> labels) {
  /** The names that nobody mapped. */
  public static final MetricNames DEFAULTS = new MetricNames(Map.of(), Map.of());

  /** What a label tells. */
  public enum Dimension {
    SERVICE("service"),
    REGION("region"),
    VERSION("version"),
    POD("pod"),
    /** An HTTP code, or a word such as {@code timeout} where no answer came. */
    STATUS("status"),
    /** {@code first}, or anything else for a retry. */
    ATTEMPT("attempt"),
    DEPENDENCY("dependency"),
    POOL("pool"),
    /** Why a target is scraped. */
    JOB("job");

    private final String label;

    Dimension(String label) {
      this.label = label;
    }
  }

  /** Names that are left out are the defaults. */
  public MetricNames {
    Map<Fact, String> allMetrics = new EnumMap<>(Fact.class);
    for (Fact fact : Fact.values()) {
      allMetrics.put(fact, metrics.getOrDefault(fact, fact.metric()));
    }
    Map<Dimension, String> allLabels = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      allLabels.put(dimension, labels.getOrDefault(dimension, dimension.label));
    }
    metrics = Map.copyOf(allMetrics);
    labels = Map.copyOf(allLabels);
  }

  String label(Dimension dimension) {
    return Objects.requireNonNull(labels.get(dimension));
  }

  /** Every name that a sample may have to say anything that is asked for, in order. */
  public List<String> all() {
    return parts().keySet().stream().sorted().toList();
  }

  /** Whether a sample of this name says anything that is asked for. */
  public Predicate<String> matter() {
    return Set.copyOf(parts().keySet())::contains;
  }

  /** Every name of a sample that matters, with what it is part of. */
  Map<String, Part> parts() {
    Map<String, Part> parts = new HashMap<>();
    metrics.forEach((fact, name) -> {
      switch (fact.kind()) {
        case COUNTER, GAUGE -> parts.put(name, new Part(fact, Piece.VALUE));
        case HISTOGRAM -> {
          parts.put(name + "_bucket", new Part(fact, Piece.BUCKET));
          parts.put(name + "_sum", new Part(fact, Piece.SUM));
          parts.put(name + "_count", new Part(fact, Piece.COUNT));
        }
      }
    });
    return parts;
  }

  /** Which piece of a fact a sample is. */
  enum Piece {
    VALUE,
    BUCKET,
    SUM,
    COUNT
  }

  /** A piece of a fact. */
  record Part(Fact fact, Piece piece) {}
}
