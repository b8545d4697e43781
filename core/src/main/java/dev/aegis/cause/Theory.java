package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.telemetry.Change;
import java.util.List;
import java.util.Optional;

/** One root cause as something that the facts can support or contradict. */
interface Theory {
  Cause cause();

  /** The cause in the words of this incident. */
  String statement(Facts facts);

  /** In which service it lies; empty for the one that is looked at. */
  default String service(Facts facts) {
    return "";
  }

  /** In which pods it lies; empty for all alike. */
  default List<String> pods(Facts facts) {
    return List.of();
  }

  /** The change that began it, where it is one that changes begin. */
  default Optional<Change> change(Facts facts) {
    return Optional.empty();
  }

  /**
   * Whether it says more of a service that is called than that it is slow: a change that nobody
   * recorded does not.
   */
  default boolean differs(Facts there) {
    return change(there).isPresent();
  }

  /** What speaks for it and what against it; what was not observed is left out. */
  List<Finding> findings(Facts facts);
}
