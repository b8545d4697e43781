package dev.aegis.app.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads objects out of JSON, as a stream: one a line, in an array, or in an array inside an object.
 * Names inside objects inside a record are joined by dots.
 */
final class JsonReader {
  private static final int DEPTH = 64;
  private static final int NAME = 1_000;
  private static final int FIELDS = 5_000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(1 << 20)
                  .maxNameLength(NAME)
                  .maxNumberLength(200)
                  .build())
          .build();

  /** One object: its names and the text of its values, in order. */
  static final class Fields {
    final List<String> names = new ArrayList<>();
    final List<String> values = new ArrayList<>();
    boolean heldRecords;

    void add(String name, String value) {
      if (names.size() < FIELDS) {
        names.add(name);
        values.add(value);
      }
    }

    @Nullable String first(java.util.function.Predicate<String> wanted) {
      for (int i = 0; i < names.size(); i++) {
        if (wanted.test(names.get(i))) {
          return values.get(i);
        }
      }
      return null;
    }
  }

  /** Takes one object after the other. */
  interface Sink {
    /** False to stop reading. */
    boolean record(Fields fields, @Nullable Fields parent, long number);
  }

  private final Sink sink;
  private long number;
  private boolean stopped;

  JsonReader(Sink sink) {
    this.sink = sink;
  }

  /** The number of objects met. */
  long number() {
    return number;
  }

  /** Reads one object a line; lines that are none are counted. */
  void lines(Lines lines, Tally tally) throws IOException {
    for (String line = lines.next(); line != null && !stopped; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      number = lines.number() - 1;
      try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          object(parser, null, true);
        } else {
          tally.count("lines that are no JSON object", lines.number());
        }
      } catch (JacksonException | IllegalArgumentException e) {
        tally.count("lines that are no JSON object", lines.number());
      }
    }
  }

  /** Reads a whole document; what stands before an error is kept. */
  void document(InputStream in, Tally tally) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      for (JsonToken token = parser.nextToken();
          token != null && !stopped;
          token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          object(parser, null, true);
        } else if (token == JsonToken.START_ARRAY) {
          array(parser, null);
        }
      }
    } catch (JacksonException | IllegalArgumentException e) {
      tally.count("the JSON breaks off after so many objects; the rest is not read", number + 1);
    }
  }

  private void array(JsonParser parser, @Nullable Fields parent) {
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.END_ARRAY && !stopped;
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        object(parser, parent, true);
        if (parent != null) {
          parent.heldRecords = true;
        }
      } else if (token == JsonToken.START_ARRAY) {
        array(parser, parent);
      }
    }
  }

  private void object(JsonParser parser, @Nullable Fields parent, boolean root) {
    Fields fields = new Fields();
    collect(parser, "", fields);
    if (root && !fields.heldRecords && !stopped) {
      number++;
      stopped = !sink.record(fields, parent, number);
    }
  }

  private void collect(JsonParser parser, String prefix, Fields fields) {
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.END_OBJECT && !stopped;
        token = parser.nextToken()) {
      String name = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        collect(parser, name.length() < NAME ? name + "." : prefix, fields);
      } else if (value == JsonToken.START_ARRAY) {
        array(parser, fields);
      } else if (value != null) {
        fields.add(name, parser.getString());
      }
    }
  }
}
