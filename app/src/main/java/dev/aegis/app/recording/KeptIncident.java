package dev.aegis.app.recording;

import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import dev.aegis.twin.ReplaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of a past incident beside its journal.
 *
 * @param folder where it lies
 * @param telemetry what was known at the newest verdict, of the incident's service alone
 * @param profile the service, seen from the region in trouble
 * @param settings what a fix had to do to be vouched for
 * @param seed of the replays' random numbers
 * @param judgedAt when each fix that was judged would have begun, by the message with its verdict
 */
public record KeptIncident(
    Path folder,
    Telemetry telemetry,
    ServiceProfile profile,
    ReplaySettings settings,
    long seed,
    Map<MessageId, Instant> judgedAt) {
  /** The folder beside a journal in which the recordings of its incidents lie. */
  static final String FOLDER = "recordings";

  public KeptIncident {
    Objects.requireNonNull(folder);
    Objects.requireNonNull(telemetry);
    Objects.requireNonNull(profile);
    Objects.requireNonNull(settings);
    judgedAt = Map.copyOf(judgedAt);
  }

  /** Where the recording of an incident lies, whether or not it is there. */
  public static Path folder(Path journal, RoomId room) {
    return journal.resolve(FOLDER).resolve(room.value());
  }

  /**
   * Reads what is kept.
   *
   * @param journal the directory of the incident's journal
   * @return empty when nothing is kept of it
   * @throws IOException when the note beside the figures cannot be read
   * @throws dev.aegis.app.intake.IntakeException when the figures cannot be read
   */
  public static Optional<KeptIncident> of(RoomId room, Path journal) throws IOException {
    Path folder = folder(journal, room);
    Path note = folder.resolve(KeptNote.FILE);
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    KeptNote kept = KeptNote.read(note);
    RecordingWriter.Written files = RecordingWriter.Written.in(folder);
    Recording recording = Intake.read(List.of(files.metrics()), files.changes(), files.slo());
    return Optional.of(
        new KeptIncident(
            folder,
            recording.telemetry(),
            recording.profile(),
            kept.settings(),
            kept.seed(),
            kept.judgedAt()));
  }

  /** What was known at an instant. */
  public Telemetry upTo(Instant now) {
    return telemetry.within(new Window(Instant.EPOCH, now.plusMillis(1)));
  }
}
