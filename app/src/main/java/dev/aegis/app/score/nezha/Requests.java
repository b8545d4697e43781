package dev.aegis.app.score.nezha;

import dev.aegis.app.score.nezha.LogLines.Line;
import dev.aegis.app.score.nezha.Visits.Span;
import dev.aegis.app.score.nezha.Visits.Visit;
import dev.aegis.culprit.Calls;
import dev.aegis.culprit.Course;
import dev.aegis.culprit.Habit;
import dev.aegis.culprit.Served;
import dev.aegis.culprit.Transit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What visits say about time, ways and habits, before an onset and since. */
final class Requests {
  private static final String BEGIN = "the beginning";
  private static final String END = "the end";

  private final List<Visit> before = new ArrayList<>();
  private final List<Visit> since = new ArrayList<>();

  Requests(Collection<Visit> visits, Around around) {
    for (Visit visit : visits) {
      if (visit.usual || around.before(visit.at)) {
        before.add(visit);
      } else if (around.since(visit.at)) {
        since.add(visit);
      }
    }
  }

  Calls calls(Collection<String> services) {
    Set<String> components = new TreeSet<>(services);
    NavigableMap<String, Set<String>> callees = new TreeMap<>();
    for (List<Visit> visits : List.of(before, since)) {
      for (Visit visit : visits) {
        components.add(visit.service);
        Span caller = visit.callerSpan;
        if (caller != null) {
          callees.computeIfAbsent(caller.service(), k -> new TreeSet<>()).add(visit.service);
        }
      }
    }
    return new Calls(components, callees);
  }

  private record Lane(String callee, String caller, String operation) {}

  private static final class Durations {
    final List<Double> before = new ArrayList<>();
    final List<Double> since = new ArrayList<>();

    void add(boolean old, double seconds) {
      (old ? before : since).add(seconds);
    }

    double rate() {
      return since.size() / Around.SINCE;
    }

    Course course() {
      return new Course(new double[0], array(before), array(since));
    }

    private static double[] array(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static final Comparator<Lane> BY_NAME =
      Comparator.comparing(Lane::callee).thenComparing(Lane::caller).thenComparing(Lane::operation);

  List<Served> served() {
    NavigableMap<Lane, Durations> lanes = new TreeMap<>(BY_NAME);
    forEach((visit, old) -> {
      String caller = visit.callerSpan == null ? "" : visit.callerSpan.service();
      lanes
          .computeIfAbsent(new Lane(visit.service, caller, visit.operation), k -> new Durations())
          .add(old, visit.seconds);
    });
    List<Served> served = new ArrayList<>();
    lanes.forEach((lane, durations) ->
        served.add(new Served(lane.callee, lane.caller, durations.rate(), durations.course())));
    return served;
  }

  List<Transit> transits() {
    NavigableMap<Lane, Durations> lanes = new TreeMap<>(BY_NAME);
    forEach((visit, old) -> {
      Span caller = visit.callerSpan;
      if (caller != null) {
        lanes
            .computeIfAbsent(new Lane(visit.service, caller.service(), ""), k -> new Durations())
            .add(old, Math.max(0, caller.seconds() - visit.seconds));
      }
    });
    List<Transit> transits = new ArrayList<>();
    lanes.forEach((lane, durations) ->
        transits.add(new Transit(lane.caller, lane.callee, durations.rate(), durations.course())));
    return transits;
  }

  private interface Each {
    void visit(Visit visit, boolean before);
  }

  private void forEach(Each each) {
    before.forEach(visit -> each.visit(visit, true));
    since.forEach(visit -> each.visit(visit, false));
  }

  private record Step(String service, String operation, String from, String to, boolean trouble) {}

  private record Place(String service, String operation, String from) {}

  /** Traces that came to a place, or took a step from it. */
  private static final class Traces {
    final Set<String> before = new HashSet<>();
    final Set<String> since = new HashSet<>();

    void add(boolean old, String trace) {
      (old ? before : since).add(trace);
    }
  }

  /** Which line follows which: once a trace and place, however often it is passed. */
  List<Habit> habits() {
    Map<Place, Traces> places = new HashMap<>();
    Map<Step, Traces> steps = new HashMap<>();
    boolean[] any = {false};
    forEach((visit, old) -> {
      any[0] |= !visit.lines.isEmpty();
      String from = BEGIN;
      List<Line> lines = new ArrayList<>(visit.lines);
      lines.sort(Comparator.comparingDouble(Line::at).thenComparing(Line::shape));
      lines.add(new Line(0, END, true));
      for (Line line : lines) {
        places
            .computeIfAbsent(new Place(visit.service, visit.operation, from), k -> new Traces())
            .add(old, visit.trace);
        steps
            .computeIfAbsent(
                new Step(visit.service, visit.operation, from, line.shape(), line.trouble()),
                k -> new Traces())
            .add(old, visit.trace);
        from = line.shape();
      }
    });
    if (!any[0]) {
      return List.of();
    }
    List<Habit> habits = new ArrayList<>();
    steps.forEach((step, taken) -> {
      Traces there = places.get(new Place(step.service, step.operation, step.from));
      if (there != null) {
        habits.add(
            new Habit(
                step.service,
                step.to + " after " + step.from,
                step.trouble,
                taken.before.size(),
                there.before.size(),
                taken.since.size(),
                there.since.size()));
      }
    });
    return habits;
  }
}
