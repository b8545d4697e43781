package dev.aegis.app.ask;

import dev.aegis.app.cli.AskRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.evidence.EvidenceFile;
import dev.aegis.app.evidence.QuestionTables;
import dev.aegis.app.evidence.RawQuery;
import dev.aegis.app.terminal.AnswerPage;
import dev.aegis.app.wire.AnswerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code aegis ask --raw}: a query that a person typed, in a process of its own. */
final class RawSql {
  private static final EvidenceFile.Limits LIMITS = EvidenceFile.Limits.USUAL;

  private final Questions.Data data;
  private final Path home;
  private final AskRun.Options options;
  private final Streams streams;

  RawSql(Questions.Data data, Path home, AskRun.Options options, Streams streams) {
    this.data = data;
    this.home = home;
    this.options = options;
    this.streams = streams;
  }

  ExitCode run(String sql) {
    if (!options.questions().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected a question or --raw, found both. See 'aegis ask --help'.");
    }
    if (data.evidence() != null) {
      return print(sql, new RawQuery(data.evidence(), LIMITS).run(sql));
    }
    Path folder = null;
    try {
      folder = Files.createTempDirectory("aegis-ask");
      Path database = folder.resolve("tables.duckdb");
      try (QuestionTables tables = QuestionTables.inFile(database)) {
        Questions.read(data.files(), tables, Questions.masking(home));
      }
      return print(sql, new RawQuery(database, LIMITS).run(sql));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.INTERNAL, "the tables cannot be written for the query: " + e.getMessage(), e);
    } finally {
      delete(folder);
    }
  }

  private ExitCode print(String sql, RawQuery.Outcome outcome) {
    AnswerPage page = new AnswerPage(streams.style(), streams.glyphs(), streams.width());
    if (outcome.answer() == null) {
      if (options.json()) {
        streams.data().println(AnswerJson.refused("", outcome.refusal(), List.of()));
      } else {
        page.refused("", outcome.refusal(), List.of()).forEach(streams.out()::println);
      }
      return ExitCode.ESCALATED;
    }
    String interpretation = "a query as it was typed";
    if (options.json()) {
      streams
          .data()
          .println(
              AnswerJson.answered(
                  interpretation,
                  sql,
                  outcome.answer().columns(),
                  outcome.answer().rows(),
                  List.of()));
    } else {
      page.answered(
              interpretation, sql, outcome.answer().columns(), outcome.answer().rows(), List.of())
          .forEach(streams.out()::println);
    }
    return ExitCode.DONE;
  }

  private static void delete(@org.jspecify.annotations.Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // It lies in the directory for temporary files, which the system clears.
      return;
    }
  }
}
