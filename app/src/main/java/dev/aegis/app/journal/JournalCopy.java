package dev.aegis.app.journal;

import dev.aegis.room.RoomException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/**
 * The log of a journal as of one moment, as a file of its own, while another process may write to
 * it: {@code VACUUM INTO} (<a href="https://sqlite.org/lang_vacuum.html">sqlite.org</a>), which
 * takes no lock that keeps that process from writing.
 */
public final class JournalCopy {
  private JournalCopy() {}

  /**
   * Writes it.
   *
   * @param directory that of the journal
   * @param copy a file that does not exist yet
   * @throws RoomException UNREADABLE or IN_USE, with the name of the file
   */
  public static void write(Path directory, Path copy) {
    Path file = directory.resolve(ReadOnlyJournal.FILE);
    try (Connection connection = Store.connect(file, readOnly());
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw Store.refusal(e, file, "copied");
    }
  }

  private static Properties readOnly() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.toProperties();
  }
}
