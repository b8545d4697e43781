package dev.aegis.postmortem;

import static dev.aegis.postmortem.Markdown.code;
import static dev.aegis.postmortem.Markdown.text;

import dev.aegis.room.Evidence;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomMessage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report on an incident in CommonMark with GitHub's tables. Text from telemetry and from people
 * is written so that it can only be read.
 *
 * <p>Pure: the same log gives the same bytes.
 */
public final class PostmortemReport {
  private static final int ROWS_SHOWN = 20;
  private final ZoneId zone;
  private final Markdown page = new Markdown();

  private PostmortemReport(ZoneId zone) {
    this.zone = zone;
  }

  /** What a message tells, in one line of a timeline. */
  public static String line(Payload payload) {
    return Retold.line(payload);
  }

  /**
   * Writes the report with times in UTC.
   *
   * @param log the messages of one room in order; a log that has not come to its end gives a report
   *     that says so
   */
  public static String of(List<RoomMessage> log) {
    return of(Report.of(log), ZoneOffset.UTC);
  }

  /** Writes a report with times in UTC, and in a zone where that is another one. */
  public static String of(Report report, ZoneId zone) {
    PostmortemReport writer = new PostmortemReport(zone);
    writer.page.heading(1, report.title());
    for (Section section : report.sections()) {
      writer.page.heading(2, section.kind().title());
      section.edited().ifPresent(e -> writer.page.paragraph(text(e.words())));
      section.blocks().forEach(writer::block);
    }
    return writer.page.toString();
  }

  private void block(Block block) {
    switch (block) {
      case Block.Sentences b -> page.bullets(b.all().stream().map(s -> text(s.line())).toList());
      case Block.Facts b ->
          page.table(
              List.of("What", "How much"),
              b.all().stream().map(f -> List.of(text(f.label()), text(f.words()))).toList());
      case Block.Moments b -> moments(b.all());
      case Block.Compared b ->
          page.table(
              List.of("What", "Foreseen", "Came"),
              b.all().stream()
                  .map(p ->
                      List.of(text(p.label()), text(p.foreseenWords()), text(p.measuredWords())))
                  .toList());
      case Block.Tasks b -> page.table(b.header(), b.cells(Markdown::text));
      case Block.Terms b ->
          page.table(
              List.of("Word", "Meaning"),
              b.all().stream().map(t -> List.of(text(t.word()), text(t.meaning()))).toList());
      case Block.Cited b -> cited(b.evidence());
    }
  }

  private void moments(List<Block.Moment> all) {
    boolean local = !zone.normalized().equals(ZoneOffset.UTC);
    List<String> header = new ArrayList<>(List.of("UTC", "Who", "What"));
    if (local) {
      header.add(1, text(zone.getId()));
    }
    page.table(header, all.stream().map(m -> moment(m, local)).toList());
  }

  private List<String> moment(Block.Moment m, boolean local) {
    List<String> cells = new ArrayList<>();
    cells.add(Figures.dateTime(m.at()));
    if (local) {
      cells.add(local(m.at(), zone));
    }
    cells.add(m.who().isEmpty() ? "" : code(m.who()));
    cells.add(text(m.told().line()));
    return cells;
  }

  /** Date and time of day in a zone, with its distance from UTC. */
  public static String local(Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT)
        .withZone(zone)
        .format(at);
  }

  private void cited(Evidence e) {
    page.paragraph(code(e.id()) + " " + text(e.finding()));
    page.code(e.language(), e.source());
    if (e.columns().isEmpty()) {
      return;
    }
    page.table(
        e.columns().stream().map(Markdown::text).toList(),
        e.rows().stream()
            .limit(ROWS_SHOWN)
            .map(row -> row.stream().map(Markdown::text).toList())
            .toList());
    int more = e.rows().size() - ROWS_SHOWN;
    if (more > 0) {
      page.paragraph(more + " more rows are in the room's log.");
    }
  }
}
