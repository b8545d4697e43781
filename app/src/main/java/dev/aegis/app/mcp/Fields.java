package dev.aegis.app.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Structured results: what a command prints as JSON, and lists of it that are not too long. */
final class Fields {
  /** Characters of JSON in the list of a result. */
  static final int LONGEST = 200_000;

  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private Fields() {}

  /** The object on a line of JSON. */
  static Map<String, @Nullable Object> of(String json) {
    return JsonMapper.shared().readValue(json, OBJECT);
  }

  /**
   * The first of a list, as many as there is room for; at least one, since whoever asks goes on
   * behind it.
   */
  static <T> List<T> first(List<T> all) {
    List<T> kept = new ArrayList<>();
    int length = 0;
    for (T each : all) {
      length += JsonMapper.shared().writeValueAsString(each).length();
      if (length > LONGEST && !kept.isEmpty()) {
        break;
      }
      kept.add(each);
    }
    return kept;
  }
}
