package dev.aegis.app.wire;

import dev.aegis.room.RoomException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object on their way in. Each must be taken once; one that is left over,
 * missing, of another type or out of range is refused with its place as a JSON pointer (RFC 6901).
 */
final class Fields {
  private final String at;
  private final Map<String, Json> left;

  private Fields(String at, Json.Fieldset object) {
    this.at = at;
    this.left = new LinkedHashMap<>(object.fields());
  }

  /** Reads the whole of one object; what the form's constructors refuse is refused here. */
  static <T> T all(String at, Json value, Function<Fields, T> form) {
    if (!(value instanceof Json.Fieldset object)) {
      throw wrong(at, "an object", value);
    }
    Fields fields = new Fields(at, object);
    try {
      T result = form.apply(fields);
      fields.end();
      return result;
    } catch (IllegalArgumentException e) {
      throw new RoomException(
          RoomException.Code.MALFORMED, "at " + place(at) + ": " + e.getMessage(), e);
    }
  }

  String text(String name) {
    return text(pointer(name), take(name));
  }

  boolean flag(String name) {
    Json value = take(name);
    if (value instanceof Json.Flag flag) {
      return flag.value();
    }
    throw wrong(pointer(name), "true or false", value);
  }

  int count(String name) {
    Json value = take(name);
    try {
      if (value instanceof Json.Numeral number && number.whole()) {
        return Integer.parseInt(number.digits());
      }
    } catch (NumberFormatException e) {
      // Falls through: a number too large for the field is as wrong as a word.
    }
    throw wrong(pointer(name), "a whole number of 32 bits", value);
  }

  long longCount(String name) {
    Json value = take(name);
    try {
      if (value instanceof Json.Numeral number && number.whole()) {
        return Long.parseLong(number.digits());
      }
    } catch (NumberFormatException e) {
      // Falls through: a number too large for the field is as wrong as a word.
    }
    throw wrong(pointer(name), "a whole number of 64 bits", value);
  }

  double real(String name) {
    Json value = take(name);
    if (value instanceof Json.Numeral number) {
      double real = Double.parseDouble(number.digits());
      if (Double.isFinite(real)) {
        return real;
      }
    }
    throw wrong(pointer(name), "a finite number", value);
  }

  Instant instant(String name) {
    return value(
        name,
        "an instant in UTC such as 2026-01-31T08:00:00Z",
        text -> text.endsWith("Z") ? Optional.of(Instant.parse(text)) : Optional.empty());
  }

  Duration duration(String name) {
    return value(
        name, "an ISO 8601 duration such as PT90S", text -> Optional.of(Duration.parse(text)));
  }

  /** A text with a form of its own. */
  <T> T value(String name, String expected, Function<String, Optional<T>> form) {
    return value(pointer(name), take(name), expected, form);
  }

  /** A list of texts with a form of their own. */
  <T> List<T> values(String name, String expected, Function<String, Optional<T>> form) {
    return items(pointer(name), take(name), (at, item) -> value(at, item, expected, form));
  }

  /** A constant by its name in lower case. */
  <E extends Enum<E>> E named(String name, Class<E> type) {
    E[] constants = type.getEnumConstants();
    List<String> names = new ArrayList<>();
    for (E constant : constants) {
      names.add(Printer.wire(constant));
    }
    return value(
        name,
        "one of " + String.join(", ", names),
        text -> {
          int index = names.indexOf(text);
          return index < 0 ? Optional.empty() : Optional.of(constants[index]);
        });
  }

  <T> T object(String name, Function<Fields, T> form) {
    return all(pointer(name), take(name), form);
  }

  /**
   * Reads a field that may be absent; {@code null} written out is refused, so that one form is
   * left.
   */
  <T> @Nullable T optional(String name, Function<Fields, T> field) {
    return left.containsKey(name) ? field.apply(this) : null;
  }

  List<String> texts(String name) {
    return texts(pointer(name), take(name));
  }

  /** A table: a list of lists of texts. */
  List<List<String>> rows(String name) {
    return items(pointer(name), take(name), Fields::texts);
  }

  <T> List<T> list(String name, Function<Fields, T> form) {
    return items(pointer(name), take(name), (at, item) -> all(at, item, form));
  }

  private String pointer(String name) {
    return at + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private void end() {
    if (!left.isEmpty()) {
      String name = left.keySet().iterator().next();
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "at "
              + place(at)
              + ": expected only the fields of this version, found also \""
              + Json.shortened(name)
              + "\"");
    }
  }

  private Json take(String name) {
    Json value = left.remove(name);
    if (value == null) {
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "at " + place(at) + ": expected the field \"" + name + "\", found none");
    }
    return value;
  }

  /** Reads one item of a list at its place. */
  private interface Item<T> {
    T read(String at, Json item);
  }

  private static <T> List<T> items(String at, Json value, Item<T> form) {
    if (!(value instanceof Json.Array array)) {
      throw wrong(at, "a list", value);
    }
    List<T> items = new ArrayList<>(array.items().size());
    for (Json item : array.items()) {
      items.add(form.read(at + "/" + items.size(), item));
    }
    return items;
  }

  private static <T> T value(
      String at, Json value, String expected, Function<String, Optional<T>> form) {
    try {
      return form.apply(text(at, value)).orElseThrow(() -> wrong(at, expected, value));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new RoomException(RoomException.Code.MALFORMED, sentence(at, expected, value), e);
    }
  }

  private static List<String> texts(String at, Json value) {
    return items(at, value, Fields::text);
  }

  private static String text(String at, Json value) {
    if (value instanceof Json.Text text) {
      return text.value();
    }
    throw wrong(at, "text", value);
  }

  private static RoomException wrong(String at, String expected, Json found) {
    return new RoomException(RoomException.Code.MALFORMED, sentence(at, expected, found));
  }

  private static String sentence(String at, String expected, Json found) {
    return String.format(
        Locale.ROOT, "at %s: expected %s, found %s", place(at), expected, found.shown());
  }

  private static String place(String at) {
    return at.isEmpty() ? "the top" : at;
  }
}
