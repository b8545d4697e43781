package dev.aegis.app.score;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.score.culprit.CaseFolder;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The benchmark as it lies in a folder: {@code data/CATEGORY/FILE.csv} and {@code
 * labels/combined_windows.json}. Series and labels are read apart, so that who judges the one need
 * not have seen the other.
 */
final class NabFiles {
  private static final String DATA = "data";
  private static final Path LABELS = Path.of("labels", "combined_windows.json");
  private static final String HEADER = "timestamp,value";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);
  private static final int SHOWN = 60;

  private final Path folder;

  NabFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Tells early when the benchmark does not lie there.
   *
   * @throws CommandFailure saying what is missing
   */
  void check() {
    Path data = folder.resolve(DATA);
    Path labels = folder.resolve(LABELS);
    if (!Files.isDirectory(data) || !Files.isRegularFile(labels)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected the benchmark's folder "
              + data
              + " and its file "
              + labels
              + ", found no "
              + (Files.isDirectory(data) ? "such file" : "such folder")
              + "; unpack its archives into one folder and name that");
    }
  }

  /**
   * Every series that lies there, by name.
   *
   * @throws CommandFailure when a file cannot be read
   */
  List<NabSeries> series() {
    Path data = folder.resolve(DATA);
    try (Stream<Path> found = Files.walk(data, 2)) {
      return found
          .filter(path -> path.getFileName().toString().endsWith(".csv"))
          .sorted()
          .map(path -> series(data.relativize(path).toString().replace('\\', '/'), path))
          .toList();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected to read the files below " + data + ", found " + e, e);
    }
  }

  private static NabSeries series(String name, Path path) {
    List<String> lines = lines(path);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw refused(path, 1, "the line " + HEADER, lines.isEmpty() ? "" : lines.getFirst());
    }
    int rows = lines.size() - 1;
    List<String> times = new ArrayList<>(rows);
    long[] epochMillis = new long[rows];
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      String line = lines.get(row + 1);
      int comma = line.indexOf(',');
      try {
        String time = line.substring(0, Math.max(0, comma));
        times.add(time);
        epochMillis[row] = epochMillis(time);
        values[row] = Double.parseDouble(line.substring(comma + 1));
      } catch (DateTimeParseException | NumberFormatException e) {
        throw refused(path, row + 2, "a time and a number", line);
      }
    }
    return new NabSeries(name, times, epochMillis, values);
  }

  /**
   * The labelled windows of the series, by the series' names.
   *
   * @throws CommandFailure when they cannot be read, or a series has no entry, or a window's edge
   *     is no row of its series
   */
  Map<String, List<NabWindow>> windows(List<NabSeries> series) {
    Path path = folder.resolve(LABELS);
    JsonNode labels = CaseFolder.json(path, "the labelled windows as JSON");
    Map<String, List<NabWindow>> windows = new TreeMap<>();
    for (NabSeries each : series) {
      JsonNode entry = labels.get(each.name());
      if (entry == null || !entry.isArray()) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            path
                + ": expected the windows of "
                + each.name()
                + ", found none; add them (an empty"
                + " list where there is no anomaly) or take the file away");
      }
      List<NabWindow> ofSeries = new ArrayList<>();
      for (JsonNode window : entry) {
        ofSeries.add(window(path, each, window));
      }
      windows.put(each.name(), List.copyOf(ofSeries));
    }
    return windows;
  }

  private static NabWindow window(Path path, NabSeries series, JsonNode window) {
    int first = edge(series, window.path(0).asString(""));
    int last = edge(series, window.path(1).asString(""));
    if (window.size() != 2 || first < 0 || last < first) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          path
              + ": expected [first, last] of a window in times that "
              + series.name()
              + " has, found "
              + CleanText.line(window.toString(), SHOWN));
    }
    return new NabWindow(first, last);
  }

  private static int edge(NabSeries series, String time) {
    try {
      return series.rowOf(epochMillis(time));
    } catch (DateTimeParseException e) {
      return -1;
    }
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (MalformedInputException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, path + ": expected text in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "expected to read " + path + ", found " + e, e);
    }
  }

  private static long epochMillis(String time) {
    return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static CommandFailure refused(Path path, int line, String expected, String found) {
    return new CommandFailure(
        ExitCode.BAD_INPUT,
        path
            + ", line "
            + line
            + ": expected "
            + expected
            + ", found \""
            + CleanText.line(found, SHOWN)
            + "\"");
  }
}
