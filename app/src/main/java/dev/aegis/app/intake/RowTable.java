package dev.aegis.app.intake;

import dev.aegis.app.intake.RowSink.Field;
import dev.aegis.app.intake.RowSink.Holds;
import dev.aegis.app.intake.RowSink.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one file and what they turn out to be. A column is one of numbers when nine of ten
 * cells among the first rows are, unless its name says that its numbers are names, as those of
 * {@code status_code} are.
 */
final class RowTable {
  /** The slot of the column of times. */
  static final int TIME = -1;

  /** The slot of a column that is not read. */
  static final int NOWHERE = -2;

  private static final int HELD_BACK = 2_000;
  private static final int MOST_COLUMNS = 1_000;
  private static final int MESSAGE = 4_000;
  private static final int NAMES_KEPT = 100_000;
  private static final Set<String> NUMBERED =
      Set.of(
          "status",
          "statuscode",
          "httpstatus",
          "httpstatuscode",
          "httpcode",
          "responsecode",
          "code",
          "shard",
          "shardid",
          "partition",
          "port",
          "node",
          "nodeid",
          "zone",
          "az",
          "rack",
          "cluster",
          "worker",
          "workerid",
          "id",
          "tenant",
          "tenantid",
          "customer",
          "customerid",
          "user",
          "userid",
          "account",
          "accountid",
          "quantile",
          "le",
          "cell",
          "slot",
          "stage",
          "replicaid",
          "podid",
          "hostid",
          "statusclass",
          "errorcode",
          "exitcode",
          "buildnumber",
          "buildid",
          "tier");

  private final Path path;
  private final RowSink sink;
  private final Tally tally;
  private final boolean lines;
  private final Numbers numbers;
  private final Timestamps timestamps = new Timestamps();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<Held> heldBack = new ArrayList<>();
  private final List<Map<String, String>> cleaned = new ArrayList<>();

  private List<Use> uses = List.of();
  private int[] given = new int[0];
  private Unit[] units = new Unit[0];
  private boolean begun;
  private long row;
  private long at;
  private boolean seenTime;
  private @Nullable String[] sources = new @Nullable String[32];
  private int[] froms = new int[32];
  private int[] tos = new int[32];
  private @Nullable String[] texts = new @Nullable String[0];
  private double[] values = new double[0];
  private long kept;

  /** A row that is held back; not a record, since those shall not hold arrays. */
  private static final class Held {
    private final long number;
    private final long at;
    private final @Nullable String[] cells;

    Held(long number, long at, @Nullable String[] cells) {
      this.number = number;
      this.at = at;
      this.cells = cells;
    }
  }

  RowTable(Path path, RowSink sink, Tally tally, boolean lines, boolean decimalComma) {
    this.path = path;
    this.sink = sink;
    this.tally = tally;
    this.lines = lines;
    this.numbers = new Numbers(decimalComma);
  }

  /** Where the cells of the column with this name go. */
  int slot(String written) {
    Role role = ColumnName.of(written).role();
    if (role == Role.ANSWER) {
      return NOWHERE;
    }
    String name = CleanText.name(written);
    Integer known = slots.get(name.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    if (begun || names.size() >= MOST_COLUMNS) {
      tally.count("cells of columns that were not there in the first rows", row);
      return NOWHERE;
    }
    slots.put(name.toLowerCase(Locale.ROOT), names.size());
    names.add(name);
    return names.size() - 1;
  }

  void begin(long number) {
    row = number;
    at = Timestamps.NONE;
    seenTime = false;
    Arrays.fill(sources, 0, Math.min(sources.length, names.size()), null);
  }

  void time(long epochMillis) {
    at = epochMillis;
    seenTime = true;
  }

  void cell(int slot, String text, int from, int to) {
    if (slot == TIME) {
      if (at == Timestamps.NONE) {
        at = time(text, from, to);
        seenTime = true;
      }
    } else if (slot >= 0) {
      if (slot >= sources.length) {
        sources = Arrays.copyOf(sources, 2 * slot + 1);
        froms = Arrays.copyOf(froms, 2 * slot + 1);
        tos = Arrays.copyOf(tos, 2 * slot + 1);
      }
      sources[slot] = text;
      froms[slot] = from;
      tos[slot] = to;
    }
  }

  private long time(String text, int from, int to) {
    int start = from;
    int stop = to;
    while (start < stop && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (stop > start && Character.isWhitespace(text.charAt(stop - 1))) {
      stop--;
    }
    return timestamps.parse(text, start, stop);
  }

  void end() {
    if (at == Timestamps.NONE) {
      tally.count(seenTime ? "rows whose time cannot be read" : "rows without a time", row);
      return;
    }
    if (begun) {
      emit(row, at);
      return;
    }
    heldBack.add(new Held(row, at, copied()));
    if (heldBack.size() >= HELD_BACK) {
      start();
    }
  }

  private @Nullable String[] copied() {
    @Nullable String[] cells = new @Nullable String[names.size()];
    for (int c = 0; c < Math.min(cells.length, sources.length); c++) {
      String source = sources[c];
      cells[c] = source == null ? null : source.substring(froms[c], tos[c]);
    }
    return cells;
  }

  /** Ends the file; how many rows it had. */
  long finish() {
    if (!begun && !heldBack.isEmpty()) {
      start();
    }
    if (begun) {
      sink.end();
    }
    return kept;
  }

  // ---- what columns are

  private void start() {
    begun = true;
    uses = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      uses.add(use(c));
      cleaned.add(new HashMap<>());
    }
    units = new Unit[names.size()];
    Holds holds = holds();
    List<Field> fields = new ArrayList<>();
    given = new int[names.size()];
    for (int c = 0; c < names.size(); c++) {
      given[c] = fields.size();
      fields.add(new Field(names.get(c), settled(uses.get(c), holds)));
    }
    uses = fields.stream().map(Field::use).toList();
    texts = new @Nullable String[fields.size()];
    values = new double[fields.size()];
    sink.begin(path, holds, fields);
    for (Held held : heldBack) {
      begin(held.number);
      for (int c = 0; c < held.cells.length; c++) {
        String cell = held.cells[c];
        if (cell != null) {
          cell(c, cell, 0, cell.length());
        }
      }
      emit(held.number, held.at);
    }
    heldBack.clear();
  }

  private Holds holds() {
    boolean message = uses.contains(Use.MESSAGE);
    boolean measured = uses.contains(Use.NUMBER) || uses.contains(Use.VALUE);
    return lines || (message && (uses.contains(Use.LEVEL) || !measured))
        ? Holds.LOGS
        : Holds.METRICS;
  }

  /** Levels and messages are what they are called only in logs, metrics only elsewhere. */
  private static Use settled(Use use, Holds holds) {
    boolean ofLogs = use == Use.LEVEL || use == Use.MESSAGE;
    boolean ofMetrics = use == Use.METRIC || use == Use.VALUE || use == Use.NUMBER;
    return (ofLogs && holds == Holds.METRICS) || (ofMetrics && holds == Holds.LOGS)
        ? Use.LABEL
        : use;
  }

  private Use use(int column) {
    ColumnName name = ColumnName.of(names.get(column));
    boolean long_ = names.stream().anyMatch(n -> ColumnName.of(n).role() == Role.VALUE);
    Role role = name.role();
    if (role == Role.LEVEL) {
      return Use.LEVEL;
    }
    if (role == Role.MESSAGE) {
      return Use.MESSAGE;
    }
    if (role == Role.METRIC_NAME && long_) {
      return Use.METRIC;
    }
    if (role == Role.VALUE) {
      return Use.VALUE;
    }
    boolean named =
        role == Role.SERVICE || role == Role.REGION || role == Role.VERSION || role == Role.POD;
    return named || !isNumeric(column) || isNumbered(column) ? Use.LABEL : Use.NUMBER;
  }

  private boolean isNumeric(int column) {
    int some = 0;
    int readable = 0;
    for (Held held : heldBack) {
      String cell = column < held.cells.length ? held.cells[column] : null;
      if (cell == null || cell.isBlank()) {
        continue;
      }
      switch (numbers.read(cell, 0, cell.length())) {
        case NUMBER, NOT_A_NUMBER, INFINITE -> {
          some++;
          readable++;
        }
        case TEXT -> some++;
        case EMPTY -> {
          // Says nothing about the others.
        }
      }
    }
    return some > 0 && readable >= 0.9 * some;
  }

  private boolean isNumbered(int column) {
    String key = ColumnName.key(names.get(column));
    if (!NUMBERED.contains(key)) {
      return false;
    }
    return heldBack.stream()
        .map(h -> column < h.cells.length ? h.cells[column] : null)
        .allMatch(c -> c == null || c.isBlank() || c.strip().matches("\\d{1,9}(\\.\\d+)?"));
  }

  // ---- rows

  private void emit(long number, long epochMillis) {
    Arrays.fill(texts, null);
    Arrays.fill(values, Double.NaN);
    for (int c = 0; c < given.length; c++) {
      String source = c < sources.length ? sources[c] : null;
      if (source != null) {
        switch (uses.get(c)) {
          case NUMBER, VALUE -> values[c] = number(c, source, number);
          case MESSAGE -> texts[c] = CleanText.line(source.substring(froms[c], tos[c]), MESSAGE);
          case LABEL, METRIC, LEVEL -> texts[c] = label(c, source.substring(froms[c], tos[c]));
        }
      }
    }
    sink.row(epochMillis, texts, values);
    kept++;
  }

  private double number(int column, String source, long number) {
    switch (numbers.read(source, froms[column], tos[column])) {
      case NUMBER -> {
        Unit unit = numbers.unit();
        if (units[column] == null) {
          units[column] = unit;
        }
        if (units[column] == unit) {
          return numbers.value();
        }
        tally.count("cells in another unit than the first in " + names.get(column), number);
      }
      case EMPTY -> {
        // Not measured.
      }
      case NOT_A_NUMBER, INFINITE -> tally.count("cells that are no finite number", number);
      case TEXT -> tally.count("cells that are no number in " + names.get(column), number);
    }
    return Double.NaN;
  }

  private @Nullable String label(int column, String cell) {
    Map<String, String> known = cleaned.get(column);
    String clean = known.get(cell);
    if (clean == null) {
      clean = CleanText.name(cell);
      clean = Numbers.isAbsent(clean) ? "" : clean;
      if (known.size() < NAMES_KEPT) {
        known.put(cell, clean);
      }
    }
    return clean.isEmpty() ? null : clean;
  }
}
