package dev.aegis.app.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header of a table: a single row of names, several rows (service, metric, statistic above each
 * other), names with a row of units below, or no row at all.
 *
 * @param rows leading rows that belong to the header or stand before it
 * @param time the column whose name is a time's
 * @param names of all columns
 * @param labels that a header of several rows gives to a column
 * @param units from a row of units; {@link Unit#NONE} where there is none
 * @param note what had to be guessed; empty when nothing had
 */
record CsvHeader(
    int rows, int time, List<String> names, List<Labels> labels, List<Unit> units, String note) {
  /** How many rows are looked at to find the header. */
  static final int LEADING_ROWS = 12;

  private static final double LEAST_EPOCH = 1e8;

  static boolean looksLikeTime(Timestamps timestamps, String cell) {
    if (timestamps.parse(cell) == Timestamps.NONE) {
      return false;
    }
    double number = Decimal.parse(cell, 0, cell.length());
    return Double.isNaN(number) || number >= LEAST_EPOCH;
  }

  /** The header of a table that begins with these rows; {@code null} where nothing is a time. */
  static @Nullable CsvHeader find(List<List<String>> rows) {
    for (int i = 0; i < rows.size(); i++) {
      int time = timeName(rows.get(i));
      if (time >= 0 && rows.get(i).size() > 1) {
        return named(rows, i, time);
      }
    }
    return rows.isEmpty() ? null : unnamed(rows);
  }

  private static int timeName(List<String> row) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i < row.size(); i++) {
      ColumnName name = row.get(i).length() > 40 ? null : ColumnName.of(row.get(i));
      if (name != null && name.role() == Role.TIME && name.rank() < bestRank) {
        best = i;
        bestRank = name.rank();
      }
    }
    return best;
  }

  private static CsvHeader named(List<List<String>> rows, int header, int time) {
    List<String> names = new ArrayList<>(rows.get(header));
    List<Labels> labels = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      labels.add(Labels.NONE);
    }
    for (int level = 0; level < header; level++) {
      if (rows.get(level).size() == names.size()) {
        applyLevel(rows.get(level), time, names, labels);
      }
    }
    List<Unit> units = new ArrayList<>();
    int data = header + 1;
    while (data < rows.size() && data <= header + 2 && areUnits(rows.get(data), time)) {
      units = rows.get(data).stream().map(CsvHeader::unit).toList();
      data++;
    }
    return new CsvHeader(data, time, List.copyOf(names), labels, units, "");
  }

  private static void applyLevel(
      List<String> level, int time, List<String> names, List<Labels> labels) {
    Role role = ColumnName.of(level.get(time)).role();
    boolean unnamed = level.get(time).isBlank();
    for (int c = 0; c < names.size(); c++) {
      String cell = level.get(c).strip();
      if (c == time || cell.isEmpty()) {
        continue;
      }
      Labels so = labels.get(c);
      String clean = CleanText.name(cell);
      if (role == Role.SERVICE || (unnamed && !names.get(c).isBlank())) {
        labels.set(c, new Labels(clean, so.region(), so.version(), so.pod()));
      } else if (role == Role.REGION) {
        labels.set(c, new Labels(so.service(), clean, so.version(), so.pod()));
      } else if (role == Role.VERSION) {
        labels.set(c, new Labels(so.service(), so.region(), clean, so.pod()));
      } else if (role == Role.POD) {
        labels.set(c, new Labels(so.service(), so.region(), so.version(), clean));
      } else {
        names.set(c, (names.get(c) + " " + cell).strip());
      }
    }
  }

  private static boolean areUnits(List<String> row, int time) {
    boolean any = false;
    for (int c = 0; c < row.size(); c++) {
      if (c != time && !row.get(c).isBlank()) {
        if (unit(row.get(c)) == Unit.NONE) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static Unit unit(String cell) {
    String bare = cell.strip().replaceAll("^[\\[(]|[\\])]$", "");
    Unit behind = Unit.behindNumber(bare);
    return behind != Unit.NONE ? behind : Unit.ofWord(bare, true);
  }

  private static @Nullable CsvHeader unnamed(List<List<String>> rows) {
    Timestamps timestamps = new Timestamps();
    int width = rows.getFirst().size();
    for (int c = 0; c < width; c++) {
      if (looksLikeTime(timestamps, rows.getFirst().get(c).strip())) {
        return withoutNames(width, c);
      }
    }
    for (int c = 0; c < width && rows.size() > 1; c++) {
      int column = c;
      List<List<String>> data = rows.subList(1, rows.size());
      boolean times =
          data.stream()
              .allMatch(r -> r.size() > column && looksLikeTime(timestamps, r.get(column).strip()));
      if (times) {
        List<String> names = new ArrayList<>(rows.getFirst());
        String found = CleanText.name(names.set(c, "timestamp"));
        return header(1, c, names, "column " + found + " has no known name, but holds times");
      }
    }
    return null;
  }

  private static CsvHeader withoutNames(int width, int time) {
    List<String> names = new ArrayList<>();
    int unnamed = 0;
    for (int c = 0; c < width; c++) {
      unnamed += c == time ? 0 : 1;
      names.add(c == time ? "timestamp" : unnamed == 1 ? "value" : "column " + (c + 1));
    }
    return header(0, time, names, "no row of names; the first number is called value");
  }

  private static CsvHeader header(int rows, int time, List<String> names, String note) {
    return new CsvHeader(
        rows,
        time,
        List.copyOf(names),
        java.util.Collections.nCopies(names.size(), Labels.NONE),
        List.of(),
        note);
  }
}
