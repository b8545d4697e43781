package dev.aegis.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens each database named on the command line and prints the answer to a question. */
final class NativeProbe {

  private NativeProbe() {}

  public static void main(String[] urls) throws SQLException {
    for (String url : urls) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet answer = statement.executeQuery("select 6 * 7")) {
        answer.next();
        System.out.println(url + " " + answer.getInt(1));
      }
    }
  }
}
