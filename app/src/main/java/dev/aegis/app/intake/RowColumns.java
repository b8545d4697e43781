package dev.aegis.app.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the cells of a table's rows go. Under a header of several rows each different set of labels
 * above the columns makes a row of its own, with the same time.
 */
final class RowColumns {
  private static final List<String> LABELS = List.of("service", "region", "version", "pod");

  private final RowTable table;
  private final Tally tally;
  private final String timeName;
  private final int time;
  private final int[] slots;
  private final List<Group> groups = new ArrayList<>();

  /** Columns that are measured of the same. */
  private static final class Group {
    final List<String> texts;
    final int[] textSlots;
    final int[] columns;

    Group(List<String> texts, int[] textSlots, int[] columns) {
      this.texts = List.copyOf(texts);
      this.textSlots = textSlots;
      this.columns = columns;
    }
  }

  RowColumns(CsvHeader header, RowTable table, Tally tally) {
    this.table = table;
    this.tally = tally;
    this.time = header.time();
    this.timeName = header.names().get(time).strip();
    this.slots = new int[header.names().size()];
    Map<Labels, List<Integer>> byLabels = new LinkedHashMap<>();
    for (int c = 0; c < slots.length; c++) {
      String name = header.names().get(c).strip();
      slots[c] =
          c == time ? RowTable.TIME : table.slot(name.isEmpty() ? "column " + (c + 1) : name);
      if (c != time) {
        byLabels.computeIfAbsent(header.labels().get(c), l -> new ArrayList<>()).add(c);
      }
    }
    byLabels.forEach(this::group);
  }

  private void group(Labels labels, List<Integer> columns) {
    List<String> all = List.of(labels.service(), labels.region(), labels.version(), labels.pod());
    List<String> texts = new ArrayList<>();
    List<Integer> textSlots = new ArrayList<>();
    for (int i = 0; i < LABELS.size(); i++) {
      if (!all.get(i).isEmpty()) {
        texts.add(all.get(i));
        textSlots.add(table.slot(LABELS.get(i)));
      }
    }
    groups.add(new Group(texts, ints(textSlots), ints(columns)));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }

  /** Takes one row of the file. */
  void add(CsvRow row, long number) {
    if (time < row.size()
        && row.to(time) - row.from(time) == timeName.length()
        && row.text(time).equals(timeName)) {
      tally.count("header rows repeated among the data", number);
      return;
    }
    for (Group group : groups) {
      if (groups.size() > 1 && isEmpty(row, group)) {
        continue;
      }
      table.begin(number);
      cell(row, time);
      for (int i = 0; i < group.textSlots.length; i++) {
        String text = group.texts.get(i);
        table.cell(group.textSlots[i], text, 0, text.length());
      }
      for (int column : group.columns) {
        cell(row, column);
      }
      table.end();
    }
  }

  private static boolean isEmpty(CsvRow row, Group group) {
    for (int column : group.columns) {
      if (column < row.size() && row.to(column) > row.from(column)) {
        return false;
      }
    }
    return true;
  }

  private void cell(CsvRow row, int column) {
    if (column < row.size()) {
      table.cell(slots[column], row.source(column), row.from(column), row.to(column));
    }
  }
}
