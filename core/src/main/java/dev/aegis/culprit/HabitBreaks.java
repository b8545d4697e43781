package dev.aegis.culprit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who does in requests what it did not do before. A caller changes its ways, too, when somebody it
 * calls answers otherwise; so what a component is blamed for is how surprising its largest change
 * is less the largest change among those it reaches by calls.
 */
final class HabitBreaks {
  private final Calls calls;
  private final Map<String, Habit> strangest = new TreeMap<>();
  private final Map<String, Double> surprise = new HashMap<>();

  HabitBreaks(Scene scene) {
    this.calls = scene.calls();
    for (Habit habit : scene.habits()) {
      double nats = habit.surprise();
      if (nats > surprise.getOrDefault(habit.component(), 0.0)) {
        surprise.put(habit.component(), nats);
        strangest.put(habit.component(), habit);
      }
    }
  }

  /** The change of a component that surprises most. */
  Optional<Habit> strangest(String component) {
    return Optional.ofNullable(strangest.get(component));
  }

  /** How surprising what it does is, beyond what is done by those it calls, in nats, 0 or more. */
  double blame(String component) {
    double below = 0;
    for (String callee : calls.reached(component)) {
      if (!callee.equals(component)) {
        below = Math.max(below, surprise.getOrDefault(callee, 0.0));
      }
    }
    return Math.max(0, surprise.getOrDefault(component, 0.0) - below);
  }
}
