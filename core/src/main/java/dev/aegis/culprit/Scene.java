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
 * @param strains what the components use
 * @param habits what they do in each request
 */
public record Scene(
    Calls calls,
    String symptom,
    Loss loss,
    List<Served> served,
    List<Transit> transits,
    List<Strain> strains,
    List<Habit> habits) {
  public Scene {
    Objects.requireNonNull(calls);
    Objects.requireNonNull(symptom);
    Objects.requireNonNull(loss);
    served = List.copyOf(served);
    transits = List.copyOf(transits);
    strains = List.copyOf(strains);
    habits = List.copyOf(habits);
  }
}
