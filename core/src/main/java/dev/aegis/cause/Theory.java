package dev.aegis.cause;

import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import java.util.List;

/** One root cause as something that the facts can support or contradict. */
interface Theory {
  Cause cause();

  /** The cause in the words of this incident. */
  String statement(Facts facts);

  /** What speaks for it and what against it; what was not observed is left out. */
  List<Finding> findings(Facts facts);
}
