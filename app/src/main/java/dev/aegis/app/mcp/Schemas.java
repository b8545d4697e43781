package dev.aegis.app.mcp;

import java.util.Map;

/** JSON schemas of arguments and results. */
final class Schemas {
  /** Of the argument that names an incident. */
  static final Map<String, Object> INCIDENT =
      Map.of(
          "type",
          "string",
          "pattern",
          "^INC-[0-9]{4}-[0-9]{4,}$",
          "description",
          "The id of an incident, such as INC-2026-0001; list_incidents has them.");

  private Schemas() {}

  static Map<String, Object> text(String description) {
    return Map.of("type", "string", "description", description);
  }

  static Map<String, Object> text(String description, int longest) {
    return Map.of(
        "type", "string", "description", description, "minLength", 1, "maxLength", longest);
  }

  static Map<String, Object> count(String description) {
    return Map.of("type", "integer", "minimum", 0, "description", description);
  }

  static Map<String, Object> flag(String description) {
    return Map.of("type", "boolean", "description", description);
  }

  static Map<String, Object> objects(String description) {
    return list(description, Map.of("type", "object"));
  }

  static Map<String, Object> texts(String description) {
    return list(description, Map.of("type", "string"));
  }

  static Map<String, Object> texts(String description, int most, int longest) {
    return Map.of(
        "type",
        "array",
        "description",
        description,
        "maxItems",
        most,
        "items",
        Map.of("type", "string", "minLength", 1, "maxLength", longest));
  }

  /** Rows of cells: texts, numbers, booleans or null. */
  static Map<String, Object> rows(String description) {
    return list(description, Map.of("type", "array"));
  }

  private static Map<String, Object> list(String description, Map<String, Object> item) {
    return Map.of("type", "array", "description", description, "items", item);
  }
}
