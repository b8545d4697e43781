package dev.aegis.app.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON with every text in it masked: as a text, and as what its key names it. What is not JSON is
 * masked as a text.
 */
public final class MaskedJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 64;

  private final Masking masking;

  public MaskedJson(Masking masking) {
    this.masking = masking;
  }

  /** The same text where there is nothing to hide. */
  public String of(String json) {
    if (!masking.finds(json)) {
      return json;
    }
    try {
      return JSON.writeValueAsString(masked(JSON.readTree(json), 0));
    } catch (JacksonException e) {
      return masking.text(json);
    }
  }

  private JsonNode masked(JsonNode node, int depth) {
    if (depth > DEEPEST) {
      return NODES.stringNode("<masked: too deep>");
    }
    if (node.isString()) {
      return NODES.stringNode(masking.text(node.asString()));
    }
    if (node.isObject()) {
      ObjectNode object = NODES.objectNode();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        object.set(masking.text(entry.getKey()), member(entry, depth));
      }
      return object;
    }
    if (node.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      node.forEach(item -> items.add(masked(item, depth + 1)));
      ArrayNode array = NODES.arrayNode();
      return array.addAll(items);
    }
    return node;
  }

  private JsonNode member(Map.Entry<String, JsonNode> entry, int depth) {
    JsonNode value = entry.getValue();
    boolean named = value.isValueNode() && masking.finds(entry.getKey() + "=value");
    return named && !value.asString("").isEmpty()
        ? NODES.stringNode("<secret>")
        : masked(value, depth + 1);
  }
}
