package dev.aegis.twin;

import java.util.List;
import java.util.function.IntFunction;

/** Runs independent replications, perhaps on several threads. */
public interface Replications {
  /** One after the other, on the caller's thread. */
  Replications SEQUENTIAL = new Sequential();

  /**
   * Runs them.
   *
   * @param from first replication
   * @param to one after the last
   * @param replication a pure function of its number
   * @return the results in the order of their numbers
   */
  <T> List<T> run(int from, int to, IntFunction<T> replication);

  /** The caller's own thread. */
  final class Sequential implements Replications {
    private Sequential() {}

    @Override
    public <T> List<T> run(int from, int to, IntFunction<T> replication) {
      return java.util.stream.IntStream.range(from, to).mapToObj(replication).toList();
    }
  }
}
