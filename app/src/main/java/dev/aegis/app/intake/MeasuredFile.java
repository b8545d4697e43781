package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.IntakeReport.FileReport;
import dev.aegis.app.intake.JsonReader.Fields;
import dev.aegis.telemetry.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One file of metrics or logs, or of changes where its records turn out to be such. */
final class MeasuredFile {
  private final Path path;
  private final IntakeLimits limits;
  private final LogBook logs;
  private final SeriesStore store;
  private final String defaultService;
  private final List<Change> changes;
  private final Tally tally = new Tally();
  private final List<String> notes = new ArrayList<>();

  MeasuredFile(
      Path path,
      IntakeLimits limits,
      LogBook logs,
      SeriesStore store,
      String defaultService,
      List<Change> changes) {
    this.path = path;
    this.limits = limits;
    this.logs = logs;
    this.store = store;
    this.defaultService = defaultService;
    this.changes = changes;
  }

  /**
   * Reads the file to its end.
   *
   * @throws IntakeException when nothing in it can be used
   */
  FileReport read() {
    try (InputStream in = TextFile.open(path)) {
      Lines lines = new Lines(in, limits.lineCharacters());
      byte[] head = lines.head();
      Sniffer.Finding finding = Sniffer.sniff(head);
      requireText(finding.format(), lines);
      if (SpanFile.describes(SpanFile.firstLine(head))) {
        throw new IntakeException(
            Kind.NO_NUMBERS,
            path + ": expected observations, found spans of traces; 'aegis ask' reads them");
      }
      Fields first = firstRecord(finding, head);
      if (first != null && ChangeFields.isCommit(first)) {
        throw new IntakeException(
            Kind.NO_NUMBERS, path + ": expected observations, found commits; not used");
      }
      if (first != null && ChangeFields.describe(first)) {
        return new ChangeReader(path, limits).read(changes);
      }
      return read(lines, finding);
    } catch (IOException e) {
      throw TextFile.unreadable(path, e);
    }
  }

  private FileReport read(Lines lines, Sniffer.Finding finding) throws IOException {
    boolean decimalComma = finding.format() == Format.TABLE && finding.delimiter() != ',';
    FileTable table =
        new FileTable(limits, tally, logs, decimalComma, finding.format() == Format.LOG);
    boolean timed = readRows(lines, finding, table);
    if (lines.tooLong() > 0) {
      tally.count(
          say("lines longer than %,d characters", limits.lineCharacters()),
          lines.firstTooLong(),
          lines.tooLong());
    }
    if (lines.brokenOff()) {
      notes.add("the compressed data break off; what came before is used");
    }
    if (table.timestamps().mixedZones()) {
      notes.add("times with and without zones, or in several; without one is taken as UTC");
    }
    requireUsable(table, timed);
    new Resolution(table, store, defaultService, notes).run();
    return new FileReport(
        path.toString(),
        title(finding),
        table.rowsRead(),
        table.rowsUsed(),
        tally.problems(),
        notes);
  }

  private boolean readRows(Lines lines, Sniffer.Finding finding, FileTable table)
      throws IOException {
    switch (finding.format()) {
      case TABLE -> {
        return new CsvReader(lines, finding.delimiter(), table, notes).read();
      }
      case JSON_LINES -> new JsonReader((f, p, n) -> row(table, f, p, n)).lines(lines, tally);
      case JSON -> new JsonReader((f, p, n) -> row(table, f, p, n)).document(lines.rest(), tally);
      case LOG -> new LogLines(lines, table).read();
      case EMPTY, BINARY, UTF_16 -> requireText(finding.format(), lines);
    }
    return true;
  }

  private static boolean row(FileTable table, Fields fields, @Nullable Fields parent, long number) {
    table.begin(number);
    if (parent != null) {
      for (int i = 0; i < parent.names.size(); i++) {
        cell(table, parent.names.get(i), parent.values.get(i), true);
      }
    }
    for (int i = 0; i < fields.names.size(); i++) {
      cell(table, fields.names.get(i), fields.values.get(i), false);
    }
    table.end();
    return true;
  }

  private static void cell(FileTable table, String name, String value, boolean fromParent) {
    Column column = table.column(name);
    if (column != null && (!fromParent || isLabel(column.role()))) {
      table.cell(column, value);
    }
  }

  private static boolean isLabel(@Nullable Role role) {
    return role == Role.SERVICE
        || role == Role.REGION
        || role == Role.VERSION
        || role == Role.POD
        || role == Role.METRIC_NAME;
  }

  /** The first record of the head, to tell changes from measurements; nothing is kept of it. */
  static @Nullable Fields firstRecord(Sniffer.Finding finding, byte[] head) {
    List<Fields> found = new ArrayList<>();
    JsonReader reader =
        new JsonReader((fields, parent, number) -> {
          found.add(fields);
          return false;
        });
    switch (finding.format()) {
      case JSON, JSON_LINES -> reader.document(new ByteArrayInputStream(head), new Tally());
      case TABLE -> tableRecord(finding, head, found);
      case LOG, EMPTY, BINARY, UTF_16 -> {
        // Log lines are never changes: a change needs named fields.
      }
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private static void tableRecord(Sniffer.Finding finding, byte[] head, List<Fields> found) {
    String text = new String(head, StandardCharsets.UTF_8);
    String[] rows = text.split("\r\n|\n|\r", 3);
    if (rows.length < 2) {
      return;
    }
    CsvRow names = new CsvRow(finding.delimiter());
    CsvRow values = new CsvRow(finding.delimiter());
    names.split(rows[0]);
    values.split(rows[1]);
    Fields fields = new Fields();
    for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
      fields.add(names.text(i).strip(), values.text(i).strip());
    }
    found.add(fields);
  }

  private void requireText(Format format, Lines lines) {
    switch (format) {
      case EMPTY -> {
        Kind kind = lines.brokenOff() ? Kind.NOT_TEXT : Kind.EMPTY;
        String what = lines.brokenOff() ? "gzip data that break off at once" : "an empty file";
        throw new IntakeException(
            kind, path + ", row 1: expected metrics or logs, found " + what + "; check the export");
      }
      case BINARY ->
          throw new IntakeException(
              Kind.NOT_TEXT,
              path
                  + ", row 1: expected CSV, JSON or log lines (gzip is fine), found binary data;"
                  + " export it as text");
      case UTF_16 ->
          throw new IntakeException(
              Kind.NOT_TEXT,
              path
                  + ", row 1: expected UTF-8, found UTF-16; convert it with"
                  + " iconv -f UTF-16 -t UTF-8");
      case JSON, JSON_LINES, TABLE, LOG -> {
        // Text, to be read by its own reader.
      }
    }
  }

  private void requireUsable(FileTable table, boolean timed) {
    if (!timed || table.timedRows() == 0) {
      throw new IntakeException(
          Kind.NO_TIMES,
          path
              + ", row 1: expected a column of times (timestamp, time, ts, date) in ISO 8601 or"
              + " since 1970, found "
              + (timed ? "none that can be read" + rows(table) : "none")
              + "; add or rename one");
    }
    long numbers = table.quantities().stream().mapToLong(Quantity::numbers).sum();
    if (numbers == 0 && table.logRows() == 0) {
      throw new IntakeException(
          Kind.NO_NUMBERS,
          path
              + ", row 1: expected at least one column of numbers beside the time, found none"
              + rows(table)
              + "; export a metric");
    }
  }

  private static String rows(FileTable table) {
    return say(" in %,d rows", table.rowsRead());
  }

  private static String title(Sniffer.Finding finding) {
    return switch (finding.format()) {
      case TABLE ->
          switch (finding.delimiter()) {
            case ',' -> "table, comma";
            case ';' -> "table, semicolon";
            case '\t' -> "table, tab";
            default -> "table, " + finding.delimiter();
          };
      case EMPTY, BINARY, UTF_16, JSON, JSON_LINES, LOG -> finding.format().title();
    };
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
