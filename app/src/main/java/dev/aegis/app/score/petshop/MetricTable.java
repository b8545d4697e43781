package dev.aegis.app.score.petshop;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.score.culprit.Cells;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code metrics.csv}: three header rows (microservice, metric, statistic), sometimes a fourth
 * that names the index, then a time in epoch seconds and a value a column.
 */
final class MetricTable {
  private record Column(String node, String metric, String statistic) {}

  private static final int HEADERS = 3;

  private final List<Double> times = new ArrayList<>();
  private final Map<Column, Integer> columns = new HashMap<>();
  private final List<double[]> rows = new ArrayList<>();

  /**
   * Reads one.
   *
   * @throws CommandFailure when it has another form
   */
  MetricTable(Path path) {
    List<List<String>> headers = new ArrayList<>();
    Cells.read(
        path,
        (number, cells) -> {
          if (headers.size() < HEADERS) {
            headers.add(cells);
            if (headers.size() == HEADERS) {
              name(path, headers);
            }
          } else if (!(number == HEADERS + 1 && cells.getFirst().equals("unix_timestamp"))) {
            add(path, number, cells, headers.getFirst().size());
          }
        });
    if (headers.size() < HEADERS) {
      throw Cells.refused(
          path, headers.size() + 1, "three header rows", "", new IllegalStateException());
    }
  }

  private void name(Path path, List<List<String>> headers) {
    for (int i = 0; i < HEADERS; i++) {
      String expected = List.of("microservice", "metric", "statistic").get(i);
      if (!headers.get(i).getFirst().equals(expected)
          || headers.get(i).size() != headers.getFirst().size()) {
        throw Cells.refused(
            path,
            i + 1,
            "a header row that begins with " + expected + " and is as long as the first",
            headers.get(i).getFirst(),
            new IllegalStateException());
      }
    }
    for (int i = 1; i < headers.getFirst().size(); i++) {
      columns.put(
          new Column(headers.get(0).get(i), headers.get(1).get(i), headers.get(2).get(i)), i - 1);
    }
  }

  private void add(Path path, int number, List<String> cells, int width) {
    if (cells.size() != width) {
      throw Cells.refused(
          path, number, width + " cells", cells.size() + "", new IllegalStateException());
    }
    times.add(Cells.number(path, number, cells.getFirst()));
    double[] values = new double[width - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Cells.number(path, number, cells.get(i + 1));
    }
    rows.add(values);
  }

  int size() {
    return times.size();
  }

  /** When a row begins, in epoch seconds. */
  double time(int row) {
    return times.get(row);
  }

  /** Seconds from one row to the next; five minutes where there is one row. */
  double step() {
    return times.size() < 2 ? 300 : times.get(1) - times.get(0);
  }

  /** The values of every column, in no order; NaN where there are none. */
  List<double[]> everySeries() {
    return columns.values().stream()
        .map(column -> rows.stream().mapToDouble(row -> row[column]).toArray())
        .toList();
  }

  /** A column's values, NaN where there are none; empty when there is no such column. */
  double[] values(String node, String metric, String statistic) {
    Integer column = columns.get(new Column(node, metric, statistic));
    return column == null ? new double[0] : rows.stream().mapToDouble(row -> row[column]).toArray();
  }
}
