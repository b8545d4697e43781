package dev.aegis.app.terminal;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Escalation;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A room as people read it, one message after the other. Everything that is said comes from the
 * messages' payloads; no line is wider than the page; text from telemetry cannot do anything.
 *
 * <p>Keeps the messages it has shown, because a later one refers to earlier ones. One thread.
 */
public final class Transcript {
  private final Page page;
  private final Style style;
  private final Function<RoomId, String> postmortemPlace;
  private final List<RoomMessage> shown = new ArrayList<>();
  private int plotted;

  /**
   * @param width cells in a line, at least 40
   * @param postmortemPlace where a person finds the report of a room; empty for nowhere
   */
  public Transcript(
      Style style, Glyphs glyphs, int width, Function<RoomId, String> postmortemPlace) {
    this.page = new Page(width, glyphs);
    this.style = style;
    this.postmortemPlace = postmortemPlace;
  }

  /** The lines of the next message of the room. */
  public List<String> show(RoomMessage message) {
    List<List<Span>> lines = new ArrayList<>();
    if (shown.isEmpty()) {
      lines.addAll(header(message));
    }
    boolean saidBefore = !Said.isNew(shown, message);
    shown.add(message);
    if (saidBefore) {
      return List.of();
    }
    Incident record = Incident.of(shown);
    if (message.payload() instanceof Escalation) {
      lines.addAll(plot(record));
    }
    Body body = Spoken.of(page.body(), message, record, postmortemPlace.apply(message.room()));
    lines.addAll(page.message(message, body));
    if (message.payload() instanceof ValidationResult result && result.verdict() == Verdict.PASS) {
      lines.addAll(plot(record));
    }
    return painted(lines);
  }

  /** The last block; nothing when no message was shown. */
  public List<String> close() {
    if (shown.isEmpty()) {
      return List.of();
    }
    String place = postmortemPlace.apply(shown.getFirst().room());
    return painted(Closing.of(Incident.of(shown), page, place));
  }

  private List<List<Span>> header(RoomMessage first) {
    String where = "";
    if (first.payload() instanceof Signal s) {
      where = s.region().isEmpty() ? s.service() : s.service() + " · " + s.region();
    }
    List<List<Span>> lines =
        new Paragraph(page.glyphs())
            .mark(Ink.STRONG, "AEGIS  " + first.room() + "  ")
            .add(where)
            .figure(Ink.DIM, Figures.dateTime(first.ts()) + " UTC")
            .lines(page.width());
    lines.add(List.of());
    return lines;
  }

  /** Drawn once the search for a fix is over, and only when there is something new to draw. */
  private List<List<Span>> plot(Incident record) {
    List<Incident.Attempt> attempts = record.attempts();
    if (attempts.size() == plotted) {
      return List.of();
    }
    plotted = attempts.size();
    List<List<Span>> drawn = Plot.of(record, page);
    if (drawn.isEmpty()) {
      return List.of();
    }
    List<List<Span>> lines = new ArrayList<>();
    lines.add(List.of());
    lines.addAll(drawn);
    lines.add(List.of());
    return lines;
  }

  private List<String> painted(List<List<Span>> lines) {
    return lines.stream().map(Transcript::trimmed).map(style::paint).toList();
  }

  private static List<Span> trimmed(List<Span> line) {
    List<Span> kept = new ArrayList<>(line);
    while (!kept.isEmpty() && kept.getLast().text().isBlank()) {
      kept.removeLast();
    }
    if (!kept.isEmpty()) {
      Span last = kept.removeLast();
      kept.add(new Span(last.ink(), last.text().stripTrailing()));
    }
    return kept;
  }
}
