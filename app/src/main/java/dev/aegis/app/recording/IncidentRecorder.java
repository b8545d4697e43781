package dev.aegis.app.recording;

import dev.aegis.agent.Desk;
import dev.aegis.app.host.Witness;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.incident.StepTimes;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import dev.aegis.twin.ReplaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Keeps what each verdict was computed from, beside the journal it stands in: one folder an
 * incident, as of its newest verdict, in the form that {@code investigate} reads. What a later
 * verdict knew contains what an earlier one did, so that the folder is replaced as a whole. Kept
 * are the figures of the incident's service, the newest {@link #MOST_POINTS} of them, and the
 * newest {@link #MOST_INCIDENTS} incidents of a journal. An incident goes on where nothing could be
 * kept: that is only said. Used by one room's thread.
 */
public final class IncidentRecorder implements Witness {
  /** Points of one incident: some 5 MB, compressed. */
  static final int MOST_POINTS = 400_000;

  /** Incidents of one journal. */
  static final int MOST_INCIDENTS = 100;

  /** The order in which incidents were opened. */
  private static final Comparator<Path> BY_NUMBER =
      Comparator.<Path>comparingInt(folder -> part(folder, 1))
          .thenComparingInt(folder -> part(folder, 2));

  private final Path journal;
  private final ReplaySettings settings;
  private final Consumer<String> notices;

  /**
   * @param journal the directory of the journal
   * @param settings those the verdicts are computed with
   * @param notices takes one sentence when something could not be kept
   */
  public IncidentRecorder(Path journal, ReplaySettings settings, Consumer<String> notices) {
    this.journal = Objects.requireNonNull(journal);
    this.settings = Objects.requireNonNull(settings);
    this.notices = Objects.requireNonNull(notices);
  }

  @Override
  public void judged(RoomMessage verdict, Instant now, Desk desk) {
    try {
      keep(verdict, now, desk);
      forgetTheOldest();
    } catch (IOException | RuntimeException e) {
      notices.accept(
          "what the verdict was computed from could not be kept, aegis replay "
              + verdict.room()
              + " will not find it: "
              + e);
    }
  }

  private void keep(RoomMessage verdict, Instant now, Desk desk) throws IOException {
    Path folder = KeptIncident.folder(journal, verdict.room());
    Optional<KeptNote> known = known(folder);
    KeptNote note =
        known.orElse(new KeptNote(settings, desk.seed(), Map.of())).with(verdict.id(), now);
    boolean nothingNew = known.stream().anyMatch(k -> k.judgedAt().containsValue(now));
    if (nothingNew) {
      replaceNote(folder, note);
      return;
    }
    makeForTheOwner(journal.resolve(KeptIncident.FOLDER));
    Path fresh = folder.resolveSibling(verdict.room() + ".new");
    delete(fresh);
    RecordingWriter.writeCompressed(
        fresh, kept(desk), StepTimes.learntBy(desk.profile(), desk.executed()));
    note.write(fresh.resolve(KeptNote.FILE));
    delete(folder);
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** As the journal beside it, which only its owner can read. */
  private static void makeForTheOwner(Path all) throws IOException {
    if (Files.exists(all)) {
      return;
    }
    Files.createDirectories(all);
    if (all.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static Optional<KeptNote> known(Path folder) throws IOException {
    Path note = folder.resolve(KeptNote.FILE);
    return Files.exists(note) ? Optional.of(KeptNote.read(note)) : Optional.empty();
  }

  private static void replaceNote(Path folder, KeptNote note) throws IOException {
    Path fresh = folder.resolve(KeptNote.FILE + ".new");
    note.write(fresh);
    Files.move(
        fresh,
        folder.resolve(KeptNote.FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** No log lines: the replay reads none, and they may hold what nobody wants to keep. */
  private static Telemetry kept(Desk desk) {
    Telemetry known = desk.telemetry();
    String service = desk.profile().service();
    Telemetry own =
        new Telemetry(known.matching(k -> k.service().equals(service)), known.changes(), List.of());
    return new Telemetry(newest(own, MOST_POINTS).series(), known.changes(), List.of());
  }

  /** The points from the instant on from which there are no more than so many. */
  static Telemetry newest(Telemetry telemetry, int most) {
    long[] times =
        telemetry.series().stream().flatMapToLong(IncidentRecorder::times).sorted().toArray();
    if (times.length <= most) {
      return telemetry;
    }
    long before = times[times.length - most - 1];
    Instant from = Instant.ofEpochMilli(before + 1);
    return telemetry.within(new Window(from, Instant.ofEpochMilli(times[times.length - 1] + 1)));
  }

  private static LongStream times(Series series) {
    return IntStream.range(0, series.size()).mapToLong(series::epochMillis);
  }

  private void forgetTheOldest() throws IOException {
    Path all = journal.resolve(KeptIncident.FOLDER);
    List<Path> kept;
    try (Stream<Path> folders = Files.list(all)) {
      kept = folders.filter(IncidentRecorder::isIncident).sorted(BY_NUMBER).toList();
    }
    for (Path old : kept.subList(0, Math.max(0, kept.size() - MOST_INCIDENTS))) {
      delete(old);
    }
  }

  private static int part(Path incident, int index) {
    return Integer.parseInt(incident.getFileName().toString().split("-", -1)[index]);
  }

  private static boolean isIncident(Path folder) {
    try {
      new RoomId(folder.getFileName().toString());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
