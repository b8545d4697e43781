package dev.aegis.app.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, whatever its format: cells come in by column, and at the end of a row
 * become points or a log line. What cannot be used is counted, never fatal. One thread, one file.
 */
final class FileTable {
  private final IntakeLimits limits;
  private final Tally tally;
  private final LogBook logs;
  private final boolean numbersBesideMessages;
  private final RowTime time = new RowTime();
  private final RowLabels labels = new RowLabels();
  private final Numbers numbers;
  private final SeriesCount seriesCount;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Map<String, Quantity> quantities = new LinkedHashMap<>();
  private final TreeSet<String> answers = new TreeSet<>();

  private long row;
  private String metricName = "";
  private String statistic = "";
  private String level = "";
  private String message = "";
  private boolean hasValue;
  private boolean rowGavePoints;
  private final List<Quantity> pending = new ArrayList<>();
  private double[] pendingValues = new double[64];
  private double value;
  private Unit valueUnit = Unit.NONE;

  private long rowsRead;
  private long rowsUsed;
  private long logRows;
  private long timedRows;

  FileTable(
      IntakeLimits limits,
      Tally tally,
      LogBook logs,
      boolean decimalComma,
      boolean numbersBesideMessages) {
    this.limits = limits;
    this.numbersBesideMessages = numbersBesideMessages;
    this.tally = tally;
    this.logs = logs;
    this.numbers = new Numbers(decimalComma);
    this.seriesCount = new SeriesCount(limits);
  }

  /** The column of this name, made on first sight; {@code null} when there are too many. */
  @Nullable Column column(String written) {
    Column known = columns.get(written);
    if (known == null && columns.size() < 2 * limits.columns()) {
      ColumnName name = ColumnName.of(written);
      if (name.role() == Role.ANSWER) {
        answers.add(name.raw());
      }
      known = new Column(name, name.role() == null ? quantity(name) : null);
      columns.put(written, known);
    }
    return known;
  }

  private @Nullable Quantity quantity(ColumnName name) {
    Quantity known = quantities.get(name.raw());
    if (known == null && quantities.size() < limits.columns()) {
      known = new Quantity(name);
      quantities.put(name.raw(), known);
    }
    return known;
  }

  void begin(long number) {
    row = number;
    time.begin();
    labels.begin();
    metricName = "";
    statistic = "";
    level = "";
    message = "";
    hasValue = false;
    rowGavePoints = false;
    pending.clear();
    rowsRead++;
  }

  void cell(Column column, String text) {
    cell(column, text, 0, text.length());
  }

  void cell(Column column, String line, int from, int to) {
    Role role = column.role();
    if (role == null) {
      number(column, line, from, to);
      return;
    }
    switch (role) {
      case TIME -> time.cell(column, line, from, to);
      case SERVICE -> labels.service(column.label(line, from, to));
      case REGION -> labels.region(column.label(line, from, to));
      case VERSION -> labels.version(column.label(line, from, to));
      case POD -> labels.pod(column.label(line, from, to));
      case METRIC_NAME -> metricName = column.label(line, from, to);
      case STATISTIC -> statistic = column.label(line, from, to);
      case LEVEL -> level = column.label(line, from, to);
      case MESSAGE -> message = line.substring(from, to);
      case VALUE -> value(line, from, to);
      case ANSWER -> {
        // Counted by its name alone: what it says is never looked at.
      }
    }
  }

  /** A time found outside any column, such as at the start of a log line. */
  void time(long millis) {
    time.found(millis);
  }

  void levelIfNone(String word) {
    level = level.isEmpty() ? word : level;
  }

  void message(String text) {
    message = text;
  }

  boolean hasMessage() {
    return !message.isEmpty();
  }

  boolean hasNumbers() {
    return !pending.isEmpty();
  }

  /** The service, region, version or pod that a header gave to a column. */
  void labels(Labels given) {
    labels.all(given);
  }

  /** Keeps what was collected so far as points, but stays in the row: for headers with labels. */
  void flushPoints() {
    if (time.millis() != Timestamps.NONE) {
      keepPoints();
    }
    pending.clear();
  }

  void end() {
    time.end();
    if (time.millis() == Timestamps.NONE) {
      tally.count(time.seen() ? "rows whose time cannot be read" : "rows without a time", row);
      return;
    }
    timedRows++;
    boolean used = false;
    if (!message.isEmpty()) {
      logs.add(time.millis(), labels.labels().service(), level, message);
      logRows++;
      used = true;
      dropNumbersOfOneEvent();
      hasValue = false;
    }
    if (hasValue) {
      addValue();
    }
    keepPoints();
    rowsUsed += used || rowGavePoints ? 1 : 0;
  }

  /**
   * Numbers beside a message tell of one event, which was perhaps logged because it was odd; only
   * lines of {@code key=value} pairs also carry aggregates, and then under plain names.
   */
  private void dropNumbersOfOneEvent() {
    int kept = 0;
    for (int i = 0; i < pending.size(); i++) {
      Known known = pending.get(i).known();
      if (numbersBesideMessages && known != null && known != Known.LATENCY) {
        pending.set(kept, pending.get(i));
        pendingValues[kept] = pendingValues[i];
        kept++;
      }
    }
    pending.subList(kept, pending.size()).clear();
  }

  private void addValue() {
    String name = metricName.isEmpty() ? "value" : metricName;
    String full = statistic.isEmpty() ? name : name + " " + statistic;
    Column column = metricName.isEmpty() ? valueColumn() : column("metric:" + full, full);
    Quantity quantity = column == null ? null : column.quantity();
    if (quantity == null) {
      tally.count("values of more metrics than are kept (" + limits.columns() + ")", row);
    } else {
      accept(quantity, quantity.scaled(value, valueUnit));
    }
  }

  private @Nullable Column valueColumn() {
    return column("metric:value", "value");
  }

  private @Nullable Column column(String key, String metric) {
    Column known = columns.get(key);
    if (known == null && columns.size() < 2 * limits.columns()) {
      ColumnName name = ColumnName.ofMetric(metric);
      known = new Column(name, quantity(name));
      columns.put(key, known);
    }
    return known;
  }

  private void keepPoints() {
    if (pending.isEmpty()) {
      return;
    }
    Labels where = labels.labels();
    for (int i = 0; i < pending.size(); i++) {
      if (pending.get(i).add(where, time.millis(), pendingValues[i], seriesCount)) {
        rowGavePoints = true;
      } else {
        tally.count("points of more series than are kept (" + limits.series() + ")", row);
      }
    }
  }

  private void value(String line, int from, int to) {
    Numbers.Cell cell = numbers.read(line, from, to);
    hasValue = isNumber(cell, "value");
    if (hasValue) {
      value = numbers.value();
      valueUnit = numbers.unit();
    }
  }

  private void number(Column column, String line, int from, int to) {
    Quantity quantity = column.quantity();
    if (quantity == null) {
      tally.count("cells of more columns than are kept (" + limits.columns() + ")", row);
      return;
    }
    Numbers.Cell cell = numbers.read(line, from, to);
    if (cell == Numbers.Cell.TEXT) {
      quantity.text(row);
    } else if (isNumber(cell, quantity.name().raw())) {
      accept(quantity, quantity.scaled(numbers.value(), numbers.unit()));
    }
  }

  private void accept(Quantity quantity, double number) {
    if (quantity.impossible(number)) {
      tally.count("values below zero in " + quantity.name().raw() + ", left out", row);
      return;
    }
    if (pending.size() == pendingValues.length) {
      pendingValues = java.util.Arrays.copyOf(pendingValues, 2 * pendingValues.length);
    }
    pendingValues[pending.size()] = number;
    pending.add(quantity);
  }

  private boolean isNumber(Numbers.Cell cell, String name) {
    switch (cell) {
      case NUMBER -> {
        return true;
      }
      case EMPTY -> tally.count("empty cells", row);
      case NOT_A_NUMBER -> tally.count("cells that say NaN", row);
      case INFINITE -> tally.count("infinite values", row);
      case TEXT -> tally.count("cells that are no number in " + name, row);
    }
    return false;
  }

  Timestamps timestamps() {
    return time.timestamps();
  }

  Tally tally() {
    return tally;
  }

  Collection<Quantity> quantities() {
    return quantities.values();
  }

  /** Names of columns that look like answers. */
  List<String> answers() {
    return List.copyOf(answers);
  }

  long rowsRead() {
    return rowsRead;
  }

  long rowsUsed() {
    return rowsUsed;
  }

  long logRows() {
    return logRows;
  }

  long timedRows() {
    return timedRows;
  }
}
