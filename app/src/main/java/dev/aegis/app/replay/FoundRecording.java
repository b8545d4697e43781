package dev.aegis.app.replay;

import dev.aegis.agent.Desk;
import dev.aegis.agent.Diagnostician;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.investigation.Moment;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.recording.KeptIncident;
import dev.aegis.app.recording.RecordingFolder;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The incident of a recording that nobody judged yet: the one, and the moment, that {@code
 * investigate} would look into.
 */
final class FoundRecording {
  /** Names no room: it is never posted. */
  private static final RoomId NO_ROOM = RoomId.of(0, 0);

  private FoundRecording() {}

  /**
   * Reads it.
   *
   * @throws CommandFailure BAD_INPUT when it cannot be read or has no incident
   */
  static PastIncident read(Path path, Path home, Replicas replicas, long seed) {
    Recording recording = recording(path, home);
    Moment moment =
        Moment.worst(recording)
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected an incident in "
                        + path
                        + ", found none: nothing stands out or breaks a promise"));
    KeptIncident kept =
        new KeptIncident(
            path, moment.telemetry(), moment.profile(), ReplaySettings.STANDARD, seed, Map.of());
    try (IncidentDesk desk = IncidentDesk.onRecording(moment.profile(), replicas, seed)) {
      Desk then = desk.at(moment::telemetry);
      Reply signal =
          new Observer().signal(moment.alert(), moment.telemetry(), moment.profile(), then);
      return new PastIncident(
          path.toString(),
          kept,
          (Signal) signal.payload(),
          diagnosis(signal, moment, then),
          moment.now(),
          List.of());
    }
  }

  private static Recording recording(Path path, Path home) {
    try {
      Masking masking = MaskingYaml.found(home);
      Recording brought = RecordingFolder.read(List.of(path), null, null, masking::text);
      return brought.observing(masking.telemetry(brought.telemetry(), brought.profile()));
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private static Diagnosis diagnosis(Reply signal, Moment moment, Desk desk) {
    RoomMessage said =
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            NO_ROOM,
            1,
            new MessageId("signal"),
            null,
            Handle.OBSERVER,
            signal.mentions(),
            signal.text(),
            signal.payload(),
            moment.now());
    Turn turn = new Turn(List.of(said), said, moment.now(), desk);
    return (Diagnosis) new Diagnostician().answer(turn).getFirst().payload();
  }
}
