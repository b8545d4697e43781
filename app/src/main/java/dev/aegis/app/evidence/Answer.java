package dev.aegis.app.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query gave.
 *
 * @param columns their names
 * @param rows cells: {@code Long}, {@code Double}, {@code Boolean}, {@code java.time.Instant} or
 *     {@code String}; {@code null} where there is no value
 */
public record Answer(List<String> columns, List<List<@Nullable Object>> rows) {
  public Answer {
    columns = List.copyOf(columns);
    List<List<@Nullable Object>> copied = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      copied.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    rows = Collections.unmodifiableList(copied);
  }
}
