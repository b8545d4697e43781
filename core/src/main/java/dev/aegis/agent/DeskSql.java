package dev.aegis.agent;

import dev.aegis.cause.Sql;

/** A desk's evidence as the queries of {@code cause} see it. */
record DeskSql(Desk desk) implements Sql {
  static Sql of(Desk desk) {
    return new DeskSql(desk);
  }

  @Override
  public Rows query(String text) {
    Desk.Table table = desk.query(text);
    return new Rows(table.columns(), table.rows());
  }

  @Override
  public String seal() {
    return desk.seal();
  }
}
