package dev.aegis.cause;

import dev.aegis.room.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Asks, and keeps what was asked and what came back. Not thread-safe. */
final class Exhibits {
  private final Sql sql;
  private final List<Evidence> kept = new ArrayList<>();
  private int nextId;

  Exhibits(Sql sql, int firstId) {
    this.sql = sql;
    this.nextId = firstId;
  }

  Sql.Rows ask(String query) {
    return sql.query(query);
  }

  /** Keeps an answer and names it; an answer without rows is no evidence and has the empty name. */
  String keep(String finding, String query, Sql.Rows rows) {
    if (rows.rows().isEmpty()) {
      return "";
    }
    return keep(finding, query, "sql", rows, sql.seal());
  }

  /** Keeps the result of a computation. */
  String keep(String finding, String source, String language, Sql.Rows rows) {
    return keep(finding, source, language, rows, "");
  }

  private String keep(String finding, String source, String language, Sql.Rows rows, String seal) {
    String id = "e" + nextId;
    nextId++;
    kept.add(new Evidence(id, finding, source, language, rows.columns(), rows.rows(), seal));
    return id;
  }

  List<Evidence> kept() {
    return List.copyOf(kept);
  }
}
