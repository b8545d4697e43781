package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.IntakeReport.FileReport;
import dev.aegis.app.intake.IntakeReport.Skipped;
import dev.aegis.suspect.Commit;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording: files and directories of metrics and logs, and optionally a file of changes
 * and one of objectives. Tolerates what recordings are like and reports it; ends with a single
 * exception type when nothing can be made of what was named.
 */
public final class Intake {
  /** The name of a service that nothing names. */
  static final String UNNAMED = "service";

  private final IntakeLimits limits;
  private final SeriesStore store;
  private final LogBook logs;
  private final Declared declared;
  private static final Comparator<Change> IN_TIME =
      Comparator.comparing(Change::at)
          .thenComparing(Change::service)
          .thenComparing(Change::version);

  private final boolean changesNamed;
  private final List<Change> changes = new ArrayList<>();
  private final List<FileReport> files = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<String> assumptions = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Intake(
      IntakeLimits limits, Declared declared, boolean changesNamed, UnaryOperator<String> naming) {
    this.limits = limits;
    this.changesNamed = changesNamed;
    this.declared = declared;
    this.store = new SeriesStore(limits, naming);
    this.logs = new LogBook(limits.logLines());
  }

  /**
   * Reads everything that was named.
   *
   * @param paths files, or directories that are walked in the order of their names
   * @param changes a file of change events, if any
   * @param slo a file of objectives and of the service's shape, if any
   * @throws IntakeException with one line: where, what was expected, what was found, what to do
   */
  public static Recording read(List<Path> paths, @Nullable Path changes, @Nullable Path slo) {
    return read(paths, changes, slo, UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param naming what the name of a column that nobody knows may be kept as
   */
  public static Recording read(
      List<Path> paths, @Nullable Path changes, @Nullable Path slo, UnaryOperator<String> naming) {
    return read(paths, changes, slo, IntakeLimits.DEFAULTS, naming);
  }

  static Recording read(
      List<Path> paths, @Nullable Path changes, @Nullable Path slo, IntakeLimits limits) {
    return read(paths, changes, slo, limits, UnaryOperator.identity());
  }

  private static Recording read(
      List<Path> paths,
      @Nullable Path changes,
      @Nullable Path slo,
      IntakeLimits limits,
      UnaryOperator<String> naming) {
    Declared declared = slo == null ? Declared.NOTHING : declared(slo, limits);
    Intake intake = new Intake(limits, declared, changes != null, naming);
    FoundFiles found = FoundFiles.of(paths, limits, changes, slo);
    intake.skipped.addAll(found.skipped());
    if (changes != null) {
      intake.files.add(new ChangeReader(changes, limits).read(intake.changes));
    }
    for (FoundFiles.Found file : found.files()) {
      intake.read(file);
    }
    return intake.finish(paths);
  }

  /**
   * What was changed and when.
   *
   * @param file of change events
   * @return in the order of their times
   * @throws IntakeException with one line, as for {@link #read}
   */
  public static List<Change> changes(Path file) {
    List<Change> changes = new ArrayList<>();
    new ChangeReader(file, IntakeLimits.DEFAULTS).read(changes);
    changes.sort(IN_TIME);
    return changes;
  }

  /**
   * What changed in the sources, oldest first.
   *
   * @param file of commits with their diffs
   * @throws IntakeException with one line, as for {@link #read}
   */
  public static List<Commit> commits(Path file) {
    return new CommitReader(file).read(IntakeLimits.DEFAULTS);
  }

  private static Declared declared(Path slo, IntakeLimits limits) {
    String text = TextFile.readAll(slo, limits.declaredBytes());
    return ServiceProfileYaml.read(text, slo.toString());
  }

  private void read(FoundFiles.Found file) {
    try {
      MeasuredFile reader =
          new MeasuredFile(file.path(), limits, logs, store, defaultService(), changes);
      files.add(reader.read());
    } catch (IntakeException e) {
      if (file.named()) {
        throw e;
      }
      String message = e.getMessage() == null ? "" : e.getMessage();
      String path = file.path().toString();
      skipped.add(
          new Skipped(
              path,
              message.startsWith(path)
                  ? message.substring(path.length()).replaceFirst("^[:,] ?", "")
                  : message));
    }
  }

  private String defaultService() {
    return declared.service().isEmpty() ? UNNAMED : declared.service();
  }

  private Recording finish(List<Path> paths) {
    logs.addTo(store, defaultService());
    store.settle();
    new Rollup(store, notes).run();
    store.settle();
    noteLimits();
    List<Series> series = store.build();
    requireTwoPoints(series, paths);
    ServiceProfile profile = new Profiling(series, declared, assumptions).profile();
    notes.addFirst(span(series));
    if (changes.isEmpty() && !changesNamed) {
      assumptions.add("no changes given by --changes: whether something was deployed is not known");
    }
    changes.sort(IN_TIME);
    Telemetry telemetry = new Telemetry(series, changes, logs.lines(defaultService()));
    IntakeReport report = new IntakeReport(files, skipped, assumptions, notes);
    return new Recording(telemetry, profile, declared.promised(), declared.symptom(), report);
  }

  /** Over which time, and how dense: what a reader wants to know before anything else. */
  private static String span(List<Series> series) {
    Series densest = series.stream().max(Comparator.comparingInt(Series::size)).orElseThrow();
    long from = series.stream().mapToLong(s -> s.epochMillis(0)).min().orElseThrow();
    long to = series.stream().mapToLong(s -> s.epochMillis(s.size() - 1)).max().orElseThrow();
    long points = series.stream().mapToLong(Series::size).sum();
    long services = series.stream().map(s -> s.key().service()).distinct().count();
    return say("from %s to %s: %,d points, ", time(from), time(to), points)
        + say("%,d series", series.size())
        + (services > 1 ? say(" of %,d services", services) : "")
        + say(", at most %,d points each", densest.size());
  }

  private static Instant time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS);
  }

  private void noteLimits() {
    if (logs.dropped() > 0) {
      notes.add(say("log lines counted but not kept, for want of room: %,d", logs.dropped()));
    }
    if (logs.uncounted() > 0) {
      notes.add(say("log lines outside what is counted by the minute: %,d", logs.uncounted()));
    }
    if (store.refused() > 0) {
      notes.add(say("series beyond those kept (%,d): %,d", limits.series(), store.refused()));
    }
  }

  private void requireTwoPoints(List<Series> series, List<Path> paths) {
    String where = paths.size() == 1 ? paths.getFirst().toString() : "the files named";
    if (series.isEmpty()) {
      throw new IntakeException(
          Kind.NO_NUMBERS,
          where
              + ": expected at least one file with times and numbers, found none that is usable"
              + firstReason());
    }
    if (series.stream().allMatch(s -> s.size() < 2)) {
      throw new IntakeException(
          Kind.TOO_FEW_POINTS,
          where
              + ": expected at least two points in time, found one at "
              + series.getFirst().at(0)
              + "; record a longer stretch");
    }
  }

  private String firstReason() {
    return skipped.isEmpty()
        ? ""
        : " ("
            + skipped.size()
            + " not used, the first "
            + skipped.getFirst().path()
            + ": "
            + skipped.getFirst().reason()
            + ")";
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
