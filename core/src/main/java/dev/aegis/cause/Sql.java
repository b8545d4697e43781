package dev.aegis.cause;

import java.util.List;

/** Somewhere to ask read-only questions about the evidence of one incident. */
@FunctionalInterface
public interface Sql {
  /**
   * Runs one query.
   *
   * @throws RuntimeException when it is refused
   */
  Rows query(String sql);

  /**
   * The seal of what the newest query was asked of, so that it can be asked again of the same;
   * empty where nothing is kept.
   */
  default String seal() {
    return "";
  }

  /**
   * An answer.
   *
   * @param columns names
   * @param rows cells as text, {@code NULL} for none
   */
  record Rows(List<String> columns, List<List<String>> rows) {
    public Rows {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }

    /** The cell as a number; NaN when it is NULL, not a number, or there is no such column. */
    double number(List<String> row, String column) {
      int index = columns.indexOf(column);
      if (index < 0 || index >= row.size()) {
        return Double.NaN;
      }
      try {
        return Double.parseDouble(row.get(index));
      } catch (NumberFormatException notANumber) {
        return Double.NaN;
      }
    }

    /** The cell as text; empty when there is no such column. */
    String text(List<String> row, String column) {
      int index = columns.indexOf(column);
      return index < 0 || index >= row.size() ? "" : row.get(index);
    }
  }
}
