package dev.aegis.app.scrape;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from another process, within limits on its depth and size. */
public final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(1 << 16)
                          .maxNameLength(512)
                          .maxNumberLength(64)
                          .maxTokenCount(1_000_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /**
   * One value and nothing after it.
   *
   * @throws FetchException when it is something else
   */
  public static JsonNode parse(URI from, byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      throw unreadable(
          from,
          "JSON",
          Said.of(
              new String(
                  bytes, 0, Math.min(bytes.length, 80), java.nio.charset.StandardCharsets.UTF_8)),
          e);
    }
  }

  /** An object on a line of text; {@code null} where the line holds something else. */
  public static @Nullable JsonNode object(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return node.isObject() ? node : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** One value of any kind; {@code null} where the text is none. */
  public static @Nullable JsonNode value(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() ? null : node;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The text of a field that holds a single value; empty where there is none. */
  public static String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isContainer() || value.isNull() ? "" : value.asString();
  }

  /** An answer that is not what was asked for. */
  public static FetchException unreadable(
      URI from, String expected, String found, @Nullable Throwable cause) {
    return new FetchException(
        FetchException.Reason.UNREADABLE,
        from + ": expected " + expected + ", found " + found,
        cause);
  }
}
