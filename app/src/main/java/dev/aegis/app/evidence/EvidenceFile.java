package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one incident in an embedded DuckDB, to be asked with SQL and not to be changed
 * by it. In memory; or in a file that stays as evidence, which is replaced as a whole by each look
 * that brings something new, and asked read-only in between: what an agent is told is on the device
 * before it is told.
 *
 * <p>Four walls, because none is one alone: {@link QueryGuard} lets through one SELECT made of
 * known parts; it runs in a read-only transaction, which is rolled back; the database can reach no
 * file, no network and no extension, and its configuration is locked; time, rows and bytes are
 * limited. One thread and no sampling: the same query gives the same rows, in the same order where
 * it says {@code ORDER BY}, which is the caller's duty.
 *
 * <p>What it is not: a sandbox. DuckDB runs in this process, and a fault of its own is a fault of
 * ours; queries from outside the house belong into a process of their own.
 *
 * <p>Thread-safe: one query or append at a time.
 */
public final class EvidenceFile implements AutoCloseable {
  /**
   * How much a query may take.
   *
   * @param memoryMegabytes of the whole database
   * @param seconds until a query is stopped
   * @param rows of one answer
   * @param bytes of one answer, in UTF-8
   * @param queryCharacters of one query
   */
  public record Limits(int memoryMegabytes, int seconds, int rows, int bytes, int queryCharacters) {
    public static final Limits USUAL = new Limits(512, 5, 1_000, 1_000_000, 20_000);

    public Limits {
      if (memoryMegabytes < 32 || seconds < 1 || rows < 1 || bytes < 1 || queryCharacters < 1) {
        throw new IllegalArgumentException(
            "expected at least 32 MB, 1 second, 1 row, 1 byte and 1 character");
      }
    }
  }

  private final Limits limits;
  private final @Nullable Kept kept;
  private final String service;
  private final String dependency;
  private Held held = new Held();
  private DuckDBConnection connection;
  private ReadOnlyQueries queries;

  /** Where a file lies, and what it says about itself. */
  private static final class Kept {
    private final EvidenceDisk disk;
    private @Nullable About about;

    Kept(EvidenceDisk disk) {
      this.disk = disk;
    }
  }

  private record About(String incident, String region, Instant onset) {}

  private EvidenceFile(Limits limits, @Nullable Kept kept, String service, String dependency) {
    this.limits = limits;
    this.kept = kept;
    this.service = service;
    this.dependency = dependency;
    this.connection = memory(limits);
    this.queries = new ReadOnlyQueries(connection, limits, EvidenceSchema.ASKED);
  }

  private static DuckDBConnection memory(Limits limits) {
    try {
      DuckDBConnection connection =
          (DuckDBConnection)
              new DuckDBDriver().connect("jdbc:duckdb:", ReadOnlyQueries.settings(limits));
      try (Statement statement = connection.createStatement()) {
        statement.execute(EvidenceSchema.CREATE + ReadOnlyQueries.LOCK);
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open evidence in memory", e);
    }
  }

  /**
   * Loads what the first use would have to wait for, above all the database's library of 70 MB.
   * Worth a thread of its own at the start of a program that will open evidence later.
   */
  public static void preload() {
    try (EvidenceFile nothing = inMemory(Telemetry.NONE)) {
      nothing.query("SELECT count(*) FROM samples");
    }
  }

  /** Evidence that lasts as long as this object. */
  public static EvidenceFile inMemory(Telemetry telemetry) {
    return inMemory(telemetry, Limits.USUAL);
  }

  public static EvidenceFile inMemory(Telemetry telemetry, Limits limits) {
    EvidenceFile file =
        new EvidenceFile(limits, /* kept= */ null, /* service= */ "", /* dependency= */ "");
    try {
      file.append(telemetry);
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Evidence that is kept below a folder. Until it is {@link #named} its file has a name that
   * nobody looks for.
   *
   * @param folder made where it is not there, for its owner alone
   * @param profile of the service that is in trouble
   * @throws IllegalStateException when the folder cannot be made
   */
  public static EvidenceFile keptIn(Path folder, ServiceProfile profile) {
    try {
      return new EvidenceFile(
          Limits.USUAL, new Kept(EvidenceDisk.in(folder)), profile.service(), profile.dependency());
    } catch (IOException e) {
      throw new IllegalStateException("cannot make the evidence folder " + folder, e);
    }
  }

  /**
   * Tells which incident it is. Where nothing was appended and a file of that incident is there,
   * this one goes on with it.
   *
   * @param incident such as {@code INC-2026-0001}
   * @param region in which it was seen
   * @param onset when it began
   * @throws IllegalStateException when the file cannot be read or written
   */
  public synchronized void named(String incident, String region, Instant onset) {
    Kept file = kept;
    if (file == null) {
      return;
    }
    file.about = new About(incident, region, onset);
    try {
      if (held.looks() > 0) {
        replace(file, incident, _ -> held.seal());
      } else if (file.disk.goOnWith(incident)) {
        reopen(file);
        held = Held.in(connection);
      } else {
        file.disk.willBe(incident);
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("cannot keep the evidence of " + incident + ": " + e, e);
    }
  }

  /**
   * Adds what is newer than what is there, series by series; what is there stays. Give it all that
   * was observed up to a later instant: only the difference is written.
   *
   * @throws IllegalStateException when it cannot be written; then what was there still is
   */
  public synchronized void append(Telemetry observed) {
    Telemetry fresh = held.newIn(observed);
    if (held.looks() > 0 && isEmpty(fresh)) {
      return;
    }
    Telemetry fitting =
        EvidenceBounds.fitting(fresh, held.room(), held.lineRoom(), held.spanRoom());
    long leftOut =
        EvidenceBounds.size(fresh)
            - EvidenceBounds.size(fitting)
            + fresh.logs().size()
            - fitting.logs().size()
            + fresh.spans().size()
            - fitting.spans().size();
    held.beginAt(fitting);
    try {
      if (kept == null) {
        write(connection, fitting);
        held.add(fitting, "");
      } else {
        held.add(fitting, replace(kept, kept.disk.name(), to -> written(to, fitting, leftOut)));
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("cannot write the evidence: " + e.getMessage(), e);
    }
  }

  private static boolean isEmpty(Telemetry telemetry) {
    return telemetry.series().isEmpty()
        && telemetry.changes().isEmpty()
        && telemetry.logs().isEmpty()
        && telemetry.spans().isEmpty();
  }

  private EvidenceWriter write(DuckDBConnection to, Telemetry fresh) throws SQLException {
    EvidenceWriter writer = new EvidenceWriter(to, held.looks() + 1, held.firstMillis());
    writer.add(fresh);
    return writer;
  }

  private String written(DuckDBConnection to, Telemetry fresh, long leftOut) throws SQLException {
    EvidenceWriter writer = write(to, fresh);
    writer.addLines(fresh.logs());
    writer.topology(service, dependency);
    writer.views();
    return writer.seal(fresh, leftOut, held.seal());
  }

  /** Writes the next form of the file beside the present one, and puts it in its place. */
  private String replace(Kept file, String name, EvidenceDisk.Work work)
      throws SQLException, IOException {
    Path fresh = file.disk.fresh(held.looks() > 0);
    String seal =
        EvidenceDisk.write(
            fresh,
            limits,
            to -> {
              say(to, file.about);
              return work.on(to);
            });
    connection.close();
    try {
      file.disk.put(fresh, name);
    } finally {
      reopen(file);
    }
    return seal;
  }

  private void say(DuckDBConnection to, @Nullable About about) throws SQLException {
    try (var row =
        to.prepareStatement("INSERT INTO about VALUES (?, ?, ?, ?, epoch_ms(?::BIGINT))")) {
      try (Statement statement = to.createStatement()) {
        statement.execute("DELETE FROM about");
      }
      row.setInt(1, EvidenceSchema.VERSION);
      row.setString(2, about == null ? "" : about.incident());
      row.setString(3, service);
      row.setString(4, about == null ? "" : about.region());
      if (about == null) {
        row.setObject(5, null);
      } else {
        row.setLong(5, about.onset().toEpochMilli());
      }
      row.execute();
    }
  }

  private void reopen(Kept file) throws SQLException {
    connection.close();
    connection = file.disk.open(limits);
    queries = new ReadOnlyQueries(connection, limits, EvidenceSchema.ASKED);
  }

  /**
   * The seal of what a query is asked of now: a hash over all that the file holds, as {@code looks}
   * in it says. Empty for evidence in memory.
   */
  public synchronized String seal() {
    return held.seal();
  }

  /**
   * Runs one SELECT.
   *
   * @return cells as text: numbers in at most nine digits, instants in ISO 8601 UTC, {@code NULL}
   *     for none
   * @throws RefusedQueryException when it is not a plain SELECT over the evidence, when the
   *     database refuses it, or when it exceeds a limit
   */
  public synchronized Desk.Table query(String sql) {
    return queries.guarded(sql, queries::table);
  }

  /**
   * Computes the answer to a question in words from what the file holds.
   *
   * @param observed what is asked about where no file is kept
   * @param earlier questions that it may go on from, oldest first
   */
  public synchronized Desk.Given ask(
      Telemetry observed, ServiceProfile profile, List<String> earlier, String question) {
    return kept == null
        ? AskedEvidence.ask(observed, profile, earlier, question)
        : AskedEvidence.ask(kept.disk.path(), held.looks(), profile, earlier, question);
  }

  /** Closes what failed, without a word: what failed was said. */
  public void abandon() {
    try {
      close();
    } catch (IllegalStateException e) {
      // The process gives it back when it ends.
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
      if (kept != null) {
        kept.disk.close();
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("cannot close the evidence: " + e.getMessage(), e);
    }
  }
}
