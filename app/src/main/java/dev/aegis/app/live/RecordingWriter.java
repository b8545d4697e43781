package dev.aegis.app.live;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what was observed into a folder, in the form in which {@code aegis investigate} reads it
 * back: the same series to the last bit, the same changes, log lines and profile. The reading adds
 * what it adds to every recording: lines counted by the minute, and series of a whole service where
 * only those of its pods or versions were recorded.
 */
public final class RecordingWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private RecordingWriter() {}

  /**
   * The files of a recording, as {@code investigate} wants them named.
   *
   * @param metrics every point, a row each
   * @param changes for {@code --changes}
   * @param logs one object a line
   * @param slo for {@code --slo}
   */
  public record Written(Path metrics, Path changes, Path logs, Path slo) {
    private static final String COMPRESSED = ".gz";

    /** Those of a folder, compressed where they are; whether or not they are there. */
    public static Written in(Path folder) {
      return in(folder, Files.exists(folder.resolve("metrics.csv" + COMPRESSED)));
    }

    private static Written in(Path folder, boolean compressed) {
      String suffix = compressed ? COMPRESSED : "";
      return new Written(
          folder.resolve("metrics.csv" + suffix),
          folder.resolve("changes.json"),
          folder.resolve("logs.jsonl" + suffix),
          folder.resolve("service.yaml"));
    }
  }

  /**
   * Writes the four files; those of the same names are replaced.
   *
   * @param folder made where it is not there
   * @throws IOException when it cannot be written
   */
  public static Written write(Path folder, Telemetry telemetry, ServiceProfile profile)
      throws IOException {
    return write(Written.in(folder, false), folder, telemetry, profile);
  }

  /** As {@link #write}, with metrics and logs as gzip: a tenth of the size. */
  public static Written writeCompressed(Path folder, Telemetry telemetry, ServiceProfile profile)
      throws IOException {
    return write(Written.in(folder, true), folder, telemetry, profile);
  }

  private static Written write(
      Written files, Path folder, Telemetry telemetry, ServiceProfile profile) throws IOException {
    Files.createDirectories(folder);
    metrics(files.metrics(), telemetry.series());
    changes(files.changes(), telemetry.changes());
    logs(files.logs(), telemetry.logs());
    Files.writeString(files.slo(), ProfileText.of(profile));
    return files;
  }

  private record Row(long at, String labels, double value) {}

  /** In the order of time, so that a recording cut off anywhere is one of a shorter time. */
  private static void metrics(Path path, List<Series> all) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Series series : all) {
      String labels = labels(series.key());
      for (int i = 0; i < series.size(); i++) {
        rows.add(new Row(series.epochMillis(i), labels, series.value(i)));
      }
    }
    rows.sort(Comparator.comparingLong(Row::at));
    try (Writer out = writer(path)) {
      out.write("timestamp,service,region,version,pod,metric,value\n");
      for (Row row : rows) {
        out.write(Instant.ofEpochMilli(row.at()) + "," + row.labels() + "," + row.value() + "\n");
      }
    }
  }

  private static Writer writer(Path path) throws IOException {
    OutputStream file = Files.newOutputStream(path);
    OutputStream bytes =
        path.toString().endsWith(Written.COMPRESSED) ? new GZIPOutputStream(file) : file;
    return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
  }

  private static String labels(SeriesKey key) {
    return String.join(
        ",",
        cell(key.service()),
        cell(key.region()),
        cell(key.version()),
        cell(key.pod()),
        cell(key.metric().name()));
  }

  private static String cell(String text) {
    return text.matches("[\\w.:/ -]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private static void changes(Path path, List<Change> changes) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Change change : changes) {
      ObjectNode node = JSON.createObjectNode();
      node.put("at", change.at().toString());
      node.put("kind", change.kind().name().toLowerCase(java.util.Locale.ROOT));
      node.put("service", change.service());
      node.put("region", change.region());
      node.put("version", change.version());
      node.put("previous", change.previous());
      node.put("setting", change.setting());
      node.put("description", change.description());
      if (!change.environment().isEmpty()) {
        node.put("environment", change.environment());
      }
      if (!change.commit().isEmpty()) {
        node.put("commit", change.commit());
      }
      lines.add(JSON.writeValueAsString(node));
    }
    Files.writeString(path, "[" + String.join(",\n ", lines) + "]\n");
  }

  private static void logs(Path path, List<LogLine> logs) throws IOException {
    try (Writer out = writer(path)) {
      for (LogLine line : logs) {
        ObjectNode node = JSON.createObjectNode();
        node.put("ts", line.at().toString());
        node.put("level", line.level());
        node.put("service", line.service());
        node.put("message", line.text());
        out.write(JSON.writeValueAsString(node));
        out.write('\n');
      }
    }
  }
}
