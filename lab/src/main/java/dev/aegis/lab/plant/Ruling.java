package dev.aegis.lab.plant;

/** What became of an order. */
sealed interface Ruling {
  /** It is desired state now, written down. */
  record Accepted(long generation) implements Ruling {}

  /** The same key came before; nothing was done again. */
  record SeenBefore(long generation) implements Ruling {}

  /** A newer owner has spoken. */
  record Stale(long highestEpoch) implements Ruling {}

  /** It names something that does not exist. */
  record Unknown(String reason) implements Ruling {}

  /** It asks for something that cannot be. */
  record Nonsense(String reason) implements Ruling {}
}
