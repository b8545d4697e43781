package dev.aegis.app.band.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON of the protocol, within limits on its depth and size. */
public final class WireJson {
  /** The longest text in a value. */
  static final int MOST_CHARACTERS = 1 << 18;

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(MOST_CHARACTERS)
                          .maxNameLength(256)
                          .maxNumberLength(64)
                          .maxTokenCount(50_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private WireJson() {}

  /** One value and nothing after it; empty where the text is something else. */
  public static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An id in the only form there is, lower or upper case; empty for another text. */
  public static Optional<UUID> uuid(String text) {
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /** The text of a field; {@code null} where there is none. */
  public static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /**
   * The text of a field that has to be there.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static String required(JsonNode object, String field) {
    String text = text(object, field);
    if (text == null) {
      throw new IllegalArgumentException("expected the text " + field + ", found none");
    }
    return text;
  }

  /**
   * The id in a field that has to be there.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static UUID requiredId(JsonNode object, String field) {
    return uuid(required(object, field))
        .orElseThrow(() -> new IllegalArgumentException("expected a UUID in " + field));
  }

  /**
   * The instant in a field that has to be there.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Instant requiredInstant(JsonNode object, String field) {
    try {
      return Instant.parse(required(object, field));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected an instant in UTC in " + field, e);
    }
  }

  /** The instant in a field; {@code null} where there is none. */
  static @Nullable Instant instant(JsonNode object, String field) {
    return text(object, field) == null ? null : requiredInstant(object, field);
  }
}
