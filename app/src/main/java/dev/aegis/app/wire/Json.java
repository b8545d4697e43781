package dev.aegis.app.wire;

import dev.aegis.room.RoomException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value as it was written. Numbers keep their digits: the reader of a field says what fits.
 */
sealed interface Json {
  /** A string. */
  record Text(String value) implements Json {}

  /** A number; {@code whole} when it has neither fraction nor exponent. */
  record Numeral(String digits, boolean whole) implements Json {}

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements Json {}

  /** {@code null}. */
  record Null() implements Json {}

  /** An array. */
  record Array(List<Json> items) implements Json {}

  /** An object; its fields in the order in which they were written. */
  record Fieldset(Map<String, Json> fields) implements Json {}

  /** How deep arrays and objects may lie in each other; the deepest payload needs 8. */
  int MAX_DEPTH = 32;

  /** How many digits a number may have; a double needs 24. */
  int MAX_DIGITS = 64;

  /** What was found, for people: hostile text is shortened and loses its control characters. */
  default String shown() {
    return switch (this) {
      case Text text -> "\"" + shortened(text.value()) + "\"";
      case Numeral number -> "the number " + shortened(number.digits());
      case Flag flag -> String.valueOf(flag.value());
      case Null() -> "null";
      case Array array -> "a list of " + array.items().size();
      case Fieldset object -> "an object with " + object.fields().size() + " fields";
    };
  }

  /** At most 60 characters, none of which moves a cursor. */
  static String shortened(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(60)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.length() < text.length() ? out + "…" : out.toString();
  }

  /**
   * Reads one value and nothing after it.
   *
   * @throws RoomException MALFORMED when it is not JSON, repeats a field, or exceeds a limit
   */
  static Json parse(String line) {
    try (JsonParser in = Tokens.FACTORY.createParser(ObjectReadContext.empty(), line)) {
      JsonToken first = in.nextToken();
      if (first == null) {
        throw new RoomException(RoomException.Code.MALFORMED, "expected JSON, found nothing");
      }
      Json value = value(in, first);
      if (in.nextToken() != null) {
        throw new RoomException(
            RoomException.Code.MALFORMED, "expected one JSON value, found more after it");
      }
      return value;
    } catch (JacksonException e) {
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "expected JSON, found something else: " + shortenedReason(e),
          e);
    }
  }

  private static String shortenedReason(JacksonException e) {
    TokenStreamLocation where = e.getLocation();
    String reason = shortened(String.valueOf(e.getOriginalMessage()));
    return where == null ? reason : reason + " at character " + where.getCharOffset();
  }

  private static Json value(JsonParser in, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> new Text(in.getString());
      case VALUE_NUMBER_INT -> new Numeral(in.getString(), true);
      case VALUE_NUMBER_FLOAT -> new Numeral(in.getString(), false);
      case VALUE_TRUE -> new Flag(true);
      case VALUE_FALSE -> new Flag(false);
      case VALUE_NULL -> new Null();
      case START_ARRAY -> array(in);
      case START_OBJECT -> fieldset(in);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new RoomException(
              RoomException.Code.MALFORMED, "expected a JSON value, found " + token);
    };
  }

  private static Json array(JsonParser in) {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      items.add(value(in, token));
    }
    return new Array(items);
  }

  private static Json fieldset(JsonParser in) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (JsonToken token = in.nextToken(); token != JsonToken.END_OBJECT; token = in.nextToken()) {
      String name = in.currentName();
      fields.put(name, value(in, in.nextToken()));
    }
    return new Fieldset(fields);
  }

  /** The tokeniser; made when the first message is read. */
  final class Tokens {
    private Tokens() {}

    static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .maxStringLength(RoomJson.MAX_BYTES)
                    .maxNameLength(256)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
  }
}
