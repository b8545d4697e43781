package dev.aegis.app.ask;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.evidence.KeptEvidence;
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

/**
 * Finds what is kept of an incident under a state directory: its evidence; or its recording, where
 * an earlier version of Aegis kept no evidence.
 */
final class RecordedIncident {
  private final StateDirectory home;
  private final Streams streams;

  RecordedIncident(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
  }

  /**
   * The evidence of the incident, or its recording; of several the one that was written last.
   *
   * @throws CommandFailure when there is none
   */
  Questions.Data find(String incident) {
    RoomId id = id(incident);
    List<Path> journals =
        FoundJournals.under(home.path(), e -> streams.note("aegis: cannot be looked into: " + e));
    List<Path> evidence =
        journals.stream()
            .map(journal -> KeptEvidence.file(journal, id))
            .filter(Files::isRegularFile)
            .toList();
    if (!evidence.isEmpty()) {
      return new Questions.Data(List.of(), newest(id, evidence));
    }
    List<Path> recordings =
        journals.stream()
            .map(journal -> KeptIncident.folder(journal, id))
            .filter(Files::isDirectory)
            .toList();
    if (!recordings.isEmpty()) {
      return new Questions.Data(List.of(newest(id, recordings)), /* evidence= */ null);
    }
    throw new CommandFailure(
        ExitCode.BAD_INPUT,
        "expected the evidence of "
            + id
            + " under "
            + home.shown(home.path())
            + ", found none; name its files with --data");
  }

  private Path newest(RoomId id, List<Path> all) {
    List<Path> found =
        all.stream().sorted(Comparator.comparing(RecordedIncident::written).reversed()).toList();
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
