package dev.aegis.app.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.duckdb.DuckDBConnection;

/**
 * The seal of a look: SHA-256 over the seal before it and all rows that the look brought, in a
 * total order. It is over what the file says and not over its bytes, so that any DuckDB may rewrite
 * the file; a row that is changed, added or lost breaks the seals of its look and of all later
 * ones.
 */
final class Seals {
  /** Whose rows count, as columns: first a whole number, then texts; samples end with a value. */
  private record Rows(String tag, String sql, int texts, boolean value) {}

  private static final Rows[] ALL = {
    new Rows(
        "samples",
        "SELECT epoch_us(ts), service, region, version, pod, metric, value FROM %s.samples"
            + " WHERE look = ? ORDER BY service, region, version, pod, metric, ts, value",
        5,
        true),
    new Rows(
        "changes",
        "SELECT epoch_us(ts), kind, service, region, version, previous, description, setting"
            + " FROM %s.changes WHERE look = ? ORDER BY ALL",
        7,
        false),
    new Rows(
        "log_lines",
        "SELECT epoch_us(ts), service, level, message FROM %s.log_lines WHERE look = ?"
            + " ORDER BY ALL",
        3,
        false)
  };

  /**
   * What version 1 did not seal. Only looks that brought such a thing say so, so that others have
   * the seal that they had before.
   */
  private static final Rows BESIDE_CHANGES =
      new Rows(
          "environments and commits",
          "SELECT epoch_us(ts), kind, service, region, version, previous, description, setting,"
              + " environment, \"commit\" FROM %s.changes"
              + " WHERE look = ? AND (environment <> '' OR \"commit\" <> '') ORDER BY ALL",
          9,
          false);

  private static final Rows SPANS =
      new Rows(
          SpanTable.RECORDED,
          "SELECT epoch_us(ts), trace, span, parent, service, operation, peer,"
              + " CASE WHEN errors > 0 THEN 'error' ELSE '' END, duration_ms FROM %s."
              + SpanTable.RECORDED
              + " WHERE look = ? ORDER BY ALL",
          7,
          true);

  /** The form in which looks are sealed, which newer tables did not change. */
  private static final int FORM = 1;

  private Seals() {}

  /**
   * The seal of a look.
   *
   * @param spans whether there is a table of spans
   * @param before the seal of the look before it; empty for the first
   * @param schema where the tables lie, such as {@code main}
   */
  static String of(
      String before, int look, DuckDBConnection connection, String schema, boolean spans)
      throws SQLException {
    MessageDigest digest = sha256();
    text(digest, "aegis evidence " + FORM);
    text(digest, before);
    number(digest, look);
    for (Rows rows : ALL) {
      text(digest, rows.tag());
      add(digest, rows, look, connection, schema, "");
    }
    add(digest, BESIDE_CHANGES, look, connection, schema, BESIDE_CHANGES.tag());
    if (spans) {
      add(digest, SPANS, look, connection, schema, SPANS.tag());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(
      MessageDigest digest,
      Rows rows,
      int look,
      DuckDBConnection connection,
      String schema,
      String beforeTheFirst)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(String.format(rows.sql(), schema))) {
      statement.setInt(1, look);
      try (ResultSet found = statement.executeQuery()) {
        for (int i = 0; found.next(); i++) {
          if (i == 0 && !beforeTheFirst.isEmpty()) {
            text(digest, beforeTheFirst);
          }
          add(digest, found, rows);
        }
      }
    }
  }

  private static void add(MessageDigest digest, ResultSet found, Rows rows) throws SQLException {
    number(digest, found.getLong(1));
    for (int i = 0; i < rows.texts(); i++) {
      text(digest, found.getString(2 + i));
    }
    if (rows.value()) {
      number(digest, Double.doubleToLongBits(found.getDouble(2 + rows.texts())));
    }
  }

  /** Each text with its length before it, so that no two rows say the same bytes. */
  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static void number(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
