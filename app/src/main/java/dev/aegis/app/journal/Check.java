package dev.aegis.app.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQLite's own look at its pages and indexes. */
final class Check {
  private Check() {}

  /** What is wrong; empty when all is well. */
  static List<String> pages(Connection connection) throws SQLException {
    List<String> findings = new ArrayList<>();
    try (PreparedStatement check = connection.prepareStatement("PRAGMA integrity_check");
        ResultSet row = check.executeQuery()) {
      while (row.next()) {
        if (!row.getString(1).equals("ok")) {
          findings.add(row.getString(1));
        }
      }
    }
    return findings;
  }
}
