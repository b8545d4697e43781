package dev.aegis.suspect;

import dev.aegis.telemetry.Telemetry;
import java.util.List;
import java.util.Objects;

/**
 * All that is known when somebody asks which change did it. Any of the lists may be empty; what is
 * missing then weighs nothing.
 *
 * @param failure what was noticed
 * @param telemetry series by service and metric, log lines with their fields as {@code key=value}
 *     in the text, and changes; a deploy names its commit
 * @param patterns of the log
 * @param spans of some requests, good and bad
 * @param commits the candidates
 */
public record Scene(
    Failure failure,
    Telemetry telemetry,
    List<LogPattern> patterns,
    List<TraceSpan> spans,
    List<Commit> commits) {
  public Scene {
    Objects.requireNonNull(failure);
    Objects.requireNonNull(telemetry);
    patterns = List.copyOf(patterns);
    spans = List.copyOf(spans);
    commits = List.copyOf(commits);
  }
}
