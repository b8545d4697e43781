package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * What a claim rests on: what was asked and what came back, so that anyone can ask again.
 *
 * @param id names it inside the room, such as {@code e1}
 * @param finding what it shows, one sentence
 * @param source the query or computation, runnable again
 * @param language {@code sql} for a query over the incident's evidence file, {@code question} for
 *     one over the tables that questions in words are asked of, else the name of the computation's
 *     package, such as {@code twin}
 * @param columns names of the columns
 * @param rows cells as text, each row as wide as {@code columns}
 * @param seal of what the incident's evidence file held when it was asked; empty for a computation,
 *     and where no file is kept
 */
public record Evidence(
    String id,
    String finding,
    String source,
    String language,
    List<String> columns,
    List<List<String>> rows,
    String seal) {
  /** The language of a query over the incident's evidence file. */
  public static final String SQL = "sql";

  /** That of one over the tables that questions in words are asked of. */
  public static final String QUESTION = "question";

  /** Evidence that no file is kept of. */
  public Evidence(
      String id,
      String finding,
      String source,
      String language,
      List<String> columns,
      List<List<String>> rows) {
    this(id, finding, source, language, columns, rows, "");
  }

  public Evidence {
    Objects.requireNonNull(id);
    Objects.requireNonNull(finding);
    Objects.requireNonNull(source);
    Objects.requireNonNull(language);
    Objects.requireNonNull(seal);
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "expected " + columns.size() + " cells a row in " + id + ", found " + row.size());
      }
    }
  }

  /** What a message rests on, in its order. */
  public static List<Evidence> of(Payload payload) {
    if (payload instanceof Signal signal) {
      return signal.evidence();
    }
    if (payload instanceof Diagnosis diagnosis) {
      return diagnosis.evidence();
    }
    if (payload instanceof Answer answer) {
      return answer.evidence();
    }
    if (payload instanceof Advice advice) {
      return advice.evidence();
    }
    if (payload instanceof Recheck recheck) {
      return recheck.evidence();
    }
    if (payload instanceof ValidationResult result) {
      return result.evidence();
    }
    return payload instanceof Verification verification ? verification.evidence() : List.of();
  }
}
