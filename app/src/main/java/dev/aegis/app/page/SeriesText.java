package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.room.Evidence;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Evidence as a file for people, CSV, and its picture as JSON for the page that draws it. */
final class SeriesText {
  private SeriesText() {}

  static String json(SeriesPicture picture) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("unit", picture.unit());
      if (!Double.isNaN(picture.promised())) {
        out.writeNumberProperty("promised", picture.promised());
      }
      picture
          .usual()
          .ifPresent(band -> {
            out.writeObjectPropertyStart("usual");
            out.writeNumberProperty("low", band.low());
            out.writeNumberProperty("high", band.high());
            out.writeStringProperty("words", band.words());
            out.writeEndObject();
          });
      out.writeNumberProperty("from", seconds(picture.from()));
      out.writeNumberProperty("to", seconds(picture.to()));
      out.writeArrayPropertyStart("marks");
      for (ReplayPicture.Mark mark : picture.marks()) {
        out.writeStartObject();
        out.writeNumberProperty("at", seconds(mark.at()));
        out.writeStringProperty("label", mark.label());
        out.writeStringProperty("kind", mark.kind());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayPropertyStart("lines");
      picture.lines().forEach(line -> line(out, line));
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void line(JsonGenerator out, SeriesPicture.Line line) {
    out.writeStartObject();
    out.writeStringProperty("name", Said.inert(line.name()));
    out.writeArrayPropertyStart("points");
    line.points()
        .forEach((at, value) -> {
          out.writeStartArray();
          out.writeNumber(seconds(at));
          out.writeNumber(value);
          out.writeEndArray();
        });
    out.writeEndArray();
    out.writeEndObject();
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  /** RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
  static String csv(Evidence evidence) {
    StringBuilder text = new StringBuilder(row(evidence.columns()));
    evidence.rows().forEach(cells -> text.append(row(cells)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().map(SeriesText::cell).collect(Collectors.joining(",")) + "\n";
  }

  private static String cell(String text) {
    String inert = Said.inert(text);
    boolean formula = inert.matches("[=+@\\t\\r].*") || inert.matches("-(?![0-9.]).*");
    String safe = formula ? "'" + inert : inert;
    return safe.matches("[^\",\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
