package dev.aegis.app.page;

import dev.aegis.incident.Incident;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Who calls whom, as the newest diagnosis has it from telemetry, and the shortest way from the
 * service in trouble to the one that is to blame.
 *
 * @param way from the service in trouble to the culprit, both with it; only the first where the
 *     culprit is no other, or no way to it was recorded
 * @param called by each service, in the order of the evidence
 */
record CallPath(List<String> way, Map<String, SequencedSet<String>> called) {
  private static final List<String> COLUMNS = List.of("caller", "called", "points");

  static CallPath of(Incident incident) {
    String service = incident.signal().map(Signal::service).orElse("");
    String culprit = incident.cause().map(Hypothesis::service).orElse("");
    Map<String, SequencedSet<String>> calls = calls(incident);
    return new CallPath(way(service, culprit, calls), calls);
  }

  private static Map<String, SequencedSet<String>> calls(Incident incident) {
    Map<String, SequencedSet<String>> calls = new LinkedHashMap<>();
    Optional<Evidence> found =
        incident.diagnosis().map(Diagnosis::evidence).orElse(List.of()).stream()
            .filter(e -> e.columns().equals(COLUMNS))
            .findFirst();
    found.ifPresent(evidence -> {
      for (List<String> row : evidence.rows()) {
        calls.computeIfAbsent(key(row.get(0)), _ -> new LinkedHashSet<>()).add(key(row.get(1)));
      }
    });
    return calls;
  }

  private static List<String> way(
      String service, String culprit, Map<String, SequencedSet<String>> calls) {
    Map<String, String> from = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(key(service)));
    while (!open.isEmpty() && !from.containsKey(key(culprit))) {
      String caller = open.removeFirst();
      for (String called : calls.getOrDefault(caller, new LinkedHashSet<>())) {
        if (!called.equals(key(service)) && from.putIfAbsent(called, caller) == null) {
          open.addLast(called);
        }
      }
    }
    List<String> way = new ArrayList<>();
    for (String at = key(culprit); from.containsKey(at); at = from.get(at)) {
      way.addFirst(at);
    }
    way.addFirst(key(service));
    return way;
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** What lies between the service in trouble and the culprit. */
  List<String> between() {
    return way.size() < 3 ? List.of() : way.subList(1, way.size() - 1);
  }
}
