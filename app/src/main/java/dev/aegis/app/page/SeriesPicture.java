package dev.aegis.app.page;

import dev.aegis.incident.Incident;
import dev.aegis.room.Evidence;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Quantile;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Evidence that is a course in time, as a picture: its lines with their unit, what was promised,
 * what was usual, when the incident was, and the changes before it.
 *
 * @param unit of the lines: {@code ms}, {@code ratio}, or empty for figures as they are
 * @param promised of lines that the promise is about; NaN for others
 * @param usual where most points before the onset lie; empty where there are too few
 * @param from when the incident began
 * @param to when it was over, or the last point
 * @param marks moments
 * @param lines at most six, in the order of the columns
 */
public record SeriesPicture(
    String unit,
    double promised,
    Optional<Band> usual,
    Instant from,
    Instant to,
    List<ReplayPicture.Mark> marks,
    List<Line> lines) {
  private static final int MOST_LINES = 6;
  private static final int FEWEST = 3;

  /** Fewer points before the onset tell no usual band. */
  private static final int FEWEST_USUAL = 8;

  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  /** In spreads of the detector, beyond which it counts a point as anomalous. */
  private static final double SPREADS = 3;

  public SeriesPicture {
    marks = List.copyOf(marks);
    lines = List.copyOf(lines);
  }

  /**
   * What was usual.
   *
   * @param low its lower edge
   * @param high its upper edge
   * @param words how it is known
   */
  public record Band(double low, double high, String words) {}

  /**
   * A line.
   *
   * @param name of its column, after the labels of its rows
   * @param points ascending in time
   */
  public record Line(String name, Map<Instant, Double> points) {}

  /** Empty where the evidence is no course in time. */
  public static Optional<SeriesPicture> of(Evidence evidence, Incident incident) {
    OptionalInt time =
        IntStream.range(0, evidence.columns().size())
            .filter(i -> evidence.rows().stream().allMatch(row -> at(row.get(i)).isPresent()))
            .findFirst();
    if (time.isEmpty() || evidence.rows().size() < FEWEST) {
      return Optional.empty();
    }
    List<Line> all = lines(evidence, time.getAsInt());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String unit = unit(all.getFirst().name());
    List<Line> drawn =
        all.stream().filter(l -> unit(l.name()).equals(unit)).limit(MOST_LINES).toList();
    return incident.signal().map(signal -> picture(unit, drawn, signal, incident));
  }

  private static SeriesPicture picture(
      String unit, List<Line> lines, Signal signal, Incident incident) {
    Instant last =
        lines.stream()
            .flatMap(l -> l.points().keySet().stream())
            .max(Instant::compareTo)
            .orElseThrow();
    return new SeriesPicture(
        unit,
        promised(lines.getFirst().name(), signal),
        usual(lines, signal),
        signal.startedAt(),
        RoomHead.over(incident).orElse(last),
        ReplayPicture.happened(incident, signal),
        lines);
  }

  private static double promised(String name, Signal signal) {
    return name.contains("p99")
        ? signal.slo().latencyP99Millis()
        : name.contains("error") ? signal.slo().errorRatio() : Double.NaN;
  }

  /** From the points before the onset; where there are too few, from what the detector learnt. */
  private static Optional<Band> usual(List<Line> lines, Signal signal) {
    double[] quiet =
        lines.stream()
            .flatMap(l -> l.points().entrySet().stream())
            .filter(p -> p.getKey().isBefore(signal.startedAt()))
            .mapToDouble(Map.Entry::getValue)
            .sorted()
            .toArray();
    if (quiet.length >= FEWEST_USUAL) {
      return Optional.of(
          new Band(
              Quantile.of(quiet, LOW),
              Quantile.of(quiet, HIGH),
              "usual: 90 % of " + quiet.length + " points before the onset"));
    }
    String name = lines.getFirst().name();
    return signal.symptoms().stream()
        .filter(s -> s.score() > 0 && s.metric().endsWith(name.replace("p99_ms", "latency_p99_ms")))
        .findFirst()
        .map(s -> {
          double spread = Math.abs(s.observed() - s.baseline()) / s.score();
          return new Band(
              Math.max(0, s.baseline() - SPREADS * spread),
              s.baseline() + SPREADS * spread,
              "usual: the detector's baseline, 3 spreads each way");
        });
  }

  private static List<Line> lines(Evidence evidence, int time) {
    List<String> columns = evidence.columns();
    List<Integer> values = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      if (i == time || at(evidence.rows().getFirst().get(i)).isPresent()) {
        continue;
      }
      boolean figures = evidence.rows().stream().allMatch(r -> isFigure(r.get(column)));
      (figures ? values : labels).add(i);
    }
    Map<String, Line> lines = new LinkedHashMap<>();
    for (List<String> row : evidence.rows()) {
      String label = labels.stream().map(row::get).reduce((a, b) -> a + " " + b).orElse("");
      for (int column : values) {
        if (!row.get(column).equals("NULL")) {
          String name = (label.isEmpty() ? "" : label + " ") + columns.get(column);
          lines
              .computeIfAbsent(name, n -> new Line(n, new TreeMap<>()))
              .points()
              .put(at(row.get(time)).orElseThrow(), Double.parseDouble(row.get(column)));
        }
      }
    }
    return lines.values().stream().filter(l -> l.points().size() >= FEWEST).toList();
  }

  private static boolean isFigure(String cell) {
    return cell.equals("NULL") || cell.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");
  }

  private static String unit(String name) {
    return name.endsWith("_ms") ? "ms" : name.contains("ratio") ? "ratio" : "";
  }

  private static Optional<Instant> at(String cell) {
    if (!cell.matches("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}.*")) {
      return Optional.empty();
    }
    String iso = cell.replace(' ', 'T').replaceFirst("(Z|\\+00(:00)?)?$", "");
    try {
      return Optional.of(Instant.parse((iso.length() == 16 ? iso + ":00" : iso) + "Z"));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
