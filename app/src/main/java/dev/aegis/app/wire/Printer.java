package dev.aegis.app.wire;

import dev.aegis.room.RoomException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes fields in the order of its calls; the same calls give the same characters. */
final class Printer {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

  private final JsonGenerator out;

  private Printer(JsonGenerator out) {
    this.out = out;
  }

  /** One object on one line. */
  static String line(Consumer<Printer> form) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      form.accept(new Printer(out));
      out.writeEndObject();
    }
    return escaped(text.toString());
  }

  /** The name of a constant on the wire where it has no other. */
  static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  Printer text(String name, String value) {
    out.writeStringProperty(name, value);
    return this;
  }

  Printer textOrNull(String name, @Nullable String value) {
    if (value == null) {
      out.writeNullProperty(name);
      return this;
    }
    return text(name, value);
  }

  Printer count(String name, long value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  Printer real(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "at "
              + out.streamWriteContext().pathAsPointer()
              + ": expected a finite number for \""
              + name
              + "\", found "
              + value);
    }
    out.writeNumberProperty(name, value);
    return this;
  }

  /** What is not known, NaN, as null. */
  Printer realOrNull(String name, double value) {
    if (Double.isNaN(value)) {
      out.writeNullProperty(name);
      return this;
    }
    return real(name, value);
  }

  Printer flag(String name, boolean value) {
    out.writeBooleanProperty(name, value);
    return this;
  }

  Printer instant(String name, Instant value) {
    return text(name, value.toString());
  }

  Printer duration(String name, Duration value) {
    return text(name, value.toString());
  }

  Printer named(String name, Enum<?> value) {
    return text(name, wire(value));
  }

  <T> Printer object(String name, T value, BiConsumer<Printer, T> form) {
    out.writeName(name);
    return object(value, form);
  }

  <T> Printer optional(String name, @Nullable T value, BiConsumer<Printer, T> form) {
    return value == null ? this : object(name, value, form);
  }

  <T> Printer list(String name, List<T> values, BiConsumer<Printer, T> form) {
    out.writeName(name);
    out.writeStartArray();
    for (T value : values) {
      object(value, form);
    }
    out.writeEndArray();
    return this;
  }

  Printer texts(String name, List<String> values) {
    out.writeName(name);
    texts(values);
    return this;
  }

  /** A table: a list of lists of texts. */
  Printer rows(String name, List<List<String>> rows) {
    out.writeName(name);
    out.writeStartArray();
    rows.forEach(this::texts);
    out.writeEndArray();
    return this;
  }

  private <T> Printer object(T value, BiConsumer<Printer, T> form) {
    out.writeStartObject();
    form.accept(this, value);
    out.writeEndObject();
    return this;
  }

  private void texts(List<String> values) {
    out.writeStartArray();
    values.forEach(out::writeString);
    out.writeEndArray();
  }

  /**
   * Escapes what JSON allows to stand as it is but what would not arrive as it was: halves of
   * surrogate pairs, which have no UTF-8, and the line ends and controls beyond ASCII, which break
   * "one line" or move a terminal's cursor. Outside of strings JSON has only ASCII, so a look at
   * the characters is enough.
   */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < json.length()
          && Character.isLowSurrogate(json.charAt(i + 1))) {
        out.append(c).append(json.charAt(++i));
      } else if (Character.isSurrogate(c)
          || (c >= 0x7f && c < 0xa0)
          || c == 0x2028
          || c == 0x2029) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
