package dev.aegis.app.report;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.PostmortemRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.forecast.FoundRoom;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.postmortem.Edit;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.postmortem.Report;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Writes the report on an incident of a journal. */
public final class WrittenReport implements PostmortemRun {
  private final StateDirectory home;

  public WrittenReport(StateDirectory home) {
    this.home = home;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    ZoneId zone = zone(options.zone());
    boolean toFile = !options.output().toString().isEmpty();
    if (options.format() == Format.PDF && !toFile && options.terminal()) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected a file for a PDF, found a terminal; add --output FILE");
    }
    Path named = Path.of(options.incident());
    RoomId room = id(named, "postmortem");
    FoundRoom.Found found = new FoundRoom(home, streams).find(room, named);
    List<RoomMessage> log = found.log();
    List<Edit> edits =
        options.asRecorded()
            ? List.of()
            : ReadOnlyJournal.edits(room, found.journal()).stream().map(EditJson::read).toList();
    Report report = Report.of(log).with(edits);
    byte[] bytes = bytes(options.format(), log, report, zone);
    if (toFile) {
      save(options.output(), bytes);
      streams.note("aegis: written to " + options.output());
    } else {
      streams.data().write(bytes, 0, bytes.length);
      streams.data().flush();
    }
    if (report.draft()) {
      streams.note("aegis: a draft; the incident is not over");
    }
    if (!edits.isEmpty()) {
      streams.note(
          "aegis: with "
              + edits.size()
              + (edits.size() == 1 ? " change" : " changes")
              + " that people made; --as-recorded leaves them out");
    }
    return ExitCode.DONE;
  }

  private static byte[] bytes(Format format, List<RoomMessage> log, Report report, ZoneId zone) {
    return switch (format) {
      case MD -> PostmortemReport.of(report, zone).getBytes(StandardCharsets.UTF_8);
      case HTML -> ReportHtml.of(log, report, zone).getBytes(StandardCharsets.UTF_8);
      case PDF -> ReportPdf.of(log, report, zone);
      case JSON -> (ReportJson.of(report) + "\n").getBytes(StandardCharsets.UTF_8);
    };
  }

  private static void save(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected a file that can be written, found " + file + ": " + e.getMessage(),
          e);
    }
  }

  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected a time zone such as Europe/Berlin, found " + name, e);
    }
  }

  /** The record of an incident, as it is named to a command. */
  static List<RoomMessage> log(
      String incident, String command, StateDirectory home, Streams streams) {
    Path named = Path.of(incident);
    return new FoundRoom(home, streams).find(id(named, command), named).log();
  }

  private static RoomId id(Path named, String command) {
    try {
      return new RoomId(String.valueOf(named.getFileName()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected an incident such as INC-2026-0001, found "
              + named
              + ". See 'aegis "
              + command
              + " --help'.",
          e);
    }
  }
}
