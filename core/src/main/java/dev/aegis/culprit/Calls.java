package dev.aegis.culprit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who calls whom. Immutable; a cycle is allowed. */
public final class Calls {
  private final NavigableSet<String> components = new TreeSet<>();
  private final Map<String, NavigableSet<String>> callees = new TreeMap<>();

  /**
   * Copies a call graph.
   *
   * @param components all of them, also those that nobody calls
   * @param callees whom each calls; a component that calls nobody may be left out
   */
  public Calls(Collection<String> components, Map<String, ? extends Collection<String>> callees) {
    this.components.addAll(components);
    callees.forEach((caller, called) -> {
      this.components.add(caller);
      this.components.addAll(called);
      this.callees.put(caller, Collections.unmodifiableNavigableSet(new TreeSet<>(called)));
    });
  }

  /** All of them, in the order of their names. */
  public NavigableSet<String> components() {
    return Collections.unmodifiableNavigableSet(components);
  }

  /** Whom it calls directly, in the order of their names. */
  public NavigableSet<String> callees(String caller) {
    return callees.getOrDefault(caller, Collections.emptyNavigableSet());
  }

  /** Whom it calls directly or through others; itself only where there is a cycle. */
  Set<String> reached(String caller) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(callees(caller));
    while (!open.isEmpty()) {
      String next = open.poll();
      if (reached.add(next)) {
        open.addAll(callees(next));
      }
    }
    return reached;
  }

  /** Who calls somebody and is called by nobody else: where requests come in. */
  NavigableSet<String> entries() {
    NavigableSet<String> entries = new TreeSet<>(callees.keySet());
    entries.removeIf(caller -> callees(caller).isEmpty());
    callees.forEach((caller, called) ->
        called.stream().filter(callee -> !callee.equals(caller)).forEach(entries::remove));
    return entries;
  }

  static void requireRate(double callsPerSecond) {
    if (!(callsPerSecond >= 0 && callsPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected calls a second, 0 or more, found " + callsPerSecond);
    }
  }
}
