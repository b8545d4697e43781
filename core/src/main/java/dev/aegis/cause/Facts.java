package dev.aegis.cause;

import dev.aegis.culprit.Culprit;

/**
 * All that was found out about one incident.
 *
 * @param inquiry what was asked
 * @param components where the loss arises
 * @param levels normal against now
 * @param heap growth of the heap
 * @param steps by version
 * @param movers correlations and order
 * @param changes what was changed
 */
record Facts(
    Inquiry inquiry,
    Components components,
    Levels levels,
    Heap heap,
    Steps steps,
    Movers movers,
    Changes changes) {

  /** Of the service in trouble: what it calls is asked first, since that tells what to compare. */
  static Facts ask(Inquiry declared, Exhibits exhibits) {
    Components components = Components.ask(declared, exhibits);
    Inquiry inquiry =
        components.elsewhere().map(Culprit::component).map(declared::dependingOn).orElse(declared);
    return ask(inquiry, components, exhibits);
  }

  /** Of a service that it calls. */
  static Facts at(String called, Inquiry inquiry, Exhibits exhibits) {
    return ask(inquiry.at(called), Components.none(called), exhibits);
  }

  private static Facts ask(Inquiry inquiry, Components components, Exhibits exhibits) {
    return new Facts(
        inquiry,
        components,
        Levels.ask(inquiry, exhibits),
        Heap.ask(inquiry, exhibits),
        Steps.ask(inquiry, exhibits),
        Movers.ask(inquiry, exhibits),
        Changes.ask(inquiry, exhibits));
  }
}
