package dev.aegis.app.model;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model answered. A JSON object was asked for; whatever else comes is taken as words, which
 * then have to pass the same check.
 *
 * @param words the message in its words; empty where it has none
 * @param hypothesis a cause it would look at
 * @param candidate a fix it would look at
 */
record ModelAnswer(String words, Optional<String> hypothesis, Optional<String> candidate) {
  private static final JsonMapper JSON = new JsonMapper();

  static ModelAnswer read(String last) {
    String text = last.replaceAll("(?s)<think>.*?</think>", "").strip();
    int from = text.indexOf('{');
    int to = text.lastIndexOf('}');
    if (from < 0 || to < from) {
      return new ModelAnswer(text, Optional.empty(), Optional.empty());
    }
    try {
      JsonNode node = JSON.readTree(text.substring(from, to + 1));
      return new ModelAnswer(
          text(node, "words").orElse(""), text(node, "hypothesis"), text(node, "candidate"));
    } catch (JacksonException e) {
      return new ModelAnswer(text, Optional.empty(), Optional.empty());
    }
  }

  private static Optional<String> text(JsonNode node, String name) {
    JsonNode found = node.path(name);
    return found.isString() && !found.stringValue().isBlank()
        ? Optional.of(found.stringValue().strip())
        : Optional.empty();
  }
}
