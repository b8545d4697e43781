package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.intake.RowFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people, and text that came from telemetry, may try by way of a query. */
class RawQueryTest {
  private static final EvidenceFile.Limits TIGHT =
      new EvidenceFile.Limits(200, 2, 1_000, 200_000, 20_000);

  /** What the process may hold in all: the query's share and 300 MB of its own, and some slack. */
  private static final long MOST_BYTES = 700_000_000;

  @TempDir static Path folder = Path.of("");
  private static Path database = Path.of("");

  @BeforeAll
  static void load() throws IOException {
    Path csv = folder.resolve("metrics.csv");
    StringBuilder rows = new StringBuilder("timestamp,region,pod,p99_ms\n");
    for (int i = 0; i < 2_000; i++) {
      rows.append(1_780_000_000L + i)
          .append(",r")
          .append(i % 3)
          .append(",p")
          .append(i % 7)
          .append(',')
          .append(100 + i % 50)
          .append('\n');
    }
    Files.writeString(csv, rows);
    database = folder.resolve("tables.duckdb");
    try (QuestionTables tables = QuestionTables.inFile(database)) {
      RowFiles.read(List.of(csv), tables);
      tables.lock();
    }
  }

  static List<String> hostile() throws IOException {
    try (var in = RawQueryTest.class.getResourceAsStream("/questions/hostile.sql")) {
      if (in == null) {
        throw new IOException("no hostile statements");
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("--"))
          .toList();
    }
  }

  /** The guard is the same in the process and here, where sixty statements take a second. */
  @Test
  void refusesEveryHostileStatementBeforeItRuns() throws IOException {
    assertThat(hostile()).hasSizeGreaterThanOrEqualTo(60);
    try (QuestionTables tables = QuestionTables.inMemory()) {
      RowFiles.read(List.of(folder.resolve("metrics.csv")), tables);
      tables.lock();
      for (String statement : hostile()) {
        assertThat(refusal(tables, statement)).as(statement).isNotEmpty();
      }
      assertThat(tables.guarded("SELECT count(*) FROM metrics").rows())
          .containsExactly(List.of(2_000L));
    }
  }

  private static String refusal(QuestionTables tables, String statement) {
    try {
      tables.guarded(statement);
      return "";
    } catch (RefusedQueryException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void answersAPlainQuery() {
    RawQuery.Outcome outcome =
        new RawQuery(database, TIGHT)
            .run("SELECT region, max(p99_ms) AS most FROM metrics GROUP BY region ORDER BY region");

    assertThat(outcome.refusal()).isEmpty();
    Answer answer = Objects.requireNonNull(outcome.answer());
    assertThat(answer.columns()).containsExactly("region", "most");
    assertThat(answer.rows()).hasSize(3);
    assertThat(answer.rows().getFirst()).containsExactly("r0", 149.0);
  }

  /** Samples of each kind, in the process itself and with the guard. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT repeat('x', 2000000000)",
        "WITH d AS (DELETE FROM metrics RETURNING *) SELECT * FROM d",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT 1; DROP TABLE metrics",
        "SELECT * FROM query('SELECT 1')"
      })
  void refusesInItsProcessToo(String statement) {
    RawQuery.Outcome outcome = new RawQuery(database, TIGHT).run(statement);

    assertThat(outcome.answer()).isNull();
    assertThat(outcome.refusal()).isNotEmpty();
  }

  /** As if the guard had let it through: the walls of the process have to hold by themselves. */
  static List<String> bombs() {
    return List.of(
        "SELECT length(repeat('x', 2000000000))",
        "SELECT length(repeat(repeat('x', 1000000), 4000))",
        "SELECT count(*) FROM metrics a, metrics b, metrics c, metrics d",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
        "SELECT list(a.p99_ms) FROM metrics a, metrics b, range(1000)",
        "SELECT string_agg(repeat(pod, 10000), '') FROM metrics, range(1000)",
        "SELECT a.*, b.* FROM metrics a, metrics b",
        "SELECT unnest(range(1000000000))",
        "SELECT sum(x) FROM (SELECT unnest(generate_series(1, 5000000000)) AS x)",
        "SELECT lpad('x', 1900000000, 'y')");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void holdsItsMemoryAndTimeWhateverRuns(String bomb) {
    long start = System.nanoTime();
    RawQuery.Outcome outcome = new RawQuery(database, TIGHT, false).run(bomb);
    double seconds = (System.nanoTime() - start) / 1e9;

    assertThat(outcome.answer()).as("an answer to " + bomb).isNull();
    assertThat(outcome.refusal()).isNotEmpty();
    assertThat(outcome.peakBytes()).as("memory of " + bomb).isLessThan(MOST_BYTES);
    System.out.printf("%5.1f s %4d MB %s%n", seconds, outcome.peakBytes() / 1_000_000, bomb);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY metrics TO '%s/stolen.csv'",
        "ATTACH '%s/other.duckdb'",
        "DELETE FROM metrics",
        "CREATE TABLE metrics2 AS SELECT 1",
        "SELECT * FROM read_csv('%s/metrics.csv')",
        "SELECT * FROM glob('%s/*')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "EXPORT DATABASE '%s/out'"
      })
  void reachesNoFileAndChangesNothingEvenWithoutTheGuard(String statement) {
    RawQuery.Outcome outcome =
        new RawQuery(database, TIGHT, false).run(statement.formatted(folder));

    assertThat(outcome.answer()).as(statement).isNull();
    assertThat(folder.resolve("stolen.csv")).doesNotExist();
    assertThat(folder.resolve("other.duckdb")).doesNotExist();
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(new RawQuery(database, TIGHT).run("SELECT count(*) FROM metrics").answer())
        .isEqualTo(new Answer(List.of("count_star()"), List.of(List.of(2_000L))));
  }
}
