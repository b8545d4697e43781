package dev.aegis.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.duckdb.DuckDBDriver;

/** Looks for a planted text in everything below a directory, compressed or in a database. */
public final class Canary {
  private Canary() {}

  /** Fails with the name of the file in which one of them is. */
  public static void isNowhere(Path directory, List<String> canaries) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = text(file);
        for (String canary : canaries) {
          assertThat(text.contains(canary)).as("%s in %s", canary, file).isFalse();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".gz")) {
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    String raw = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return name.endsWith(".duckdb") ? raw + rows(file) : raw;
  }

  /** What the tables of a database say; in the file it may be compressed. */
  public static String rows(Path file) {
    StringBuilder all = new StringBuilder();
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", null);
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + file + "' AS e (READ_ONLY)");
      for (String table :
          List.of(
              "about", "samples", "changes", "log_lines", "log_patterns", "topology", "spans")) {
        String sql = "SELECT DISTINCT COLUMNS(*)::VARCHAR FROM e." + table;
        try (ResultSet rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              all.append(rows.getString(i)).append('\n');
            }
          }
        }
      }
      return all.toString();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
