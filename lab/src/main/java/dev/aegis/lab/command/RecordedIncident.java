package dev.aegis.lab.command;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.lab.fault.Remedy;
import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The evidence of a pair as it was recorded before its action.
 *
 * @param telemetry up to the moment of the judgement
 * @param profile seen from the region in trouble
 */
record RecordedIncident(Telemetry telemetry, ServiceProfile profile) {
  /** Whether the recording is still there. */
  static boolean exists(MatrixLine line, Path matrix) {
    return Files.isDirectory(folder(line, matrix));
  }

  /**
   * Reads it.
   *
   * @param matrix the file that the line is of; the evidence lies beside it
   */
  static RecordedIncident of(MatrixLine line, Path matrix) {
    Path folder = folder(line, matrix);
    RecordingWriter.Written written = RecordingWriter.Written.in(folder);
    Recording recording =
        Intake.read(List.of(written.metrics(), written.logs()), written.changes(), written.slo());
    List<Alert> alerts = new Watch(recording.profile()).read(recording.telemetry());
    if (alerts.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected an incident in the evidence " + folder + ", found none");
    }
    return new RecordedIncident(
        recording.telemetry(), recording.profile().homedIn(alerts.getFirst().region()));
  }

  private static Path folder(MatrixLine line, Path matrix) {
    return Objects.requireNonNull(matrix.toAbsolutePath().getParent()).resolve(line.evidence());
  }

  /** What was done about it; empty when there is nothing it could be done to. */
  Optional<Action> action(MatrixLine line) {
    return new Attempt(telemetry, profile).of(Remedy.of(line.action()));
  }

  /** The moment of the judgement: that of the newest point. */
  Instant now() {
    return telemetry.span().orElseThrow().to().minusMillis(1);
  }
}
