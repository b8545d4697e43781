package dev.aegis.cause;

import dev.aegis.culprit.Culprit;
import dev.aegis.suspect.Suspect;
import java.util.List;

/**
 * All that was found out about one incident.
 *
 * @param inquiry what was asked
 * @param components where the loss arises
 * @param levels normal against now
 * @param pods the same pod by pod
 * @param heap growth of the heap
 * @param steps by version
 * @param movers correlations and order
 * @param changes what was changed
 * @param blamed what the diffs of commits say
 */
record Facts(
    Inquiry inquiry,
    Components components,
    Levels levels,
    Pods pods,
    Heap heap,
    Steps steps,
    Movers movers,
    Changes changes,
    Blamed blamed) {

  /** Of the service in trouble: what it calls is asked first, since that tells what to compare. */
  static Facts ask(Inquiry declared, List<Suspect> suspects, Exhibits exhibits) {
    Components components = Components.ask(declared, exhibits);
    Inquiry inquiry =
        components.elsewhere().map(Culprit::component).map(declared::dependingOn).orElse(declared);
    return ask(inquiry, components, suspects, exhibits);
  }

  /** Of a service that it calls. */
  Facts at(String called, Exhibits exhibits) {
    Facts there = ask(inquiry.at(called), Components.none(called), List.of(), exhibits);
    return there.blaming(blamed);
  }

  private Facts blaming(Blamed other) {
    return new Facts(inquiry, components, levels, pods, heap, steps, movers, changes, other);
  }

  private static Facts ask(
      Inquiry inquiry, Components components, List<Suspect> suspects, Exhibits exhibits) {
    return new Facts(
        inquiry,
        components,
        Levels.ask(inquiry, exhibits),
        Pods.ask(inquiry, exhibits),
        Heap.ask(inquiry, exhibits),
        Steps.ask(inquiry, exhibits),
        Movers.ask(inquiry, exhibits),
        Changes.ask(inquiry, exhibits),
        Blamed.of(suspects, exhibits));
  }
}
