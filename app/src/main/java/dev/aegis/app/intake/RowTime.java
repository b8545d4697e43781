package dev.aegis.app.intake;

/** The time of the row that is being read, out of one column or of a date and a clock. Reused. */
final class RowTime {
  private final Timestamps timestamps = new Timestamps();
  private long millis;
  private int rank;
  private boolean seen;
  private boolean dateOnly;
  private String dateText = "";
  private String clockText = "";

  void begin() {
    millis = Timestamps.NONE;
    rank = Integer.MAX_VALUE;
    seen = false;
    dateOnly = false;
    clockText = "";
  }

  /** A time found outside any column, such as at the start of a log line. */
  void found(long at) {
    millis = at;
    seen = true;
    rank = 0;
  }

  void cell(Column column, String line, int start, int stop) {
    seen = true;
    int from = start;
    int to = stop;
    while (from < to && line.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && line.charAt(to - 1) <= ' ') {
      to--;
    }
    if (column.name().rank() >= rank) {
      return;
    }
    long read = timestamps.parse(line, from, to);
    if (read != Timestamps.NONE) {
      millis = read;
      rank = column.name().rank();
      dateOnly = to - from == 10 && line.charAt(from + 4) < '0';
      dateText = dateOnly ? line.substring(from, to) : "";
    } else if (to - from >= 5 && to - from < 20 && line.charAt(from + 2) == ':') {
      clockText = line.substring(from, to);
    }
  }

  /** Takes a clock in a column of its own together with its date, once the row is whole. */
  void end() {
    if (dateOnly && !clockText.isEmpty()) {
      long exact = timestamps.parse(dateText + " " + clockText);
      millis = exact == Timestamps.NONE ? millis : exact;
    }
  }

  /** Milliseconds since 1970, or {@link Timestamps#NONE}. */
  long millis() {
    return millis;
  }

  /** Whether something stood where a time was expected. */
  boolean seen() {
    return seen;
  }

  Timestamps timestamps() {
    return timestamps;
  }
}
