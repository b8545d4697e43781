package dev.aegis.app.report;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.terminal.Said;
import dev.aegis.postmortem.Block;
import dev.aegis.postmortem.Edit;
import dev.aegis.postmortem.Report;
import dev.aegis.postmortem.Section;
import dev.aegis.room.Digest;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes what people change in the report on an incident that is over, and keeps it before it says
 * so. Whoever edits names what they saw; where something else stands there by now, nothing is
 * changed. One at a time; safe for use by several threads.
 */
public final class EditDesk {
  /** Edits of one report, at most. */
  public static final int MOST = 500;

  private static final int VERSION_LENGTH = 12;
  private static final int LONGEST_NAME = 120;

  private final Journal journal;
  private final InstantSource clock;
  private final UnaryOperator<String> masked;

  /**
   * @param masked hides secrets in one line of text
   */
  public EditDesk(Journal journal, InstantSource clock, UnaryOperator<String> masked) {
    this.journal = journal;
    this.clock = clock;
    this.masked = masked;
  }

  /** What came of an edit. */
  public sealed interface Taken {
    /** It is kept. */
    record Kept() implements Taken {}

    /** Something else stands there by now. */
    record Changed() implements Taken {}

    /**
     * It is not taken.
     *
     * @param why what was expected, and what to do
     */
    record Refused(String why) implements Taken {}
  }

  /** The report as people see it. */
  public Report report(RoomId room, List<RoomMessage> log) {
    return Report.of(log).with(edits(room));
  }

  /** All edits of a report, in order. */
  public List<Edit> edits(RoomId room) {
    return journal.edits().of(room).stream().map(EditJson::read).toList();
  }

  /** Names what stands somewhere by its content. */
  public static String version(String content) {
    return Digest.of(List.of(content)).substring(0, VERSION_LENGTH);
  }

  /**
   * Replaces the text of a section; a text equal to the present one changes nothing.
   *
   * @param seen the {@linkplain #version version} of the text that was edited
   */
  public synchronized Taken rewrite(
      RoomId room, List<RoomMessage> log, String section, String seen, String text, String by) {
    String typed = text.replace("\r\n", "\n");
    String clean = typed.length() > Edit.LONGEST_TEXT ? "" : text(typed);
    if (clean.isBlank()) {
      return new Taken.Refused(
          "expected 1 to " + Edit.LONGEST_TEXT + " characters of text, found " + typed.length());
    }
    if (typed.lines().anyMatch(line -> line.length() > Said.LONGEST)) {
      return new Taken.Refused(
          "expected lines of at most " + Said.LONGEST + " characters, found a longer one");
    }
    return section(
        room,
        log,
        section,
        seen,
        s ->
            s.text().equals(clean)
                ? null
                : new Edit.Rewritten(s.kind(), s.text(), clean, by, clock.instant()));
  }

  /** Gives a section the record's own text again. */
  public synchronized Taken revert(
      RoomId room, List<RoomMessage> log, String section, String seen, String by) {
    return section(
        room,
        log,
        section,
        seen,
        s ->
            s.edited().isEmpty()
                ? null
                : new Edit.Reverted(s.kind(), s.text(), by, clock.instant()));
  }

  private Taken section(
      RoomId room,
      List<RoomMessage> log,
      String key,
      String seen,
      Function<Section, @Nullable Edit> edit) {
    return edited(
        room,
        log,
        report -> {
          Optional<Section> found =
              report.sections().stream()
                  .filter(s -> s.kind().key().equals(key) && s.kind().rewritable())
                  .findFirst();
          if (found.isEmpty()) {
            return new Taken.Refused(
                "expected a section of this report whose text can be replaced");
          }
          return version(found.get().text()).equals(seen)
              ? kept(room, edit.apply(found.get()))
              : new Taken.Changed();
        });
  }

  /**
   * Names who does a task until when; a task that the report does not have is added.
   *
   * @param seen the {@linkplain #version version} of owner and day before
   * @param due such as {@code 2026-03-31}; empty for no day
   */
  public synchronized Taken assign(
      RoomId room,
      List<RoomMessage> log,
      String task,
      String seen,
      String owner,
      String due,
      String by) {
    String what = line(task, Edit.LONGEST_LINE);
    if (what.isEmpty()) {
      return new Taken.Refused("expected a task in words, found none");
    }
    LocalDate day;
    try {
      day = due.isBlank() ? null : LocalDate.parse(due.strip());
    } catch (DateTimeException e) {
      return new Taken.Refused("expected a day such as 2026-03-31, or none; found another");
    }
    return edited(
        room,
        log,
        report -> {
          Optional<Block.Task> before = task(report, task).or(() -> task(report, what));
          String stood = before.map(EditDesk::owned).orElse("");
          return version(stood).equals(seen)
              ? kept(
                  room,
                  new Edit.Assigned(
                      before.map(Block.Task::what).orElse(what),
                      stood,
                      line(owner, LONGEST_NAME),
                      day,
                      by,
                      clock.instant()))
              : new Taken.Changed();
        });
  }

  /**
   * Drops a task, with a reason.
   *
   * @param seen the {@linkplain #version version} of owner and day
   */
  public synchronized Taken drop(
      RoomId room, List<RoomMessage> log, String task, String seen, String reason, String by) {
    String why = line(reason, Edit.LONGEST_LINE);
    if (why.isEmpty()) {
      return new Taken.Refused("expected why it is not to be done, found nothing");
    }
    return edited(
        room,
        log,
        report -> {
          Optional<Block.Task> found = task(report, task);
          if (found.isEmpty()) {
            return new Taken.Refused("expected a task of this report, found another");
          }
          return version(owned(found.get())).equals(seen)
              ? kept(room, new Edit.Dropped(found.get().what(), why, by, clock.instant()))
              : new Taken.Changed();
        });
  }

  /** Who does a task until when; empty for nobody. */
  public static String owned(Block.Task task) {
    String day = task.dueWords();
    return task.owner() + (day.isEmpty() ? "" : ", until " + day);
  }

  private static Optional<Block.Task> task(Report report, String what) {
    return report.section(Section.Kind.FOLLOW_UPS).stream()
        .flatMap(s -> s.blocks().stream())
        .filter(Block.Tasks.class::isInstance)
        .flatMap(b -> ((Block.Tasks) b).all().stream())
        .filter(t -> t.what().equals(what))
        .findFirst();
  }

  /**
   * Gives a moment of the timeline another time.
   *
   * @param moment its key
   * @param seen its time before
   * @param to such as {@code 2026-03-01T03:00:00Z}
   */
  public synchronized Taken retime(
      RoomId room, List<RoomMessage> log, String moment, String seen, String to, String by) {
    Instant time;
    try {
      time = Instant.parse(to.strip());
    } catch (DateTimeException e) {
      return new Taken.Refused(
          "expected a time in UTC such as 2026-03-01T03:00:00Z, found another");
    }
    return edited(
        room,
        log,
        report -> {
          Optional<Block.Moment> found =
              report.section(Section.Kind.TIMELINE).stream()
                  .flatMap(s -> s.blocks().stream())
                  .filter(Block.Moments.class::isInstance)
                  .flatMap(b -> ((Block.Moments) b).all().stream())
                  .filter(m -> m.key().equals(moment))
                  .findFirst();
          if (found.isEmpty()) {
            return new Taken.Refused("expected a moment of this timeline, found none");
          }
          Instant before = found.get().at();
          return before.toString().equals(seen)
              ? kept(room, new Edit.Retimed(moment, before, time, by, clock.instant()))
              : new Taken.Changed();
        });
  }

  private Taken edited(RoomId room, List<RoomMessage> log, Function<Report, Taken> edit) {
    List<Edit> edits = edits(room);
    Report report = Report.of(log).with(edits);
    if (report.draft()) {
      return new Taken.Refused(
          "this is a draft, which still follows the record; it can be edited once the incident is"
              + " over");
    }
    return edits.size() >= MOST
        ? new Taken.Refused("this report was edited " + MOST + " times; it takes no more")
        : edit.apply(report);
  }

  private Taken kept(RoomId room, @Nullable Edit edit) {
    if (edit != null) {
      journal.edits().append(room, EditJson.write(edit));
    }
    return new Taken.Kept();
  }

  private String text(String typed) {
    return typed
        .lines()
        .map(line -> line(line, Edit.LONGEST_TEXT))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private String line(String typed, int longest) {
    return CleanText.line(masked.apply(CleanText.line(typed, longest)), longest);
  }
}
