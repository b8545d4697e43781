package dev.aegis.culprit;

import java.util.Objects;

/**
 * Requests that wait in a component until it has a slot for them. By Little's law the number that
 * waits is the time that is lost in waiting each second. Waiting is what follows when requests hold
 * their slots for longer, or when more of them come to a slot, so that its time belongs to whatever
 * made them.
 *
 * @param component whose
 * @param waiting requests that wait for a slot
 * @param held seconds for which a request holds its slot, calls to others included
 * @param arrivals requests a second and slot, in any unit
 * @param completionsPerSecond since the onset, 0 or more
 */
public record Queue(
    String component, Course waiting, Course held, Course arrivals, double completionsPerSecond) {
  public Queue {
    Objects.requireNonNull(component);
    Objects.requireNonNull(waiting);
    Objects.requireNonNull(held);
    Objects.requireNonNull(arrivals);
    Calls.requireRate(completionsPerSecond);
  }

  /** The share of the waiting that is owed to slots being held for longer, 0 to 1. */
  double byHolding() {
    double longer = growth(held);
    double more = growth(arrivals);
    return longer > 0 ? longer / (longer + more) : 0;
  }

  /** The logarithm of how many times what it was; 0 where it is no more, or not known. */
  private static double growth(Course course) {
    return course.known() && course.level() > 0 && course.now() > course.level()
        ? Math.log(course.now() / course.level())
        : 0;
  }
}
