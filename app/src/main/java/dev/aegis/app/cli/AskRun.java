package dev.aegis.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions in words about telemetry. */
@FunctionalInterface
public interface AskRun {
  /**
   * Reads the data, then answers one question after the other.
   *
   * @return DONE when all were answered, ESCALATED when one was refused
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param questions in words; each may go on from those before
   * @param data recordings, files or folders; empty when an incident is named
   * @param incident whose evidence is asked about; empty when data are named
   * @param raw a SELECT in the place of questions; {@code null} when there are questions
   * @param json one line of JSON an answer instead of text
   * @param sqlOnly the SQL instead of the answer
   */
  record Options(
      List<String> questions,
      List<Path> data,
      String incident,
      @Nullable String raw,
      boolean json,
      boolean sqlOnly) {
    public Options {
      questions = List.copyOf(questions);
      data = List.copyOf(data);
    }
  }
}
