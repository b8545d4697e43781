package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.JsonReader.Fields;
import dev.aegis.telemetry.Change;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file as rows. The first rows are held back until it is clear what its columns are. */
final class RowFile {
  private static final int MESSAGE = 4_000;
  private static final int MOST_COLUMNS = 1_000;

  private final Path path;
  private final IntakeLimits limits;
  private final RowSink sink;
  private final Tally tally = new Tally();
  private long rows;
  private long changes;
  private long spans;

  RowFile(Path path, IntakeLimits limits, RowSink sink) {
    this.path = path;
    this.limits = limits;
    this.sink = sink;
  }

  long rows() {
    return rows;
  }

  long spans() {
    return spans;
  }

  long changes() {
    return changes;
  }

  List<IntakeReport.Problem> problems() {
    return tally.problems();
  }

  /**
   * Reads the file to its end.
   *
   * @throws IntakeException when nothing in it can be used
   */
  void read() {
    try (InputStream in = TextFile.open(path)) {
      Lines lines = new Lines(in, limits.lineCharacters());
      byte[] head = lines.head();
      Sniffer.Finding finding = Sniffer.sniff(head);
      requireText(finding.format());
      Fields first = MeasuredFile.firstRecord(finding, head);
      if (SpanFile.describes(SpanFile.firstLine(head))) {
        spans += new SpanFile(tally, sink::span).read(lines);
        requireSpans();
        return;
      }
      if (first != null && ChangeFields.isCommit(first)) {
        throw new IntakeException(
            Kind.NO_NUMBERS, path + ": expected observations, found commits; not used");
      }
      if (first == null
          && finding.format() == Format.JSON
          && new String(head, StandardCharsets.UTF_8).matches("\\s*\\[\\s*\\]\\s*")) {
        return;
      }
      if (first != null && ChangeFields.describe(first)) {
        readChanges();
        return;
      }
      readRows(lines, finding);
    } catch (IOException e) {
      throw TextFile.unreadable(path, e);
    }
    if (rows == 0) {
      throw new IntakeException(
          Kind.NO_TIMES,
          path
              + ", row 1: expected a column of times (timestamp, time, ts, date) and values beside"
              + " it, found no row that has them");
    }
  }

  private void requireText(Format format) {
    if (format == Format.EMPTY || format == Format.BINARY || format == Format.UTF_16) {
      throw new IntakeException(
          format == Format.EMPTY ? Kind.EMPTY : Kind.NOT_TEXT,
          path + ", row 1: expected CSV, JSON or log lines in UTF-8, found " + format.title());
    }
  }

  private void requireSpans() {
    if (spans == 0) {
      throw new IntakeException(
          Kind.NO_TIMES,
          path
              + ", row 1: expected spans with trace_id, span_id, start and duration_ms or an end,"
              + " found none that has them");
    }
  }

  private void readChanges() {
    ChangeReader reader = new ChangeReader(path, limits);
    List<Change> found = new ArrayList<>();
    reader.read(found);
    for (int i = 0; i < found.size(); i++) {
      sink.change(found.get(i), CleanText.name(reader.kinds().get(i)));
    }
    changes += found.size();
  }

  private void readRows(Lines lines, Sniffer.Finding finding) throws IOException {
    switch (finding.format()) {
      case TABLE -> table(lines, finding.delimiter());
      case JSON_LINES, JSON -> json(lines, finding.format());
      case LOG -> log(lines);
      case EMPTY, BINARY, UTF_16 -> requireText(finding.format());
    }
  }

  // ---- tables

  private void table(Lines lines, char delimiter) throws IOException {
    CsvRow row = new CsvRow(delimiter);
    List<String> leading = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    while (leading.size() < CsvHeader.LEADING_ROWS) {
      String line = nextLine(lines, row);
      if (line == null) {
        break;
      }
      leading.add(line);
      cells.add(cells(row));
    }
    CsvHeader header = CsvHeader.find(cells);
    if (header == null) {
      return;
    }
    RowTable table = new RowTable(path, sink, tally, false, delimiter != ',');
    RowColumns columns = new RowColumns(header, table, tally);
    for (int i = header.rows(); i < leading.size(); i++) {
      row.split(leading.get(i));
      columns.add(row, i + 1);
    }
    while (nextLine(lines, row) != null) {
      columns.add(row, lines.number());
    }
    rows += table.finish();
  }

  private static List<String> cells(CsvRow row) {
    List<String> cells = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.text(i));
    }
    return cells;
  }

  private static @Nullable String nextLine(Lines lines, CsvRow row) throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank() && line.charAt(0) != '#' && !line.startsWith("sep=")) {
        row.split(line);
        if (!row.open()) {
          return line;
        }
        StringBuilder whole = new StringBuilder(line);
        while (row.open() && whole.length() < Lines.BLOCK) {
          String more = lines.next();
          if (more == null) {
            break;
          }
          whole.append('\n').append(more);
          row.split(whole.toString());
        }
        return whole.toString();
      }
    }
    return null;
  }

  // ---- JSON

  private void json(Lines lines, Format format) throws IOException {
    RowTable table = new RowTable(path, sink, tally, false, false);
    Map<String, Integer> slots = new HashMap<>();
    JsonReader reader =
        new JsonReader((fields, parent, number) -> {
          table.begin(number);
          if (parent != null) {
            cells(table, slots, parent);
          }
          cells(table, slots, fields);
          table.end();
          return true;
        });
    if (format == Format.JSON_LINES) {
      reader.lines(lines, tally);
    } else {
      reader.document(lines.rest(), tally);
    }
    rows += table.finish();
  }

  private static void cells(RowTable table, Map<String, Integer> slots, Fields fields) {
    for (int i = 0; i < fields.names.size(); i++) {
      String name = fields.names.get(i);
      Integer slot = slots.get(name);
      if (slot == null) {
        if (slots.size() >= MOST_COLUMNS) {
          continue;
        }
        boolean time =
            ColumnName.of(name).role() == Role.TIME && !slots.containsValue(RowTable.TIME);
        slot = time ? RowTable.TIME : table.slot(name);
        slots.put(name, slot);
      }
      String value = fields.values.get(i);
      table.cell(slot, value, 0, value.length());
    }
  }

  // ---- log lines

  private void log(Lines lines) throws IOException {
    RowTable table = new RowTable(path, sink, tally, true, false);
    int level = table.slot("level");
    int message = table.slot("message");
    Timestamps timestamps = new Timestamps();
    for (String line = lines.next(); line != null; line = lines.next()) {
      int from = 0;
      while (from < line.length() && "[ \t".indexOf(line.charAt(from)) >= 0) {
        from++;
      }
      if (line.isBlank()) {
        continue;
      }
      long at = timestamps.parsePrefix(line, from, line.length());
      if (at == Timestamps.NONE) {
        tally.count("lines that do not begin with a time", lines.number());
        continue;
      }
      String rest = line.substring(timestamps.end()).replaceFirst("^[\\]\\s:,-]+", "");
      String said = LogBook.levelIn(rest);
      table.begin(lines.number());
      table.time(at);
      table.cell(level, said, 0, said.length());
      table.cell(message, rest, 0, Math.min(rest.length(), MESSAGE));
      table.end();
    }
    rows += table.finish();
  }
}
