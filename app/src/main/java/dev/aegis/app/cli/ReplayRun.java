package dev.aegis.app.cli;

import java.util.List;
import java.util.OptionalLong;

/** Judges fixes on a past incident, as of then. */
@FunctionalInterface
public interface ReplayRun {
  /**
   * Judges and shows each.
   *
   * @return DONE when the replay vouches for one of the fixes, ESCALATED when it does for none
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param incident the id of an incident, a directory with its journal before it where several
   *     have one of that id, or the path of a recording
   * @param fixes in the words of {@code --fix}; none for those that were considered then
   * @param seed for the random numbers; empty for the incident's own
   * @param json one line an action and a summary last, instead of text
   */
  record Options(String incident, List<String> fixes, OptionalLong seed, boolean json) {
    public Options {
      fixes = List.copyOf(fixes);
    }
  }
}
