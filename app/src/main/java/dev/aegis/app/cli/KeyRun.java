package dev.aegis.app.cli;

/** Adds, lists and removes the keys of agents and users outside. */
@FunctionalInterface
public interface KeyRun {
  /**
   * Does what was asked for.
   *
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /** Whose key it is. */
  enum Whose {
    AGENT,
    USER
  }

  /** What is to be done. */
  enum Task {
    ADD,
    LIST,
    REMOVE
  }

  /**
   * What was asked for.
   *
   * @param name empty for the list
   * @param description of an agent; empty where none is needed
   */
  record Options(Whose whose, Task task, String name, String description, boolean json) {}
}
