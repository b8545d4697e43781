package dev.aegis.app.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a table with any delimiter, one row at a time. */
final class CsvReader {
  private static final int JOINED_LINES = 200;

  private final Lines lines;
  private final FileTable table;
  private final CsvRow row;
  private final List<String> notes;
  private List<@Nullable Column> columns = List.of();
  private Map<Labels, int[]> groups = Map.of();
  private String timeName = "";
  private int time;

  CsvReader(Lines lines, char delimiter, FileTable table, List<String> notes) {
    this.lines = lines;
    this.table = table;
    this.row = new CsvRow(delimiter);
    this.notes = notes;
  }

  /** Reads all rows; false where the table has no column of times. */
  boolean read() throws IOException {
    List<String> leading = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    while (leading.size() < CsvHeader.LEADING_ROWS) {
      String line = nextLine();
      if (line == null) {
        break;
      }
      leading.add(line);
      numbers.add(lines.number());
      cells.add(cells());
    }
    CsvHeader header = CsvHeader.find(cells);
    if (header == null) {
      return false;
    }
    use(header);
    for (int i = header.rows(); i < leading.size(); i++) {
      row.split(leading.get(i));
      add(numbers.get(i));
    }
    while (nextLine() != null) {
      add(lines.number());
    }
    return true;
  }

  private void use(CsvHeader header) {
    if (!header.note().isEmpty()) {
      notes.add(header.note());
    }
    time = header.time();
    timeName = header.names().get(time).strip();
    List<@Nullable Column> made = new ArrayList<>();
    Map<Labels, List<Integer>> byLabels = new LinkedHashMap<>();
    for (int c = 0; c < header.names().size(); c++) {
      String name = header.names().get(c);
      Column column = table.column(name.isBlank() ? "column " + (c + 1) : name);
      made.add(column);
      Quantity quantity = column == null ? null : column.quantity();
      Unit unit = c < header.units().size() ? header.units().get(c) : Unit.NONE;
      if (quantity != null && unit != Unit.NONE) {
        quantity.unit(unit);
      }
      if (!header.labels().get(c).equals(Labels.NONE)) {
        byLabels.computeIfAbsent(header.labels().get(c), l -> new ArrayList<>()).add(c);
      }
    }
    columns = made;
    groups = new LinkedHashMap<>();
    byLabels.forEach((labels, of) -> groups.put(labels, of.stream().mapToInt(i -> i).toArray()));
    if (!groups.isEmpty()) {
      notes.add("header of several rows, with " + groups.size() + " different labels");
    }
  }

  private void add(long number) {
    if (time < row.size()
        && row.to(time) - row.from(time) == timeName.length()
        && row.text(time).equals(timeName)) {
      table.tally().count("header rows repeated among the data", number);
      return;
    }
    table.begin(number);
    if (row.size() < columns.size()) {
      table.tally().count("rows with fewer cells than the header", number);
    } else if (row.size() > columns.size()) {
      table.tally().count("rows with more cells than the header", number);
    }
    if (groups.isEmpty()) {
      for (int c = 0; c < Math.min(row.size(), columns.size()); c++) {
        cell(c);
      }
    } else {
      addGroups();
    }
    table.end();
  }

  private void addGroups() {
    if (time < row.size()) {
      cell(time);
    }
    groups.forEach((labels, of) -> {
      table.labels(labels);
      for (int c : of) {
        if (c < row.size()) {
          cell(c);
        }
      }
      table.flushPoints();
    });
  }

  private void cell(int c) {
    Column column = columns.get(c);
    if (column != null) {
      table.cell(column, row.source(c), row.from(c), row.to(c));
    }
  }

  private List<String> cells() {
    List<String> cells = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.text(i));
    }
    return cells;
  }

  /** The next line that says something, joined with those that its quotes reach into. */
  private @Nullable String nextLine() throws IOException {
    while (true) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      if (line.isBlank() || line.charAt(0) == '#' || line.startsWith("sep=")) {
        continue;
      }
      row.split(line);
      return row.open() ? joined(line) : line;
    }
  }

  private String joined(String first) throws IOException {
    long start = lines.number();
    StringBuilder whole = new StringBuilder(first);
    for (int i = 0; i < JOINED_LINES && row.open() && whole.length() < Lines.BLOCK; i++) {
      String more = lines.next();
      if (more == null) {
        break;
      }
      whole.append('\n').append(more);
      row.split(whole.toString());
    }
    if (row.open()) {
      table.tally().count("rows whose quotes are never closed", start);
    }
    return whole.toString();
  }
}
