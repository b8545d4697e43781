package dev.aegis.app.band.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one object of a request on their way in. One that is missing, left over or of
 * another type is refused with 422 and its place as a JSON pointer.
 */
final class Body {
  private final String at;
  private final Map<String, JsonNode> left = new LinkedHashMap<>();

  private Body(String at, JsonNode object) {
    this.at = at;
    if (!object.isObject()) {
      throw ApiError.invalid(at.isEmpty() ? "/" : at, "expected an object, found something else");
    }
    object.properties().forEach(field -> left.put(field.getKey(), field.getValue()));
  }

  /** Reads the one object that a body has to hold under a name. */
  static <T> T in(String text, String name, Function<Body, T> form) {
    JsonNode node =
        WireJson.parse(text)
            .orElseThrow(() -> ApiError.invalid("/", "expected JSON, found something else"));
    return all("", node, top -> top.object(name, form));
  }

  /** Reads the whole of one object. */
  static <T> T all(String at, JsonNode node, Function<Body, T> form) {
    Body body = new Body(at, node);
    T read = form.apply(body);
    body.end();
    return read;
  }

  private <T> T object(String name, Function<Body, T> form) {
    return all(pointer(name), required(name), form);
  }

  private void end() {
    if (!left.isEmpty()) {
      String name = left.keySet().iterator().next();
      throw ApiError.invalid(pointer(name), "Unexpected field: " + shortened(name));
    }
  }

  private static String shortened(String name) {
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }

  String pointer(String name) {
    return at + "/" + shortened(name).replace("~", "~0").replace("/", "~1");
  }

  /** A field that has to be there. */
  JsonNode required(String name) {
    JsonNode value = left.remove(name);
    if (value == null || value.isNull()) {
      throw ApiError.invalid(pointer(name), "Missing field: " + name);
    }
    return value;
  }

  /** A text that has to be there. */
  String text(String name) {
    JsonNode value = required(name);
    if (!value.isString()) {
      throw ApiError.invalid(pointer(name), "expected text in " + name + ", found something else");
    }
    return value.stringValue();
  }

  /** A text that may be absent or null. */
  @Nullable String optionalText(String name) {
    return isAbsent(name) ? null : text(name);
  }

  /** An id that may be absent or null. */
  @Nullable UUID optionalId(String name) {
    return isAbsent(name) ? null : id(name);
  }

  /** An id that has to be there. */
  UUID id(String name) {
    return WireJson.uuid(text(name))
        .orElseThrow(() -> ApiError.invalid(pointer(name), "expected a UUID in " + name));
  }

  /** A value that may be absent or null. */
  @Nullable JsonNode optional(String name) {
    return isAbsent(name) ? null : required(name);
  }

  boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw ApiError.invalid(pointer(name), "expected true or false in " + name);
    }
    return value.booleanValue();
  }

  /** Whether a field is there and null. */
  boolean isNull(String name) {
    JsonNode value = left.get(name);
    return value != null && value.isNull();
  }

  private boolean isAbsent(String name) {
    JsonNode value = left.get(name);
    if (value != null && value.isNull()) {
      left.remove(name);
    }
    return value == null || value.isNull();
  }

  /** One of some constants by its wire name. */
  <T> T oneOf(String name, Collection<T> all, Function<T, String> wire) {
    String text = text(name);
    Optional<T> found = all.stream().filter(each -> wire.apply(each).equals(text)).findFirst();
    return found.orElseThrow(() ->
        ApiError.invalid(
            pointer(name),
            "expected one of "
                + String.join(", ", all.stream().map(wire).toList())
                + " in "
                + name));
  }
}
