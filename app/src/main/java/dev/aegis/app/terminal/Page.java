package dev.aegis.app.terminal;

import dev.aegis.postmortem.Figures;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns: time, speaker, text; where they do not fit beside each other, the text stands below.
 *
 * @param width cells in a line
 * @param glyphs what can be shown
 */
record Page(int width, Glyphs glyphs) {
  static final int MIN_WIDTH = 40;
  static final int LABEL_WIDTH = 9;
  private static final int TEXT_COLUMN = 26;
  private static final int TIME_WIDTH = 10;
  private static final int BESIDE_FROM = 64;

  Page {
    if (width < MIN_WIDTH) {
      throw new IllegalArgumentException(
          "expected a width of at least " + MIN_WIDTH + " cells, found " + width);
    }
  }

  Body body() {
    return new Body(glyphs, LABEL_WIDTH);
  }

  private boolean beside() {
    return width >= BESIDE_FROM;
  }

  private int textColumn() {
    return beside() ? TEXT_COLUMN : 2;
  }

  /** One message in its columns. */
  List<List<Span>> message(RoomMessage message, Body body) {
    int kept = message.mentions().isEmpty() ? 0 : Cells.of(names(message.mentions())) + 4;
    List<List<Span>> text = body.lines(width - textColumn(), kept);
    mentions(message.mentions(), text);
    Span time = new Span(Ink.DIM, Figures.time(message.ts()) + "  ");
    Span speaker = new Span(ink(message.sender()), message.sender().name());
    List<List<Span>> lines = new ArrayList<>();
    boolean fits = beside() && Cells.of(speaker.text()) + 2 <= TEXT_COLUMN - TIME_WIDTH;
    if (!fits) {
      lines.add(List.of(time, speaker));
    }
    for (int i = 0; i < text.size(); i++) {
      List<Span> line = new ArrayList<>();
      if (i == 0 && fits) {
        line.add(time);
        line.add(speaker);
      }
      line.add(Span.plain(" ".repeat(textColumn() - Paragraph.cells(line))));
      line.addAll(text.get(i));
      lines.add(line);
    }
    return lines;
  }

  private void mentions(List<Handle> mentions, List<List<Span>> text) {
    if (mentions.isEmpty()) {
      return;
    }
    String names = names(mentions);
    int column = width - textColumn();
    Span span = new Span(Ink.DIM, glyphs.inert("→ ") + names);
    if (Cells.of(span.text()) > column) {
      text.addAll(new Paragraph(glyphs).mark(Ink.DIM, "→ ").add(Ink.DIM, names).lines(column));
      return;
    }
    List<Span> last = new ArrayList<>(text.removeLast());
    if (Paragraph.cells(last) + 2 + Cells.of(span.text()) > column) {
      text.add(last);
      last = new ArrayList<>();
    }
    Paragraph.flushRight(last, span, column);
    text.add(last);
  }

  private static String names(List<Handle> mentions) {
    return mentions.stream().map(Handle::name).collect(Collectors.joining(" "));
  }

  static Ink ink(Handle handle) {
    return switch (handle.name()) {
      case "@observer" -> Ink.OBSERVER;
      case "@diagnostician" -> Ink.DIAGNOSTICIAN;
      case "@remediator" -> Ink.REMEDIATOR;
      case "@validator" -> Ink.VALIDATOR;
      case "@commander" -> Ink.COMMANDER;
      case "@security" -> Ink.SECURITY;
      default -> Ink.PERSON;
    };
  }

  List<Span> rule() {
    return List.of(new Span(Ink.DIM, glyphs.inert("─").repeat(width)));
  }
}
