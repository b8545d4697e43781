package dev.aegis.app.cli;

/** Sets what was forecast of executed plans beside what came of them, over all journals. */
@FunctionalInterface
public interface ForecastsRun {
  /**
   * Reads every journal and prints the record.
   *
   * @return BAD_INPUT when a journal had to be left out; the record of the others is printed
   * @throws CommandFailure when the state directory cannot be read
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param json one line of JSON instead of text
   */
  record Options(boolean json) {}
}
