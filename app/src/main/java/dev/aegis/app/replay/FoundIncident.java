package dev.aegis.app.replay;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.forecast.FoundRoom;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.recording.KeptIncident;
import dev.aegis.incident.Incident;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds an incident by its id in the journals of a state directory, or in one that is named. */
final class FoundIncident {
  private final StateDirectory home;
  private final Streams streams;

  FoundIncident(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
  }

  /** The id that a word ends in, which makes it the name of an incident and not of a recording. */
  static Optional<RoomId> id(Path named) {
    try {
      return Optional.of(new RoomId(String.valueOf(named.getFileName())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Of several incidents with the id, that of the journal that was written last; the others are
   * named.
   *
   * @throws CommandFailure BAD_INPUT when there is none, or nothing to judge it from
   */
  PastIncident find(RoomId id, Path named) {
    FoundRoom.Found found = new FoundRoom(home, streams).find(id, named);
    return past(id, found.journal(), found.log());
  }

  private PastIncident past(RoomId id, Path journal, List<RoomMessage> log) {
    Incident incident = Incident.of(log);
    Optional<Signal> signal = incident.signal();
    Optional<Diagnosis> diagnosis = incident.diagnosis();
    Optional<KeptIncident> kept = kept(id, journal);
    if (signal.isEmpty() || diagnosis.isEmpty() || incident.judged().isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected an incident in which a fix was judged, found that " + id + " came to none");
    }
    if (kept.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected the recording of "
              + id
              + " in "
              + home.shown(KeptIncident.folder(journal, id))
              + ", found none: it was removed, or the incident is older than recordings are kept;"
              + " name its files instead");
    }
    Instant first =
        incident.judged().stream()
            .flatMap(j -> Optional.ofNullable(kept.get().judgedAt().get(j.resultId())).stream())
            .findFirst()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected a verdict of "
                        + id
                        + " in "
                        + home.shown(kept.get().folder())
                        + ", found those of another incident"));
    return new PastIncident(id.value(), kept.get(), signal.get(), diagnosis.get(), first, log);
  }

  private Optional<KeptIncident> kept(RoomId id, Path journal) {
    try {
      return KeptIncident.of(id, journal);
    } catch (IOException | IntakeException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "the recording of " + id + " cannot be read: " + e.getMessage(), e);
    }
  }
}
