package dev.aegis.app.cli;

import java.util.OptionalLong;

/** Plays a scenario from the first alert to the postmortem. */
@FunctionalInterface
public interface DemoRun {
  /** Where no scenario is named. */
  String DEFAULT_SCENARIO = "leak";

  /**
   * Runs it to its end.
   *
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param scenario a name from the list, or a path that ends in .yaml or .yml
   * @param seed for the random numbers; empty for the scenario's own
   * @param approve who answers the request for approval
   * @param json one room message a line instead of the transcript
   * @param list print the scenarios and do nothing else
   * @param web play it in a browser, paced for people, and let them answer there
   */
  record Options(
      String scenario,
      OptionalLong seed,
      ApprovalMode approve,
      boolean json,
      boolean list,
      boolean web) {}
}
