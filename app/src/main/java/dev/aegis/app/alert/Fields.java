package dev.aegis.app.alert;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.JsonText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Fields of a message, cleaned; what is absent is empty. */
final class Fields {
  static final int LINE = 500;

  private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

  private Fields() {}

  static JsonNode object(JsonNode parent, String field) {
    JsonNode child = parent.get(field);
    return child != null && child.isObject() ? child : EMPTY;
  }

  static String word(JsonNode object, String field) {
    return CleanText.name(JsonText.text(object, field));
  }

  static String line(JsonNode object, String field) {
    return CleanText.line(JsonText.text(object, field), LINE);
  }

  static String first(String... texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  static Instant first(@Nullable Instant time, Instant otherwise) {
    return time == null ? otherwise : time;
  }

  static @Nullable Instant time(String text) {
    try {
      return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
