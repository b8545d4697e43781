package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML (and so JSON) of modest size into nodes that know their lines. Aliases and tags are
 * refused, since both let a small file stand for something else; a key given twice is refused,
 * since one of the two would be lost.
 */
public final class YamlText {
  private static final int DEPTH = 32;
  private static final int NODES = 200_000;
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(1 << 20)
                  .maxTokenCount(NODES)
                  .build())
          .build();

  private final String path;
  private final YAMLParser parser;

  private YamlText(String path, YAMLParser parser) {
    this.path = path;
    this.parser = parser;
  }

  /**
   * The document in this text; an empty mapping where there is none.
   *
   * @param path how errors name the file
   * @throws IntakeException with the line, when it is not YAML or uses what is refused
   */
  public static YamlNode parse(String text, String path) {
    List<YamlNode> documents = documents(text, path);
    if (documents.size() > 1) {
      throw malformed(
          path,
          documents.get(1).line(),
          "expected plain YAML, found a second document; write it out",
          null);
    }
    return documents.isEmpty()
        ? new YamlNode.Mapping(0, new LinkedHashMap<>())
        : documents.getFirst();
  }

  /** All documents of a text, as {@link #parse} reads one. */
  static List<YamlNode> documents(String text, String path) {
    try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
      YamlText reader = new YamlText(path, parser);
      List<YamlNode> documents = new ArrayList<>();
      for (JsonToken first = parser.nextToken(); first != null; first = parser.nextToken()) {
        documents.add(reader.node(first));
      }
      return documents;
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw malformed(
          path,
          at == null ? 0 : at.getLineNr(),
          "expected YAML or JSON, found: " + firstLine(e.getOriginalMessage()),
          e);
    } catch (StackOverflowError | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(path, 0, "expected YAML or JSON, found text that cannot be parsed", e);
    }
  }

  private YamlNode node(JsonToken token) {
    if (parser.isCurrentAlias()) {
      throw refused("an alias (*" + parser.getString() + ")");
    }
    if (parser.getTypeId() != null) {
      throw refused("a tag (!" + parser.getTypeId() + ")");
    }
    int line = line();
    return switch (token) {
      case START_OBJECT -> mapping(line);
      case START_ARRAY -> sequence(line);
      case VALUE_NULL -> new YamlNode.Scalar(line, "");
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new YamlNode.Scalar(line, parser.getString());
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw refused("a " + token.name().toLowerCase(Locale.ROOT));
    };
  }

  private YamlNode mapping(int line) {
    SequencedMap<String, YamlNode> entries = new LinkedHashMap<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token == null) {
        throw refused("the end of the file inside a mapping");
      }
      String key = parser.currentName();
      int keyLine = line();
      YamlNode value = node(parser.nextToken());
      YamlNode lined =
          value instanceof YamlNode.Scalar s ? new YamlNode.Scalar(keyLine, s.text()) : value;
      if (entries.put(key, lined) != null) {
        throw refused("the key " + CleanText.line(key, 60) + " twice");
      }
    }
    return new YamlNode.Mapping(line, entries);
  }

  private YamlNode sequence(int line) {
    List<YamlNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == null) {
        throw refused("the end of the file inside a list");
      }
      items.add(node(token));
    }
    return new YamlNode.Sequence(line, items);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private IntakeException refused(String what) {
    return malformed(path, line(), "expected plain YAML, found " + what + "; write it out", null);
  }

  public static IntakeException malformed(
      String path, int line, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    String where = line > 0 ? path + ", line " + line : path;
    String message = where + ": " + what;
    return cause == null
        ? new IntakeException(Kind.MALFORMED, message)
        : new IntakeException(Kind.MALFORMED, message, cause);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
