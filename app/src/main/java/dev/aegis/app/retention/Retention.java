package dev.aegis.app.retention;

import dev.aegis.app.evidence.KeptEvidence;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.app.recording.KeptIncident;
import dev.aegis.incident.Incident;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long evidence is kept.
 *
 * @param incidents of one journal, the newest, from 1
 * @param age after which an incident that is over is forgotten, from one day
 */
public record Retention(int incidents, Duration age) {
  /** The name of the part of {@code aegis.yaml}. */
  public static final String KEY = "retention";

  static final List<String> KEYS = List.of("incidents", "age");
  private static final Duration SHORTEST = Duration.ofDays(1);

  public static final Retention DEFAULT = new Retention(100, Duration.ofDays(90));

  private static final String SUFFIX = ".duckdb";

  public Retention {
    if (incidents < 1 || age.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("expected at least 1 incident and 1 day");
    }
  }

  /**
   * Reads the part of the file.
   *
   * @throws dev.aegis.app.intake.IntakeException when it breaks its form
   */
  public static Retention read(YamlSection top) {
    YamlSection part = top.section(KEY, KEYS);
    int incidents = (int) part.count("incidents").orElse(DEFAULT.incidents());
    Duration age = part.duration("age").orElse(DEFAULT.age());
    if (incidents < 1) {
      throw part.wrong("incidents", "1 to 1000000");
    }
    if (age.compareTo(SHORTEST) < 0) {
      throw part.wrong("age", "24h or more");
    }
    return new Retention(incidents, age);
  }

  /**
   * Forgets what is due. An incident that is not over is never forgotten, and neither is one whose
   * journal cannot be read.
   *
   * @param journal the directory of the journal
   * @param notices takes one sentence for each incident that is forgotten, or cannot be
   */
  public void apply(Path journal, Instant now, Consumer<String> notices) {
    List<RoomId> kept = kept(journal, notices);
    for (int i = 0; i < kept.size(); i++) {
      RoomId room = kept.get(i);
      boolean tooMany = i < kept.size() - incidents;
      try {
        if (isDue(room, journal, tooMany, now)) {
          forget(room, journal);
          notices.accept("the evidence of " + room + " was forgotten; its room is kept");
        }
      } catch (IOException | RoomException e) {
        notices.accept("the evidence of " + room + " cannot be forgotten: " + e.getMessage());
      }
    }
  }

  /** Incidents with evidence, the oldest first. */
  private static List<RoomId> kept(Path journal, Consumer<String> notices) {
    Path folder = KeptEvidence.folder(journal);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<RoomId> rooms = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("INC-\\d{4}-\\d{4,9}\\" + SUFFIX)) {
          rooms.add(new RoomId(name.substring(0, name.length() - SUFFIX.length())));
        }
      }
    } catch (IOException e) {
      notices.accept("the evidence in " + folder + " cannot be listed: " + e.getMessage());
    }
    rooms.sort(
        Comparator.comparing((RoomId r) -> r.value().substring(0, 8))
            .thenComparingLong(r -> Long.parseLong(r.value().substring(9))));
    return rooms;
  }

  private boolean isDue(RoomId room, Path journal, boolean tooMany, Instant now)
      throws IOException {
    Instant written = Files.getLastModifiedTime(KeptEvidence.file(journal, room)).toInstant();
    if (!tooMany && written.plus(age).isAfter(now)) {
      return false;
    }
    List<RoomMessage> log = ReadOnlyJournal.room(room, journal);
    return !log.isEmpty() && Incident.of(log).phase().terminal();
  }

  private static void forget(RoomId room, Path journal) throws IOException {
    Files.deleteIfExists(KeptEvidence.file(journal, room));
    Path recording = KeptIncident.folder(journal, room);
    if (Files.isDirectory(recording)) {
      try (Stream<Path> files = Files.walk(recording)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
