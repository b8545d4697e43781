package dev.aegis.app.ask;

import dev.aegis.app.cli.AskRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.evidence.Answers;
import dev.aegis.app.evidence.QuestionTables;
import dev.aegis.app.evidence.RefusedQueryException;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.RowFiles;
import dev.aegis.app.intake.RowSink;
import dev.aegis.app.mask.MaskedRows;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.terminal.AnswerPage;
import dev.aegis.app.wire.AnswerJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code aegis ask}: reads the data once, then answers one question after the other. */
public final class Questions implements AskRun {
  private static final double NANOS = 1e9;
  private static final int LEFT_OUT_SHOWN = 5;

  private final StateDirectory home;
  private final boolean remembers;

  public Questions(StateDirectory home) {
    this(home, true);
  }

  private Questions(StateDirectory home, boolean remembers) {
    this.home = home;
    this.remembers = remembers;
  }

  /** Each question stands alone, and nothing is written. */
  public static Questions standingAlone(StateDirectory home) {
    return new Questions(home, false);
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    Data data = data(options, streams);
    if (options.raw() != null) {
      return new RawSql(data, home.path(), options, streams).run(options.raw());
    }
    List<String> questions = sentences(options.questions());
    if (questions.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected a question, found none; such as aegis ask \"average p99 by region\" --data"
              + " PATH. See 'aegis ask --help'.");
    }
    // The first question of a process takes four times as long, unless one was read before it.
    Thread.ofPlatform().daemon().start(Answers::rehearse);
    long start = System.nanoTime();
    try (Read read = read(data, streams)) {
      double seconds = (System.nanoTime() - start) / NANOS;
      return answer(
          questions,
          data.paths(),
          new Answers(read.tables()),
          options,
          streams,
          () -> say("%s read in %.1f s", read.what(), seconds));
    }
  }

  /** Says what of the data nobody gets an answer from. */
  private static void leftOut(RowFiles.Report report, Masking masking, Streams streams) {
    List<String> lines = new ArrayList<>();
    report
        .skipped()
        .forEach(s -> lines.add("not used: " + CleanText.line(s.path(), 200) + ": " + s.reason()));
    report.problems().forEach(p -> lines.add("left out of " + p));
    lines.stream()
        .limit(LEFT_OUT_SHOWN)
        .forEach(line -> streams.note("aegis: " + masking.text(line)));
    if (lines.size() > LEFT_OUT_SHOWN) {
      streams.note("aegis: and " + (lines.size() - LEFT_OUT_SHOWN) + " more like these");
    }
  }

  /** Tables, and what was read into them. */
  private record Read(QuestionTables tables, String what) implements AutoCloseable {
    @Override
    public void close() {
      tables.close();
    }
  }

  private Read read(Data data, Streams streams) {
    if (data.evidence() != null) {
      try {
        return new Read(QuestionTables.ofEvidence(data.evidence()), "the evidence");
      } catch (RefusedQueryException e) {
        throw CommandFailure.from(e, ExitCode.BAD_INPUT);
      }
    }
    QuestionTables tables = QuestionTables.inMemory();
    try {
      Masking masking = masking();
      RowFiles.Report report = read(data.files(), tables, masking);
      leftOut(report, masking, streams);
      return new Read(
          tables,
          say(
              "%,d rows, %,d spans and %,d changes",
              report.rows(), report.spans(), report.changes()));
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private interface Note {
    String text();
  }

  private ExitCode answer(
      List<String> questions,
      List<Path> data,
      Answers answers,
      Options options,
      Streams streams,
      Note note) {
    AskedBefore before = new AskedBefore(home, data, masking()::text);
    List<String> earlier = new ArrayList<>(remembers ? before.read() : List.of());
    AnswerPage page = new AnswerPage(streams.style(), streams.glyphs(), streams.width());
    ExitCode code = ExitCode.DONE;
    for (String question : questions) {
      Answers.Given given = answers.to(earlier, question, !options.sqlOnly());
      print(given, options, streams, page);
      switch (given) {
        case Answers.Refused _ -> code = ExitCode.ESCALATED;
        case Answers.Answered answered -> {
          earlier = follow(earlier, question, answered.goesOn());
          streams.note(say("aegis: answered in %.0f ms; ", answered.millis()) + note.text());
        }
      }
    }
    if (remembers) {
      before.write(earlier);
    }
    return code;
  }

  private Masking masking() {
    return masking(home.path());
  }

  static Masking masking(Path home) {
    try {
      return MaskingYaml.found(home);
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  /** A question that stands alone begins anew what later ones go on from. */
  private static List<String> follow(List<String> earlier, String question, boolean goesOn) {
    List<String> all = goesOn ? new ArrayList<>(earlier) : new ArrayList<>();
    all.add(question);
    return all;
  }

  private static void print(
      Answers.Given given, Options options, Streams streams, AnswerPage page) {
    switch (given) {
      case Answers.Refused refused -> {
        if (options.json()) {
          streams
              .data()
              .println(AnswerJson.refused(refused.word(), refused.reason(), refused.nearest()));
        } else {
          page.refused(refused.word(), refused.reason(), refused.nearest())
              .forEach(streams.out()::println);
        }
      }
      case Answers.Answered answered -> {
        if (options.sqlOnly()) {
          if (options.json()) {
            streams.data().println(AnswerJson.compiled(answered.interpretation(), answered.sql()));
          } else {
            streams.out().println(answered.sql());
          }
        } else if (options.json()) {
          streams
              .data()
              .println(
                  AnswerJson.answered(
                      answered.interpretation(),
                      answered.sql(),
                      answered.answer().columns(),
                      answered.answer().rows(),
                      answered.notes()));
        } else {
          page.answered(
                  answered.interpretation(),
                  answered.sql(),
                  answered.answer().columns(),
                  answered.answer().rows(),
                  answered.notes())
              .forEach(streams.out()::println);
        }
      }
    }
  }

  static RowFiles.Report read(List<Path> data, QuestionTables tables, Masking masking) {
    try {
      RowSink masked = new MaskedRows(tables, masking);
      RowFiles.Report report = RowFiles.read(data, masked);
      tables.lock();
      return report;
    } catch (IntakeException | RefusedQueryException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT, masking::text);
    }
  }

  /**
   * What is asked about.
   *
   * @param files recordings, files or folders; empty with evidence
   * @param evidence the file of an incident; {@code null} where files are named
   */
  record Data(List<Path> files, @Nullable Path evidence) {
    List<Path> paths() {
      return evidence == null ? files : List.of(evidence);
    }
  }

  private Data data(Options options, Streams streams) {
    if (!options.incident().isEmpty() && !options.data().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected either --incident or --data, found both. See 'aegis ask --help'.");
    }
    if (!options.incident().isEmpty()) {
      return new RecordedIncident(home, streams).find(options.incident());
    }
    if (options.data().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected --data PATH or --incident ID, found neither. See 'aegis ask --help'.");
    }
    return new Data(options.data(), /* evidence= */ null);
  }

  /** Words that the shell has parted are one question; whole sentences are several. */
  static List<String> sentences(List<String> words) {
    boolean parted = words.stream().noneMatch(w -> w.strip().contains(" "));
    return parted && words.size() > 1 ? List.of(String.join(" ", words)) : words;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
