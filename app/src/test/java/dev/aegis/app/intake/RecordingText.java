package dev.aegis.app.intake;

import dev.aegis.telemetry.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A recording as text, for comparison with an expected file. */
final class RecordingText {
  private RecordingText() {}

  static String of(Recording recording, Path root) {
    List<String> lines = new ArrayList<>();
    recording.report().lines().stream()
        .filter(l -> !l.startsWith("assumed: service not") && !l.startsWith("assumed: costs "))
        .map(l -> l.replace(root + "/", ""))
        .forEach(lines::add);
    for (Series series : recording.telemetry().series()) {
      StringBuilder line = new StringBuilder(series.key().service() + " " + series.key().metric());
      line.append(" [").append(series.key().region()).append(' ').append(series.key().pod());
      line.append("]:");
      for (int i = 0; i < series.size(); i++) {
        line.append(' ').append(series.at(i)).append('=');
        line.append(String.format(Locale.ROOT, "%.6g", series.value(i)));
      }
      lines.add(line.toString());
    }
    recording.telemetry().changes().forEach(c -> lines.add(c.toString()));
    recording.telemetry().logs().forEach(l -> lines.add(l.toString()));
    return String.join("\n", lines) + "\n";
  }
}
