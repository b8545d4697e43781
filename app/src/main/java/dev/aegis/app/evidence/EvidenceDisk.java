package dev.aegis.app.evidence;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * The file of one incident's evidence on a disk. It is never changed in place: a copy is written,
 * synced and moved over it, so that whoever opens it finds a whole one, and a crash leaves the one
 * before. For its owner alone, and read-only. Not thread-safe.
 */
final class EvidenceDisk {
  static final String SUFFIX = ".duckdb";
  private static final String OPENING = "opening-";

  /**
   * The least that DuckDB knows; a column of a small table takes one of them, and with the usual
   * 262,144 bytes an incident of a thousand samples took 2 MB.
   */
  private static final String BLOCK_BYTES = "16384";

  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final String unnamed = OPENING + UUID.randomUUID();
  private String name = unnamed;

  private EvidenceDisk(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder where it is not there. */
  static EvidenceDisk in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      rights(folder, "rwx------");
    }
    Path real = folder.toRealPath();
    forgetAbandoned(real);
    return new EvidenceDisk(real);
  }

  /** What a process left behind that ended while it wrote. */
  private static void forgetAbandoned(Path folder) throws IOException {
    Instant dayAgo = Instant.now().minus(ABANDONED);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(EvidenceDisk::isUnfinished).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(dayAgo)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isUnfinished(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(OPENING) || name.startsWith(".");
  }

  private static Path file(Path folder, String name) {
    if (!name.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "expected an incident such as INC-2026-0001, found \"" + name + "\"");
    }
    return folder.resolve(name + SUFFIX);
  }

  /** What is done to a file that can be written. */
  interface Work {
    String on(DuckDBConnection connection) throws SQLException;
  }

  /** The present name of the file, without its suffix. */
  String name() {
    return name;
  }

  /** Takes the file of this name for the present one; false where there is none. */
  boolean goOnWith(String incident) {
    if (!Files.exists(file(folder, incident))) {
      return false;
    }
    name = incident;
    return true;
  }

  /** The file has this name once it is written. */
  void willBe(String incident) {
    file(folder, incident);
    name = incident;
  }

  /**
   * A copy of the present file to be written; a name without a file where there is none yet.
   *
   * @param begun whether there has to be one
   */
  Path fresh(boolean begun) throws IOException {
    Path present = file(folder, name);
    Path fresh = folder.resolve("." + name + "-" + UUID.randomUUID() + ".new");
    if (begun) {
      Files.copy(present, fresh);
      rights(fresh, "rw-------");
    }
    return fresh;
  }

  /** Writes a file, which is whole and closed when this returns, or gone when it fails. */
  static String write(Path file, EvidenceFile.Limits limits, Work work)
      throws SQLException, IOException {
    boolean done = false;
    Properties settings = ReadOnlyQueries.settings(limits);
    settings.setProperty("default_block_size", BLOCK_BYTES);
    try (DuckDBConnection connection =
            (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + file, settings);
        Statement statement = connection.createStatement()) {
      statement.execute(EvidenceSchema.CREATE);
      statement.execute("BEGIN TRANSACTION");
      String result = work.on(connection);
      statement.execute("COMMIT");
      statement.execute("CHECKPOINT");
      done = true;
      return result;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
      }
    }
  }

  /** Puts a file that was written in the place of the present one. */
  void put(Path fresh, String as) throws IOException {
    Path before = file(folder, name);
    Path after = file(folder, as);
    sync(fresh, StandardOpenOption.WRITE);
    rights(fresh, "r--------");
    Files.move(fresh, after, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    name = as;
    if (!before.equals(after)) {
      Files.deleteIfExists(before);
    }
    if (File.separatorChar == '/') {
      // Elsewhere a directory cannot be opened, and its entries are durable without it.
      sync(folder, StandardOpenOption.READ);
    }
  }

  /** The present file, read-only and locked. */
  DuckDBConnection open(EvidenceFile.Limits limits) throws SQLException {
    Properties settings = ReadOnlyQueries.settings(limits);
    settings.setProperty("access_mode", "READ_ONLY");
    DuckDBConnection connection =
        (DuckDBConnection)
            new DuckDBDriver().connect("jdbc:duckdb:" + file(folder, name), settings);
    try (Statement lock = connection.createStatement()) {
      lock.execute(ReadOnlyQueries.LOCK);
    }
    return connection;
  }

  /** Where it lies now. */
  Path path() {
    return file(folder, name);
  }

  /** What was never named is of no incident. */
  void close() throws IOException {
    if (name.equals(unnamed)) {
      Files.deleteIfExists(file(folder, unnamed));
    }
  }

  private static void rights(Path path, String rights) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
