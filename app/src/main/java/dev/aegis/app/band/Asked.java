package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.Page;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody asks, behind the prefix of their API.
 *
 * @param words of the path, such as {@code chats}, an id, {@code messages}
 */
record Asked(
    Party caller, String method, List<String> words, Map<String, String> query, String body) {
  /** Usual items of an answer, and those of a context. */
  static final int USUAL = 20;

  Asked {
    words = List.copyOf(words);
    query = Map.copyOf(query);
  }

  /** The method and the words of the path, with {@code *} for each id. */
  String shape() {
    StringBuilder shape = new StringBuilder(method);
    for (String word : words) {
      shape.append(' ').append(WireJson.uuid(word).isPresent() ? "*" : word);
    }
    return shape.toString();
  }

  /** The id at a place of the path. */
  UUID id(int at) {
    return WireJson.uuid(words.get(at)).orElseThrow(() -> ApiError.notFound(words.get(at)));
  }

  UUID chat() {
    return id(1);
  }

  Page page(int usual) {
    return Page.of(query, usual);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  static ObjectNode data(ObjectNode value) {
    ObjectNode json = WireJson.object();
    json.set("data", value);
    return json;
  }
}
