package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.agent.Desk;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceFileTest {
  private final Telemetry telemetry =
      Outage.healthy(1).deploy(560, "v2.3.1", "v2.3.0").surge(1.6).telemetry();
  private EvidenceFile evidence = EvidenceFile.inMemory(Telemetry.NONE);

  @BeforeAll
  void load() {
    evidence = EvidenceFile.inMemory(telemetry);
  }

  @AfterAll
  void close() {
    evidence.close();
  }

  @Test
  void answersWithTheColumnsThatTheDeskPromises() {
    Desk.Table samples = evidence.query("SELECT * FROM samples ORDER BY ts, metric LIMIT 1");
    assertThat(samples.columns())
        .containsExactly(
            "ts", "t", "service", "region", "version", "pod", "metric", "value", "look");
    Desk.Table changes = evidence.query("SELECT * FROM changes");
    assertThat(changes.columns())
        .containsExactly(
            "ts",
            "t",
            "kind",
            "service",
            "region",
            "version",
            "previous",
            "description",
            "setting",
            "environment",
            "commit",
            "look");
    assertThat(changes.rows())
        .containsExactly(
            List.of(
                "2026-11-22T03:09:20Z",
                "560",
                "deploy",
                "checkout-api",
                "us-east-1",
                "v2.3.1",
                "v2.3.0",
                "as usual",
                "",
                "",
                "",
                "1"));
  }

  @Test
  void holdsEveryPoint() {
    int points = telemetry.series().stream().mapToInt(s -> s.size()).sum();
    assertThat(evidence.query("SELECT count(*) FROM samples").rows())
        .containsExactly(List.of(Integer.toString(points)));
  }

  @Test
  void theSameQueryGivesTheSameRows() {
    String sql = "SELECT metric, pod, avg(value), corr(value, t) FROM samples GROUP BY ALL";
    String ordered = sql + " ORDER BY ALL";
    assertThat(evidence.query(ordered)).isEqualTo(evidence.query(ordered));
    try (EvidenceFile again = EvidenceFile.inMemory(telemetry)) {
      assertThat(again.query(ordered)).isEqualTo(evidence.query(ordered));
    }
  }

  @Test
  void printsNumbersShortAndStable() {
    assertThat(
            evidence
                .query(
                    "SELECT 1/3, 220.0::DOUBLE, 0.1::DOUBLE + 0.2, -0.0::DOUBLE, 1e-12::DOUBLE,"
                        + " 1e20::DOUBLE, 'nan'::DOUBLE, NULL, 1234567.125::DOUBLE,"
                        + " 1.50::DECIMAL(9,2), true, 42")
                .rows())
        .containsExactly(
            List.of(
                "0.333333333",
                "220",
                "0.3",
                "0",
                "1E-12",
                "1E+20",
                "NaN",
                "NULL",
                "1234567.12",
                "1.5",
                "true",
                "42"));
  }

  @Test
  void appendsOnlyWhatIsNew() {
    Telemetry first = telemetry.within(new Window(Outage.START, Outage.START.plusSeconds(300)));
    try (EvidenceFile growing = EvidenceFile.inMemory(first)) {
      growing.append(telemetry);
      growing.append(telemetry);
      String all = "SELECT * EXCLUDE (look) FROM samples ORDER BY ALL LIMIT 500";
      assertThat(growing.query(all)).isEqualTo(evidence.query(all));
      String count = "SELECT count(*), (SELECT count(*) FROM changes) FROM samples";
      assertThat(growing.query(count)).isEqualTo(evidence.query(count));
    }
  }

  @Test
  void anEmptyRecordingHasEmptyTables() {
    try (EvidenceFile empty = EvidenceFile.inMemory(Telemetry.NONE)) {
      assertThat(empty.query("SELECT * FROM samples").rows()).isEmpty();
      assertThat(empty.query("SELECT count(*) FROM changes").rows()).containsExactly(List.of("0"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE samples",
        "",
        "   ",
        "-- nothing",
        "SELEC 1",
        "DROP TABLE samples",
        "DELETE FROM samples",
        "INSERT INTO samples SELECT * FROM samples",
        "UPDATE samples SET value = 0",
        "WITH gone AS (DELETE FROM samples RETURNING *) SELECT * FROM gone",
        "WITH more AS (INSERT INTO samples SELECT * FROM samples RETURNING *) SELECT * FROM more",
        "SELECT * FROM (WITH gone AS (DELETE FROM samples RETURNING *) SELECT * FROM gone)",
        "CREATE TEMP TABLE samples AS SELECT 1",
        "CREATE TABLE x(a INT)",
        "CREATE VIEW samples2 AS SELECT 1",
        "CREATE MACRO f() AS 1",
        "COPY samples TO '/tmp/aegis-leak.csv'",
        "COPY (SELECT 1) TO '/tmp/aegis-leak.csv'",
        "EXPORT DATABASE '/tmp/aegis-leak'",
        "ATTACH '/tmp/aegis-leak.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '8GB'",
        "RESET threads",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "CHECKPOINT",
        "BEGIN",
        "COMMIT",
        "CALL duckdb_settings()",
        "EXPLAIN SELECT 1",
        "SUMMARIZE samples",
        "DESCRIBE samples",
        "SHOW TABLES",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "FROM 'x.csv'",
        "FROM query('DROP TABLE samples')",
        "FROM query_table('samples')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM main.sqlite_master",
        "SELECT * FROM range(10000000000)",
        "SELECT * FROM generate_series(1, 10)",
        "SELECT unnest([1, 2])",
        "SELECT current_setting('memory_limit')",
        "SELECT getenv('HOME')",
        "SELECT repeat('x', 2000000000)",
        "SELECT lpad('x', 2000000000, 'y')",
        "SELECT string_agg(metric, ',') FROM samples",
        "SELECT list(metric) FROM samples",
        "SELECT printf('%999999999d', 1)",
        "SELECT replace('aaaa', 'a', 'aaaaaaaaaa')",
        "SELECT random()",
        "SELECT now()",
        "SELECT pg_sleep(10)",
        "SELECT nextval('s')",
        "SELECT * FROM samples USING SAMPLE 10",
        "SELECT * FROM samples TABLESAMPLE 10%",
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r) SELECT * FROM r",
        "SELECT list_transform([1], lambda x: x + 1)",
        "PIVOT samples ON metric USING sum(value)",
        "SELECT nosuchcolumn FROM samples",
        "SELECT * FROM nosuchtable",
      })
  void refusesWhatIsNotOnePlainSelectOverTheEvidence(String sql) {
    String before = evidence.query("SELECT count(*), sum(value) FROM samples").rows().toString();
    assertThatThrownBy(() -> evidence.query(sql))
        .isInstanceOf(RefusedQueryException.class)
        .hasMessageMatching("(?s).{20,}");
    assertThat(evidence.query("SELECT count(*), sum(value) FROM samples").rows().toString())
        .isEqualTo(before);
    assertThat(Path.of("/tmp/aegis-leak.csv")).doesNotExist();
    assertThat(Path.of("/tmp/aegis-leak")).doesNotExist();
    assertThat(Path.of("/tmp/aegis-leak.duckdb")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM samples s JOIN changes c ON s.ts >= c.ts",
        "SELECT metric FROM samples UNION SELECT kind FROM changes ORDER BY 1",
        "WITH a AS (SELECT * FROM samples), b AS (SELECT * FROM a) SELECT count(*) FROM b",
        "SELECT CASE WHEN value > 1 THEN 'high' ELSE 'low' END AS level, count(*) FROM samples"
            + " GROUP BY level HAVING count(*) > 1 ORDER BY level",
        "SELECT (SELECT max(t) FROM samples) - 5",
        "SELECT * FROM samples WHERE metric IN (SELECT metric FROM samples) AND t BETWEEN 1 AND 9"
            + " AND pod NOT LIKE 'x%' ORDER BY ts, metric, version, pod LIMIT 3 OFFSET 2",
        "SELECT metric, t, value - lag(value) OVER (PARTITION BY metric, region, version, pod ORDER"
            + " BY t) FROM samples ORDER BY ALL LIMIT 3",
        "SELECT date_trunc('minute', ts) AS minute, quantile_cont(value, 0.95) FROM samples WHERE"
            + " ts > TIMESTAMP '2026-11-22 03:00:00' - INTERVAL 5 MINUTE GROUP BY minute ORDER BY"
            + " minute LIMIT 5",
        "SELECT DISTINCT service || '/' || region FROM samples ORDER BY 1",
        "SELECT 'repeat(x); DROP TABLE samples' AS harmless_text",
      })
  void answersWhatPeopleAsk(String sql) {
    assertThat(evidence.query(sql).rows()).isNotEmpty();
  }

  @Test
  void refusesDoublingTexts() {
    String sql = "SELECT 'xxxxxxxx' AS s";
    for (int i = 0; i < 27; i++) {
      sql = "SELECT s || s AS s FROM (" + sql + ")";
    }
    String doubling = sql;
    assertThatThrownBy(() -> evidence.query(doubling))
        .isInstanceOf(RefusedQueryException.class)
        .hasMessageContaining("concatenations");
  }

  @Test
  void stopsWhatTakesTooLongAndGoesOn() {
    EvidenceFile.Limits short1 = new EvidenceFile.Limits(256, 1, 1_000, 1_000_000, 20_000);
    try (EvidenceFile limited = EvidenceFile.inMemory(telemetry, short1)) {
      assertThatThrownBy(() ->
              limited.query(
                  "SELECT sum(a.value * b.value * c.value) FROM samples a, samples b, samples c"))
          .isInstanceOf(RefusedQueryException.class);
      assertThat(limited.query("SELECT 1").rows()).containsExactly(List.of("1"));
    }
  }

  @Test
  void refusesAnswersThatAreTooLong() {
    assertThatThrownBy(() -> evidence.query("SELECT * FROM samples"))
        .isInstanceOf(RefusedQueryException.class)
        .hasMessageContaining("at most 1000 rows");
    EvidenceFile.Limits narrow = new EvidenceFile.Limits(256, 5, 1_000, 100, 20_000);
    try (EvidenceFile limited = EvidenceFile.inMemory(telemetry, narrow)) {
      assertThatThrownBy(() -> limited.query("SELECT * FROM samples LIMIT 50"))
          .hasMessageContaining("at most 100 bytes");
    }
    assertThatThrownBy(() -> evidence.query("SELECT " + "1 + ".repeat(10_000) + "1"))
        .hasMessageContaining("at most 20000 characters");
  }
}
