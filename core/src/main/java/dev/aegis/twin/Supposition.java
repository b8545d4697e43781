package dev.aegis.twin;

/** Something that the figures leave open, supposed for the futures of a replay. */
@FunctionalInterface
interface Supposition {
  /** From the simulation's now on it is so. */
  void takeEffect(ServiceSimulation simulation);
}
