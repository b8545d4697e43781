package dev.aegis.app.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** A piece of a file that people wrote, with the line it stands in (0 where that is not known). */
public sealed interface YamlNode {
  /** From 1; 0 where it is not known. */
  int line();

  /** What it is, in the words of an error message. */
  default String shown() {
    return switch (this) {
      case Mapping mapping -> "keys " + String.join(", ", mapping.entries().keySet());
      case Sequence sequence -> "a list of " + sequence.items().size();
      case Scalar scalar -> "\"" + CleanText.line(scalar.text(), 60) + "\"";
    };
  }

  /** Keys with values, in the order they were written. */
  record Mapping(int line, SequencedMap<String, YamlNode> entries) implements YamlNode {
    public Mapping {
      entries = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }
  }

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A word or a number, as written; empty for null. */
  record Scalar(int line, String text) implements YamlNode {}

  /** The same from a tree that knows no lines. */
  static YamlNode of(JsonNode tree) {
    if (tree.isObject()) {
      SequencedMap<String, YamlNode> entries = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : tree.properties()) {
        entries.put(entry.getKey(), of(entry.getValue()));
      }
      return new Mapping(0, entries);
    }
    if (tree.isArray()) {
      return new Sequence(0, tree.valueStream().map(YamlNode::of).toList());
    }
    return new Scalar(0, tree.isNull() ? "" : tree.asString());
  }
}
