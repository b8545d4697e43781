package dev.aegis.culprit;

import java.util.Objects;

/**
 * A resource that a component uses, seen from inside.
 *
 * @param component whose
 * @param resource which one, which says the unit
 * @param use how much of it
 */
public record Strain(String component, Resource resource, Course use) {
  public Strain {
    Objects.requireNonNull(component);
    Objects.requireNonNull(resource);
    Objects.requireNonNull(use);
  }

  /** What is used; more than before is bad. */
  public enum Resource {
    /** Processor, in per cent of what the component may use. */
    CPU(0.1, 0.5),
    /** Memory, in MiB. It moves in steps and is quiet between them. */
    MEMORY(0.005, 0.05);

    private final double share;
    private final double least;

    Resource(double share, double least) {
      this.share = share;
      this.least = least;
    }
  }

  /** How far the use rose, in standard deviations of its own noise; below 0 when it fell. */
  double rise() {
    return use.shift() / use.noise(resource.share, resource.least);
  }
}
