package dev.aegis.app.cli;

/** Answers assistants over the Model Context Protocol, until its input ends. */
@FunctionalInterface
public interface McpRun {
  /** Reads frames from the input of the process, and writes nothing but frames to its output. */
  ExitCode run(Streams streams);
}
