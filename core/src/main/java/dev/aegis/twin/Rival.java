package dev.aegis.twin;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Another explanation that the figures bear as well as the one the model has: heaps that grow with
 * time rather than with requests, or the other way round. Only traffic that changes tells them
 * apart, and many a fix changes it, so a fix must hold under both.
 *
 * @param leaks by version, how its heap would grow
 */
record Rival(SortedMap<String, Leak> leaks) implements Supposition {
  /**
   * Growth of a heap.
   *
   * @param perRequest share of the limit left behind by a request
   * @param perSecond share of the limit left behind by a second
   */
  record Leak(double perRequest, double perSecond) {}

  Rival {
    leaks = Collections.unmodifiableSortedMap(new TreeMap<>(leaks));
  }

  boolean isThere() {
    return !leaks.isEmpty();
  }

  /** Why a fix that holds under the model's explanation alone is not vouched for. */
  String sentence() {
    List<String> each =
        leaks.entrySet().stream()
            .map(leak ->
                "the heap of "
                    + leak.getKey()
                    + " grows with requests or with time, which the figures do not tell; the fix"
                    + " holds only if it grows with "
                    + (leak.getValue().perRequest() > 0 ? "time" : "requests"))
            .toList();
    return String.join("; ", each);
  }

  @Override
  public void takeEffect(ServiceSimulation simulation) {
    simulation.leakOtherwise(leaks);
  }
}
