package dev.aegis.app.page;

import java.util.List;

/**
 * What Aegis is told and may do, and how it is.
 *
 * @param services what is watched
 * @param sources who sends or is asked
 * @param counts what was counted since the start
 */
public record HealthView(List<Row> services, List<Row> sources, List<Row> counts) {
  public HealthView {
    services = List.copyOf(services);
    sources = List.copyOf(sources);
    counts = List.copyOf(counts);
  }

  /** Where nothing is watched. */
  public static final HealthView NOTHING = new HealthView(List.of(), List.of(), List.of());

  /** Where services alone are told of. */
  public static HealthView watching(Row... services) {
    return new HealthView(List.of(services), List.of(), List.of());
  }

  /**
   * One thing.
   *
   * @param name of it
   * @param tone as of a {@link Standing}
   * @param word its state
   * @param detail more
   */
  public record Row(String name, String tone, String word, String detail) {}
}
