package dev.aegis.lab.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody "did": a change of the lab's desired state made when a fault starts.
 *
 * @param at counted from the start of the fault
 * @param service whose; for a flag or a setting, the service it is about
 * @param region empty for what holds everywhere
 * @param name of the flag or setting; {@code version} of a deploy and {@code replicas} of a scaling
 * @param value it shall have
 */
public record FaultChange(
    Duration at,
    Kind kind,
    String service,
    String region,
    String name,
    String value,
    String description,
    String by) {
  /** What is changed. */
  public enum Kind {
    DEPLOY,
    SCALE,
    FLAG,
    CONFIG;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> fromWire(String name) {
      return Arrays.stream(values()).filter(k -> k.wire().equals(name)).findFirst();
    }
  }

  public FaultChange {
    if (at.isNegative() || service.isEmpty() || name.isEmpty() || value.isEmpty()) {
      throw new FaultException(
          "expected a change with a time of 0s or more, a service, a name and a value, found "
              + service
              + " "
              + name
              + "="
              + value);
    }
    boolean placed = kind == Kind.DEPLOY || kind == Kind.SCALE;
    if (placed == region.isEmpty()) {
      throw new FaultException(
          placed
              ? "expected the region of a " + kind.wire() + ", found none"
              : "expected no region for a " + kind.wire() + ", since it holds everywhere");
    }
  }
}
