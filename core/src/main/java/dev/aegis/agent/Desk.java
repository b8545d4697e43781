package dev.aegis.agent;

import dev.aegis.memory.Fingerprint;
import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.room.RoomMessage;
import dev.aegis.suspect.Commit;
import dev.aegis.suspect.LogPattern;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** What an agent can look up. Reads only: nothing here touches a target. */
public interface Desk {
  /** Everything observed up to the turn's time. */
  Telemetry telemetry();

  /** Whether more is going to be observed; nothing follows the end of a recording. */
  default boolean live() {
    return false;
  }

  /** Changes of the sources that may have been deployed, oldest first; empty where not recorded. */
  default List<Commit> commits() {
    return List.of();
  }

  /** What log lines have in common, and how many more there were since an onset than before. */
  default List<LogPattern> logPatterns(Instant onset) {
    return List.of();
  }

  /** What the owners of the service declared. */
  ServiceProfile profile();

  /**
   * Runs one read-only SQL query over the evidence of the incident: tables {@code samples(ts
   * TIMESTAMP, t DOUBLE, service, region, version, pod, metric VARCHAR, value DOUBLE, look
   * INTEGER)}, where {@code t} is in seconds since the first sample, and {@code changes(ts, t,
   * kind, service, region, version, previous, description, setting, environment, commit, look)}.
   * {@code look} numbers the times at which new rows were brought.
   *
   * @return the rows; the same query gives the same rows in the same order
   * @throws RuntimeException with the database's words when the query is refused
   */
  Table query(String sql);

  /**
   * Reads a question in words about what was observed, such as "which region has the highest p99
   * since the deploy?", and computes its answer.
   *
   * @param earlier questions that it may go on from, oldest first
   */
  default Given ask(List<String> earlier, String question) {
    return new NotFound("", "nothing can be asked in words here", List.of());
  }

  /**
   * The seal of what the newest query or question was asked of: the hash of all that the incident's
   * evidence file holds. Empty where no file is kept.
   */
  default String seal() {
    return "";
  }

  /**
   * Computes independent replications, perhaps on several threads.
   *
   * @param from first replication
   * @param to one after the last
   * @return the results in the order of their numbers
   */
  <T> List<T> replicate(int from, int to, IntFunction<T> replication);

  /**
   * How the targets of an action stand, as desired state; a proposal and an approval are bound to
   * it. Empty where there is no target, as behind a recording.
   *
   * @throws RuntimeException when the targets cannot be read
   */
  default String targetState(Action action) {
    return "";
  }

  /** What the owners allow to be done; here nothing is done without them. */
  default Policy policy() {
    return Policy.DEFAULT;
  }

  /**
   * Of every room what tells how executed plans went, the oldest room first; nothing where no
   * record is kept.
   */
  default List<List<RoomMessage>> executed() {
    return List.of();
  }

  /**
   * What closed incidents have left behind, without those that people have taken out of memory;
   * nothing where no record is kept.
   */
  default List<Fingerprint> remembered() {
    return List.of();
  }

  /** The seed from which every replication's random numbers follow. */
  long seed();

  /** What came of a question in words. */
  sealed interface Given {}

  /**
   * An answer.
   *
   * @param interpretation how the question was understood
   * @param sql what was computed, over the tables that {@code aegis ask} has of the incident
   */
  record Found(String interpretation, String sql, Table table) implements Given {
    /** Rows that are kept in the room; more are counted and left out, since people read it. */
    public static final int MOST_ROWS = 40;

    /** Rows that are kept of a course in time, which is drawn. */
    public static final int MOST_POINTS = 240;

    private static final Pattern INSTANT =
        Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}.*");

    /** How many of its rows are kept. */
    public static int kept(Table table) {
      boolean course =
          table.rows().stream()
              .limit(1)
              .anyMatch(row -> row.stream().anyMatch(cell -> INSTANT.matcher(cell).matches()));
      return Math.min(course ? MOST_POINTS : MOST_ROWS, table.rows().size());
    }
  }

  /**
   * No answer, since the question was not wholly understood.
   *
   * @param word it failed on; empty when it was no word
   * @param reason one sentence
   * @param nearest questions that can be answered
   */
  record NotFound(String word, String reason, List<String> nearest) implements Given {
    public NotFound {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * Rows of a query.
   *
   * @param columns names
   * @param rows cells as the database prints them, {@code NULL} for none
   */
  record Table(List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }
}
