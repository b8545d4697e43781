package dev.aegis.app;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.sqlite.JDBC;

/**
 * Opens each database named on the command line and prints the answer to a question.
 *
 * <p>Not by way of DriverManager, which initializes every driver on the class path: whoever opens
 * SQLite would load the library of DuckDB too, some 70 MB.
 */
final class NativeProbe {

  private NativeProbe() {}

  public static void main(String[] urls) throws SQLException {
    for (String url : urls) {
      Driver driver = url.startsWith("jdbc:duckdb:") ? new DuckDBDriver() : new JDBC();
      try (Connection connection = driver.connect(url, new Properties());
          Statement statement = connection.createStatement();
          ResultSet answer = statement.executeQuery("select 6 * 7")) {
        answer.next();
        System.out.println(url + " " + answer.getInt(1));
      }
    }
  }
}
