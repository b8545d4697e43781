package dev.aegis.app.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that an assistant may read.
 *
 * @param name as it is called
 * @param title for people
 * @param purpose for a model: what it answers, and when to use it
 * @param arguments the schema of each argument, by its name
 * @param required the arguments that have to be there
 * @param results the schema of each field of the structured result, by its name
 * @param reading reads
 */
record ReadTool(
    String name,
    String title,
    String purpose,
    Map<String, Object> arguments,
    List<String> required,
    Map<String, Object> results,
    Function<Arguments, Shown> reading) {
  ReadTool {
    arguments = new LinkedHashMap<>(arguments);
    required = List.copyOf(required);
    results = new LinkedHashMap<>(results);
  }

  /**
   * A result.
   *
   * @param text for a model or a person
   * @param structured the same for programs, with the fields of the output schema
   */
  record Shown(String text, Map<String, @Nullable Object> structured) {}

  /** As it is listed: it reads, destroys nothing, and gives the same again. */
  McpSchema.Tool listed() {
    return McpSchema.Tool.builder(name, object(arguments, required, false))
        .title(title)
        .description(purpose)
        .outputSchema(object(results, List.of(), true))
        .annotations(
            McpSchema.ToolAnnotations.builder()
                .title(title)
                .readOnlyHint(true)
                .destructiveHint(false)
                .idempotentHint(true)
                .openWorldHint(false)
                .build())
        .build();
  }

  /** What a call gives. */
  Shown read(@Nullable Map<String, Object> values) {
    return reading.apply(new Arguments(values, Set.copyOf(arguments.keySet())));
  }

  private static Map<String, Object> object(
      Map<String, Object> properties, List<String> required, boolean further) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", further);
    return schema;
  }
}
