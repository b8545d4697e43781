package dev.aegis.app.report;

import dev.aegis.postmortem.Edit;
import dev.aegis.postmortem.Section;
import dev.aegis.room.RoomException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Edits of a report as the journal keeps them: one JSON object each, on one line. */
final class EditJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper READER = new ObjectMapper();

  private EditJson() {}

  static String write(Edit edit) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("by", edit.by());
      out.writeStringProperty("at", edit.at().toString());
      switch (edit) {
        case Edit.Rewritten e -> {
          out.writeStringProperty("edit", "rewritten");
          out.writeStringProperty("section", e.section().key());
          out.writeStringProperty("before", e.before());
          out.writeStringProperty("text", e.text());
        }
        case Edit.Reverted e -> {
          out.writeStringProperty("edit", "reverted");
          out.writeStringProperty("section", e.section().key());
          out.writeStringProperty("before", e.before());
        }
        case Edit.Assigned e -> {
          out.writeStringProperty("edit", "assigned");
          out.writeStringProperty("task", e.task());
          out.writeStringProperty("before", e.before());
          out.writeStringProperty("owner", e.owner());
          out.writeStringProperty("due", e.due() == null ? "" : e.due().toString());
        }
        case Edit.Dropped e -> {
          out.writeStringProperty("edit", "dropped");
          out.writeStringProperty("task", e.task());
          out.writeStringProperty("reason", e.reason());
        }
        case Edit.Retimed e -> {
          out.writeStringProperty("edit", "retimed");
          out.writeStringProperty("moment", e.moment());
          out.writeStringProperty("before", e.before().toString());
          out.writeStringProperty("to", e.to().toString());
        }
      }
      out.writeEndObject();
    }
    return text.toString();
  }

  /**
   * Reads one.
   *
   * @throws RoomException UNREADABLE where this version cannot
   */
  static Edit read(String raw) {
    try {
      return read(READER.readTree(raw));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected an edit of a report that this version can read, found another; use the Aegis"
              + " that wrote it, or a newer one, or see the report --as-recorded",
          e);
    }
  }

  private static Edit read(JsonNode json) {
    String by = text(json, "by");
    Instant at = Instant.parse(text(json, "at"));
    String kind = text(json, "edit");
    return switch (kind) {
      case "rewritten" ->
          new Edit.Rewritten(section(json), text(json, "before"), text(json, "text"), by, at);
      case "reverted" -> new Edit.Reverted(section(json), text(json, "before"), by, at);
      case "assigned" -> {
        String due = text(json, "due");
        yield new Edit.Assigned(
            text(json, "task"),
            text(json, "before"),
            text(json, "owner"),
            due.isEmpty() ? null : LocalDate.parse(due),
            by,
            at);
      }
      case "dropped" -> new Edit.Dropped(text(json, "task"), text(json, "reason"), by, at);
      case "retimed" ->
          new Edit.Retimed(
              text(json, "moment"),
              Instant.parse(text(json, "before")),
              Instant.parse(text(json, "to")),
              by,
              at);
      default -> throw new IllegalArgumentException("expected a known edit, found " + kind);
    };
  }

  private static Section.Kind section(JsonNode json) {
    String key = text(json, "section");
    return Arrays.stream(Section.Kind.values())
        .filter(k -> k.key().equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("expected a section of a report, found " + key));
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException("expected " + field + ", found none");
    }
    return value.stringValue();
  }
}
