package dev.aegis.culprit;

import java.util.List;
import java.util.Objects;

/**
 * All that was measured around one onset. Any list may be empty: what is missing is said in the
 * ranking and weighs nothing.
 *
 * @param calls the components and who calls whom
 * @param symptom the component where the incident was noticed; empty for wherever requests come in
 * @param loss what {@code served} and {@code transits} count
 * @param served what calls lose in the components
 * @param transits what calls lose between them
 * @param queues who waits for slots of the components
 * @param strains what the components use
 * @param habits what they do in each request
 */
public record Scene(
    Calls calls,
    String symptom,
    Loss loss,
    List<Served> served,
    List<Transit> transits,
    List<Queue> queues,
    List<Strain> strains,
    List<Habit> habits) {
  public Scene {
    Objects.requireNonNull(calls);
    Objects.requireNonNull(symptom);
    Objects.requireNonNull(loss);
    served = List.copyOf(served);
    transits = List.copyOf(transits);
    queues = List.copyOf(queues);
    strains = List.copyOf(strains);
    habits = List.copyOf(habits);
  }

  /** A scene in which nobody is known to wait for a slot. */
  public Scene(
      Calls calls,
      String symptom,
      Loss loss,
      List<Served> served,
      List<Transit> transits,
      List<Strain> strains,
      List<Habit> habits) {
    this(calls, symptom, loss, served, transits, List.of(), strains, habits);
  }
}
