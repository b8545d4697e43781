package dev.aegis.app.ask;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.forecast.FoundJournals;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.recording.KeptIncident;
import dev.aegis.room.RoomId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Finds the recording of an incident under a state directory. */
final class RecordedIncident {
  private final StateDirectory home;
  private final Streams streams;

  RecordedIncident(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
  }

  /**
   * The folder with the incident's files; of several the one that was written last.
   *
   * @throws CommandFailure when there is none
   */
  Path folder(String incident) {
    RoomId id = id(incident);
    List<Path> found =
        FoundJournals.under(home.path(), e -> streams.note("aegis: cannot be looked into: " + e))
            .stream()
            .map(journal -> KeptIncident.folder(journal, id))
            .filter(Files::isDirectory)
            .sorted(Comparator.comparing(RecordedIncident::written).reversed())
            .toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected the recording of "
              + id
              + " under "
              + home.shown(home.path())
              + ", found none; name its files with --data");
    }
    if (found.size() > 1) {
      streams.note(
          "aegis: "
              + id
              + " is taken from "
              + home.shown(found.getFirst())
              + ", written last of "
              + found.size());
    }
    return found.getFirst();
  }

  private static RoomId id(String incident) {
    try {
      return new RoomId(incident);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected an incident such as INC-2026-0001 after --incident, found " + incident,
          e);
    }
  }

  private static Instant written(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
