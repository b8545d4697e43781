package dev.aegis.app.report;

import dev.aegis.postmortem.Block;
import dev.aegis.postmortem.Report;
import dev.aegis.postmortem.Section;
import dev.aegis.room.Evidence;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The report as JSON, as docs/postmortem.md has it; every figure stands with its unit. */
public final class ReportJson {
  /** Counts up when a field changes its meaning or goes away. */
  public static final int VERSION = 1;

  private static final JsonFactory JSON = new JsonFactory();
  private final JsonGenerator out;

  private ReportJson(JsonGenerator out) {
    this.out = out;
  }

  /** One line. */
  public static String of(Report report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      new ReportJson(out).write(report);
    }
    return text.toString();
  }

  private void write(Report report) {
    out.writeStartObject();
    out.writeNumberProperty("version", VERSION);
    out.writeStringProperty("incident", report.incident());
    out.writeStringProperty("title", report.title());
    out.writeBooleanProperty("draft", report.draft());
    out.writeArrayPropertyStart("sections");
    for (Section section : report.sections()) {
      out.writeStartObject();
      out.writeStringProperty("key", section.kind().key());
      out.writeStringProperty("title", section.kind().title());
      blocks("blocks", section.blocks());
      section.edited().ifPresent(this::edited);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void blocks(String name, List<Block> all) {
    out.writeArrayPropertyStart(name);
    all.forEach(this::block);
    out.writeEndArray();
  }

  private void edited(Section.Edited e) {
    out.writeObjectPropertyStart("edited");
    out.writeStringProperty("by", e.by());
    out.writeStringProperty("at", e.at().toString());
    out.writeBooleanProperty("outdated", e.outdated());
    blocks("recorded", e.recorded());
    out.writeEndObject();
  }

  private void block(Block block) {
    switch (block) {
      case Block.Sentences b -> list("sentences", b.all(), this::sentence);
      case Block.Facts b -> list("figures", b.all(), this::figure);
      case Block.Moments b -> list("moments", b.all(), this::moment);
      case Block.Compared b -> list("compared", b.all(), this::pair);
      case Block.Tasks b -> list("tasks", b.all(), this::task);
      case Block.Terms b -> list("terms", b.all(), this::term);
      case Block.Cited b -> evidence(b.evidence());
    }
  }

  private <T> void list(String kind, List<T> all, java.util.function.Consumer<T> each) {
    out.writeStartObject();
    out.writeArrayPropertyStart(kind);
    for (T one : all) {
      out.writeStartObject();
      each.accept(one);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void sentence(Block.Sentence s) {
    out.writeStringProperty("words", s.words());
    if (!s.quoted().isEmpty()) {
      out.writeStringProperty("quoted", s.quoted());
    }
  }

  private void figure(Block.Fact f) {
    out.writeStringProperty("key", f.key());
    out.writeStringProperty("label", f.label());
    out.writeStringProperty("words", f.words());
    value("value", f.value());
    out.writeStringProperty("unit", f.unit());
  }

  private void moment(Block.Moment m) {
    out.writeStringProperty("at", m.at().toString());
    out.writeStringProperty("who", m.who());
    sentence(m.what());
    m.corrected()
        .ifPresent(c -> {
          out.writeStringProperty("recorded", c.recorded().toString());
          by(c.by(), c.at());
        });
  }

  private void by(String name, Instant at) {
    out.writeObjectPropertyStart("edited");
    out.writeStringProperty("by", name);
    out.writeStringProperty("at", at.toString());
    out.writeEndObject();
  }

  private void pair(Block.Pair p) {
    out.writeStringProperty("key", p.key());
    out.writeStringProperty("label", p.label());
    value("foreseen", p.foreseen());
    value("measured", p.measured());
    out.writeStringProperty("unit", p.unit());
  }

  private void task(Block.Task task) {
    out.writeStringProperty("what", task.what());
    out.writeStringProperty("owner", task.owner());
    task.due().ifPresent(day -> out.writeStringProperty("due", day.toString()));
    task.edited()
        .ifPresent(m -> {
          out.writeBooleanProperty("added", m.added());
          by(m.by(), m.at());
        });
  }

  private void term(Block.Term t) {
    out.writeStringProperty("word", t.word());
    out.writeStringProperty("meaning", t.meaning());
  }

  private void evidence(Evidence e) {
    out.writeStartObject();
    out.writeObjectPropertyStart("evidence");
    out.writeStringProperty("id", e.id());
    out.writeStringProperty("finding", e.finding());
    out.writeStringProperty("language", e.language());
    out.writeStringProperty("source", e.source());
    out.writeStringProperty("seal", e.seal());
    strings("columns", e.columns());
    out.writeArrayPropertyStart("rows");
    for (List<String> row : e.rows()) {
      out.writeStartArray();
      row.forEach(out::writeString);
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  private void strings(String name, List<String> all) {
    out.writeArrayPropertyStart(name);
    all.forEach(out::writeString);
    out.writeEndArray();
  }

  /** Left out where the record does not have it. */
  private void value(String name, OptionalDouble value) {
    if (value.isPresent()) {
      out.writeNumberProperty(name, value.getAsDouble());
    }
  }
}
