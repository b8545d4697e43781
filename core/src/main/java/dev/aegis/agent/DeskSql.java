package dev.aegis.agent;

import dev.aegis.cause.Sql;

/** A desk's evidence as the queries of {@code cause} see it. */
final class DeskSql {
  private DeskSql() {}

  static Sql of(Desk desk) {
    return text -> {
      Desk.Table table = desk.query(text);
      return new Sql.Rows(table.columns(), table.rows());
    };
  }
}
