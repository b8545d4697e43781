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
  private int shown;

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

  /** Where the message rests on evidence: so many pieces with their source, the others counted. */
  void evidence(List<Evidence> found, int most) {
    evidence.addAll(found);
    shown = Math.min(most, found.size());
  }

  /** The paragraphs without the evidence, for a surface that wraps by itself. */
  List<Said.Line> said() {
    return paragraphs.stream().map(Paragraph::line).toList();
  }

  /**
   * Lines no wider than so many cells, evidence last, each piece of it on one line.
   *
   * @param kept cells that a last line of evidence leaves free at its end
   */
  List<List<Span>> lines(int width, int kept) {
    List<List<Span>> lines = new ArrayList<>();
    paragraphs.forEach(p -> lines.addAll(p.lines(width)));
    for (int i = 0; i < shown; i++) {
      boolean last = i + 1 == evidence.size();
      lines.add(evidenceLine(evidence.get(i), last ? Math.max(width / 2, width - kept) : width));
    }
    if (shown < evidence.size()) {
      lines.addAll(new Paragraph(glyphs).add(Ink.DIM, rest()).lines(width));
    }
    return lines;
  }

  private String rest() {
    List<Evidence> rest = evidence.subList(shown, evidence.size());
    String first = "[" + rest.getFirst().id() + "]";
    String others = rest.size() == 1 ? "" : " and " + (rest.size() - 1) + " more";
    return (shown > 0 ? rest.size() + " more" : first + others) + " in the record";
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
