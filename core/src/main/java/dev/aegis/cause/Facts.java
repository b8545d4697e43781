package dev.aegis.cause;

/**
 * All that was found out about one incident.
 *
 * @param inquiry what was asked
 * @param levels normal against now
 * @param heap growth of the heap
 * @param steps by version
 * @param movers correlations and order
 * @param changes what was changed
 */
record Facts(
    Inquiry inquiry, Levels levels, Heap heap, Steps steps, Movers movers, Changes changes) {

  static Facts ask(Inquiry inquiry, Exhibits exhibits) {
    return new Facts(
        inquiry,
        Levels.ask(inquiry, exhibits),
        Heap.ask(inquiry, exhibits),
        Steps.ask(inquiry, exhibits),
        Movers.ask(inquiry, exhibits),
        Changes.ask(inquiry, exhibits));
  }
}
