package dev.aegis.app.cli;

/** Adds, lists and removes those who may enter the war room with a password. */
@FunctionalInterface
public interface AccountRun {
  /**
   * Does what was asked for.
   *
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /** What is to be done. */
  enum Task {
    ADD,
    LIST,
    REMOVE
  }

  /**
   * What was asked for. A password is never part of it: others see the arguments of a process.
   *
   * @param name of the account; empty for the list
   * @param role as it was typed; empty where none is needed
   */
  record Options(Task task, String name, String role) {}
}
