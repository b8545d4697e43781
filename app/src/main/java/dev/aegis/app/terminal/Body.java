package dev.aegis.app.terminal;

import dev.aegis.room.Evidence;
import java.util.ArrayList;
import java.util.List;

/** The paragraphs of one message or block, from top to bottom. */
final class Body {
  private final Glyphs glyphs;
  private final int labelWidth;
  private final List<Paragraph> paragraphs = new ArrayList<>();
  private final List<Evidence> evidence = new ArrayList<>();

  Body(Glyphs glyphs, int labelWidth) {
    this.glyphs = glyphs;
    this.labelWidth = labelWidth;
  }

  /** An empty paragraph below the others. */
  Paragraph paragraph() {
    Paragraph paragraph = new Paragraph(glyphs);
    paragraphs.add(paragraph);
    return paragraph;
  }

  /** The verdict word and what follows it on its line. */
  Paragraph verdict(Ink ink, String word) {
    return paragraph().addWhole(ink, word).addWhole(Ink.PLAIN, "");
  }

  /** A sentence of its own; none when blank. */
  void sentence(String text) {
    if (!text.isBlank()) {
      paragraph().add(text);
    }
  }

  void marked(Ink ink, String mark, String text) {
    paragraph().mark(ink, mark + " ").add(text);
  }

  /** A label in its column and what it stands for. */
  Paragraph labelled(String label, String text) {
    int padding = Math.max(1, labelWidth - label.length());
    return paragraph().mark(Ink.DIM, label + " ".repeat(padding)).add(text);
  }

  /** The label once, each of the texts on a line of its own; nothing when there are none. */
  void labelled(String label, List<String> texts) {
    String shown = label;
    for (String text : texts) {
      labelled(shown, text);
      shown = "";
    }
  }

  void evidence(List<Evidence> found) {
    evidence.addAll(found);
  }

  /** Lines no wider than so many cells, evidence last, each piece of it on one line. */
  List<List<Span>> lines(int width) {
    List<List<Span>> lines = new ArrayList<>();
    paragraphs.forEach(p -> lines.addAll(p.lines(width)));
    evidence.forEach(e -> lines.add(evidenceLine(e, width)));
    return lines;
  }

  private List<Span> evidenceLine(Evidence e, int width) {
    int rows = e.rows().size();
    String count = e.columns().isEmpty() ? "" : rows + (rows == 1 ? " row  " : " rows  ");
    String source = e.source().replaceAll("\\s+", " ").strip();
    String whole = glyphs.inert("[" + e.id() + "] " + count + source);
    List<Span> line = new ArrayList<>();
    line.add(new Span(Ink.DIM, shortened(whole, width)));
    return line;
  }

  private String shortened(String text, int width) {
    if (Cells.of(text) <= width) {
      return text;
    }
    String sign = glyphs.inert("…");
    return Cells.start(text, width - Cells.of(sign)).stripTrailing() + sign;
  }
}
