package dev.aegis.app.score.nezha;

import dev.aegis.app.score.culprit.Cells;
import dev.aegis.culprit.Course;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;

/** A file of metrics: a time and columns of numbers by their names, some kept. */
final class Samples {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int TIME_LENGTH = 19;
  private static final Set<String> NO_NUMBERS =
      Set.of("time", "timestamp", "podname", "servicename");

  private final List<Double> times = new ArrayList<>();
  private final Map<String, List<Double>> columns = new HashMap<>();
  private final List<String> header = new ArrayList<>();

  /**
   * Reads a file. The time is the first column, in words and UTC: the second one, a number, is
   * eight hours off in a part of the data.
   */
  Samples(Path path) {
    Cells.read(
        path,
        (number, cells) -> {
          if (header.isEmpty()) {
            header.addAll(cells);
            cells.stream()
                .filter(name -> !NO_NUMBERS.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> columns.put(name, new ArrayList<>()));
          } else if (cells.size() == header.size()) {
            times.add(epochSeconds(path, number, cells.getFirst()));
            for (int i = 0; i < cells.size(); i++) {
              List<Double> column = columns.get(header.get(i));
              if (column != null) {
                column.add(Cells.number(path, number, cells.get(i)));
              }
            }
          }
        });
  }

  /** A time such as {@code 2022-08-23 12:01:25}, whatever follows it. */
  static double epochSeconds(Path path, int number, String text) {
    try {
      return LocalDateTime.parse(
              text.substring(0, Math.min(TIME_LENGTH, text.length())).replace('T', ' '), TIME)
          .toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw Cells.refused(path, number, "a time such as 2022-08-23 12:01:25", text, e);
    }
  }

  Set<String> columns() {
    return columns.keySet();
  }

  /**
   * A column round an onset; without a value where there is no such column.
   *
   * @param usual whether the hour before tells how much it varies; a resource jumps at every fault
   *     of its own pod, and the minutes just before tell more of it
   */
  Course course(String column, Around around, boolean usual) {
    return new Course(
        usual ? values(column, around::metricUsual) : new double[0],
        values(column, around::metricBefore),
        values(column, around::metricSince));
  }

  /** The values of a column at some times, in order; empty where there is no such column. */
  double[] values(String column, DoublePredicate when) {
    List<Double> values = columns.getOrDefault(column, List.of());
    List<Double> chosen = new ArrayList<>();
    for (int row = 0; row < values.size(); row++) {
      if (when.test(times.get(row))) {
        chosen.add(values.get(row));
      }
    }
    return chosen.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
