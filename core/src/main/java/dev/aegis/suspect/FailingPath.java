package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which services fail, which of them first, and who calls whom. The origin of a failed request is
 * its deepest failed span; where there are no spans it is who complains first.
 */
final class FailingPath {
  private static final double NEARLY_ALL_OF_IT = 0.8;

  private final Set<String> origins = new TreeSet<>();
  private final Set<String> failing = new TreeSet<>();
  private final Map<String, Set<String>> callees = new TreeMap<>();
  private final Set<String> callers = new TreeSet<>();

  FailingPath(Scene scene, Symptoms symptoms) {
    Parents parents = new Parents(scene.spans());
    Set<TraceSpan> passedOn = new HashSet<>();
    Set<TraceSpan> blamed = new LinkedHashSet<>();
    for (TraceSpan span : scene.spans()) {
      TraceSpan parent = parents.of(span);
      if (parent != null && !parent.service().equals(span.service())) {
        callees.computeIfAbsent(parent.service(), any -> new TreeSet<>()).add(span.service());
        callers.add(span.service());
      }
      // A caller that gives up waiting fails while the one it waits for is merely slow.
      boolean waitedFor =
          parent != null
              && (parent.failed() || blamed.contains(parent))
              && span.millis() >= NEARLY_ALL_OF_IT * parent.millis();
      if (span.failed() || waitedFor) {
        blamed.add(span);
        failing.add(span.service());
        if (parent != null) {
          passedOn.add(parent);
        }
      }
    }
    blamed.removeAll(passedOn);
    blamed.forEach(span -> origins.add(span.service()));
    symptoms.texts().forEach(text -> failing.add(text.service()));
    failing.add(symptoms.failure().service());
    failing.remove("");
    if (origins.isEmpty() && !symptoms.failure().service().isEmpty()) {
      origins.add(symptoms.failure().service());
    }
  }

  boolean isOrigin(String service) {
    return origins.contains(service);
  }

  boolean isFailing(String service) {
    return failing.contains(service);
  }

  /** Whether it calls, or is called by, one that fails. */
  boolean isNextToFailing(String service) {
    return callees.getOrDefault(service, Set.of()).stream().anyMatch(failing::contains)
        || failing.stream()
            .anyMatch(each -> callees.getOrDefault(each, Set.of()).contains(service));
  }

  /** Whether nobody is seen to call it. */
  boolean isEntry(String service) {
    return !callers.contains(service);
  }

  boolean hasGraph() {
    return !callees.isEmpty();
  }

  Set<String> failing() {
    return failing;
  }

  Set<String> origins() {
    return origins;
  }

  /**
   * Who asked for a span; exporters that lose the trace's name are forgiven where the id is one.
   */
  private static final class Parents {
    private final Map<String, TraceSpan> exact = new HashMap<>();
    private final Map<String, List<TraceSpan>> byId = new HashMap<>();

    Parents(List<TraceSpan> spans) {
      for (TraceSpan span : spans) {
        exact.put(span.trace() + " " + span.id(), span);
        byId.computeIfAbsent(span.id(), any -> new ArrayList<>()).add(span);
      }
    }

    @Nullable TraceSpan of(TraceSpan span) {
      TraceSpan found = exact.get(span.trace() + " " + span.parent());
      List<TraceSpan> named = byId.getOrDefault(span.parent(), List.of());
      return found == null && named.size() == 1 ? named.getFirst() : found;
    }
  }
}
