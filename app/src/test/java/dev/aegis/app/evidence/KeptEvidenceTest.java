package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.agent.Desk;
import dev.aegis.room.RoomId;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Span;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptEvidenceTest {
  private static final String INCIDENT = "INC-2026-0001";
  private static final String COUNT = "SELECT count(*), max(ts) FROM samples";
  private static final String HEAP =
      "SELECT pod, regr_slope(value, t) FROM samples WHERE metric = 'heap_ratio' GROUP BY 1 ORDER"
          + " BY 1";

  private final Telemetry all = withLogs(Outage.healthy(1).deploy(560, "v2", "v1").telemetry());

  @TempDir Path journal;

  private static Telemetry withLogs(Telemetry telemetry) {
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Instant at = Outage.START.plusSeconds(30L * i);
      lines.add(new LogLine(at, Outage.SERVICE, "ERROR", "payment " + i + " of \"A B\" failed"));
      lines.add(new LogLine(at, Outage.SERVICE, "INFO", "cache is warm"));
    }
    return new Telemetry(telemetry.series(), telemetry.changes(), lines);
  }

  private Telemetry until(int seconds) {
    return all.within(new Window(Instant.EPOCH, Outage.START.plusSeconds(seconds)));
  }

  private Path file() {
    return KeptEvidence.file(journal, new RoomId(INCIDENT));
  }

  private EvidenceFile begun() {
    return EvidenceFile.keptIn(KeptEvidence.folder(journal), Outage.profile());
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(KeptEvidence.folder(journal))) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static void named(EvidenceFile file) {
    file.named(INCIDENT, Outage.EAST, Outage.START.plusSeconds(600));
  }

  /** What an agent asked, and what of. */
  private record Asked(String sql, String seal, Desk.Table table) {
    static Asked of(EvidenceFile file, String sql) {
      Desk.Table table = file.query(sql);
      return new Asked(sql, file.seal(), table);
    }
  }

  @Test
  void keepsOneFileThatOnlyItsOwnerCanReadAndNobodyWrites() throws IOException {
    try (EvidenceFile file = begun()) {
      file.append(until(300));
      assertThat(files()).singleElement().asString().startsWith("opening-");
      named(file);
      assertThat(files()).containsExactly(INCIDENT + ".duckdb");
      file.append(all);
      assertThatThrownBy(() -> file.query("COPY samples TO '" + journal + "/x.csv'"))
          .isInstanceOf(RefusedQueryException.class);
    }
    assertThat(files()).containsExactly(INCIDENT + ".duckdb");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("r--------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(KeptEvidence.folder(journal))))
        .isEqualTo("rwx------");
  }

  @Test
  void asksAgainWhatWasAskedOfEachLook() {
    List<Asked> asked = new ArrayList<>();
    try (EvidenceFile file = begun()) {
      for (int seconds : List.of(300, 600, 600, 900)) {
        file.append(until(seconds));
        asked.add(Asked.of(file, COUNT));
        asked.add(Asked.of(file, HEAP));
        named(file);
      }
    }
    try (KeptEvidence kept = KeptEvidence.open(file())) {
      assertThat(kept.looks()).hasSize(3).allMatch(KeptEvidence.Look::whole);
      for (Asked each : asked) {
        int look = kept.look(each.seal()).orElseThrow().number();
        assertThat(kept.query(each.sql(), look)).isEqualTo(each.table());
      }
      assertThat(asked.get(0).table()).isNotEqualTo(asked.get(2).table());
      assertThat(asked.get(2).seal()).isEqualTo(asked.get(4).seal());
    }
  }

  @Test
  void givesWhatEvidenceInMemoryGives() {
    try (EvidenceFile file = begun();
        EvidenceFile memory = EvidenceFile.inMemory(all)) {
      file.append(all);
      for (String sql : List.of(COUNT, HEAP, "SELECT * FROM changes ORDER BY ALL")) {
        assertThat(file.query(sql)).isEqualTo(memory.query(sql));
      }
      assertThat(memory.seal()).isEmpty();
      assertThat(file.seal()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void aChangedRowBreaksTheSealsFromItsLookOn() throws IOException, SQLException {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(until(300));
      file.append(until(600));
      file.append(all);
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    run(file(), "UPDATE samples SET value = value + 1e-9 WHERE look = 2 AND metric = 'gc_ratio'");
    try (KeptEvidence kept = KeptEvidence.open(file())) {
      assertThat(kept.looks().stream().map(KeptEvidence.Look::whole))
          .containsExactly(true, false, false);
      String written = kept.looks().getLast().written();
      assertThat(kept.look(written)).isEmpty();
    }
  }

  @Test
  void theCommitAndTheEnvironmentOfAChangeAreUnderTheSealToo() throws IOException, SQLException {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(all);
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    for (String column : List.of("environment", "\"commit\"")) {
      run(file(), "UPDATE changes SET " + column + " = 'staging'");
      try (KeptEvidence kept = KeptEvidence.open(file())) {
        assertThat(kept.looks().stream().map(KeptEvidence.Look::whole)).containsExactly(false);
      }
      run(file(), "UPDATE changes SET " + column + " = ''");
    }
    try (KeptEvidence kept = KeptEvidence.open(file())) {
      assertThat(kept.looks()).allMatch(KeptEvidence.Look::whole);
    }
  }

  @Test
  void anotherDatabaseWithTheSameRowsHasTheSameSeals() throws SQLException {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(until(400));
      file.append(all);
    }
    Path copy = journal.resolve("copy.duckdb");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", null);
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + file() + "' AS a (READ_ONLY)");
      statement.execute("ATTACH '" + copy + "' AS b");
      for (String table : List.of("about", "looks", "changes", "log_lines")) {
        statement.execute("CREATE TABLE b." + table + " AS FROM a." + table);
      }
      statement.execute("CREATE TABLE b.samples AS FROM a.samples ORDER BY value DESC");
    }
    try (KeptEvidence kept = KeptEvidence.open(file());
        KeptEvidence copied = KeptEvidence.open(copy)) {
      assertThat(copied.looks()).isEqualTo(kept.looks());
    }
  }

  @Test
  void goesOnWithTheFileOfAProcessThatEnded() {
    String uninterrupted;
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(until(300));
      file.append(all);
      uninterrupted = file.seal();
    }
    try (EvidenceFile second = EvidenceFile.keptIn(journal.resolve("two"), Outage.profile())) {
      named(second);
      second.append(until(300));
    }
    try (EvidenceFile again = EvidenceFile.keptIn(journal.resolve("two"), Outage.profile())) {
      named(again);
      assertThat(again.query(COUNT).rows()).isNotEmpty();
      again.append(all);
      assertThat(again.seal()).isEqualTo(uninterrupted);
    }
  }

  private static Span span(int second, int id) {
    long start = Outage.START.plusSeconds(second).toEpochMilli() * 1_000;
    return new Span("t" + second, "s" + id, "", "web", "GET", "", start, 1_000, false);
  }

  private Telemetry traced(int seconds) {
    List<Span> spans = new ArrayList<>();
    for (int second = 0; second < seconds; second += 10) {
      spans.add(span(second, 1));
      spans.add(span(second, 1));
    }
    Telemetry until = until(seconds);
    return new Telemetry(until.series(), until.changes(), until.logs(), spans);
  }

  @Test
  void spansAreKeptOnceAndUnderTheSeal() throws IOException, SQLException {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(traced(300));
    }
    try (EvidenceFile again = begun()) {
      named(again);
      again.append(traced(600));
    }
    try (KeptEvidence kept = KeptEvidence.open(file())) {
      assertThat(kept.looks()).hasSize(2).allMatch(KeptEvidence.Look::whole);
    }
    try (QuestionTables tables = QuestionTables.ofEvidence(file())) {
      assertThat(tables.compiled("SELECT count(*) FROM spans").rows())
          .containsExactly(List.of(60L));
      assertThat(tables.spanSchema()).isNotNull();
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    run(file(), "UPDATE recorded_spans SET operation = 'POST' WHERE trace = 't400'");
    try (KeptEvidence kept = KeptEvidence.open(file())) {
      assertThat(kept.looks().stream().map(KeptEvidence.Look::whole)).containsExactly(true, false);
    }
  }

  @Test
  void readsAndGoesOnWithTheFileOfTheVersionBefore() throws IOException, SQLException {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(until(300));
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    run(
        file(),
        "DROP VIEW spans; DROP TABLE recorded_spans; UPDATE about SET version = 1; CHECKPOINT");
    try (KeptEvidence kept = KeptEvidence.open(file());
        QuestionTables tables = QuestionTables.ofEvidence(file())) {
      assertThat(kept.looks()).hasSize(1).allMatch(KeptEvidence.Look::whole);
      assertThat(tables.spanSchema()).isNull();
    }
    try (EvidenceFile again = begun()) {
      named(again);
      again.append(traced(600));
    }
    try (KeptEvidence kept = KeptEvidence.open(file());
        QuestionTables tables = QuestionTables.ofEvidence(file())) {
      assertThat(kept.looks()).hasSize(2).allMatch(KeptEvidence.Look::whole);
      assertThat(tables.spanSchema()).isNotNull();
    }
  }

  @Test
  void anyDuckDbOpensIt() throws SQLException {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(all);
    }
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", null);
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + file() + "' AS e (READ_ONLY)");
      statement.execute("USE e");
      assertThat(one(statement, "SELECT incident || ' ' || region || ' ' || onset FROM about"))
          .isEqualTo("INC-2026-0001 us-east-1 2026-11-22 03:10:00");
      assertThat(
              one(
                  statement,
                  "SELECT max(latency_p99_ms) = (SELECT max(value) FROM samples WHERE metric ="
                      + " 'latency_p99_ms') FROM metrics"))
          .isEqualTo("true");
      assertThat(one(statement, "SELECT count(*) FROM logs WHERE pattern = 'cache is warm'"))
          .isEqualTo("20");
      assertThat(
              one(
                  statement,
                  "SELECT text || ' ' || parameters::VARCHAR FROM log_lines JOIN log_patterns USING"
                      + " (pattern) WHERE message LIKE 'payment 7 %'"))
          .isEqualTo("payment <*> of <*> failed [7, '\"A B\"']");
      assertThat(one(statement, "SELECT caller || '>' || called || ' ' || source FROM topology"))
          .isEqualTo("checkout-api>orders-db declared");
    }
  }

  @Test
  void peopleAskItInWords() {
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(all);
    }
    try (QuestionTables tables = QuestionTables.ofEvidence(file())) {
      assertThat(tables.schema().metrics().stream().map(m -> m.column()))
          .contains("latency_p99_ms", "error_ratio");
      assertThat(tables.compiled("SELECT count(*) FROM logs").rows()).containsExactly(List.of(40L));
      assertThat(tables.compiled("SELECT version, setting FROM changes").rows().getFirst())
          .containsExactly("v2", null);
    }
  }

  @Test
  void aQuestionIsAnsweredAgainAsOfItsLookWhateverCameLater() {
    Instant at = all.logs().getFirst().at();
    LogLine alice = new LogLine(at, "checkout-api", "ERROR", "login of user alice failed");
    LogLine bob =
        new LogLine(at.plusSeconds(400), "checkout-api", "ERROR", "login of user bob failed");
    Telemetry early = traced(300);
    Telemetry late = traced(600);
    try (EvidenceFile file = begun()) {
      named(file);
      file.append(new Telemetry(early.series(), early.changes(), List.of(alice), early.spans()));
      file.append(new Telemetry(late.series(), late.changes(), List.of(alice, bob), late.spans()));
    }
    try (KeptEvidence kept = KeptEvidence.open(file())) {
      String patterns = "SELECT pattern, count(*) AS lines FROM logs GROUP BY pattern";
      assertThat(kept.question(patterns, 1).rows())
          .containsExactly(List.of("login of user alice failed", "1"));
      assertThat(kept.question(patterns, 2).rows())
          .containsExactly(List.of("login of user <*> failed", "2"));
      assertThat(kept.question("SELECT count(*) AS n FROM spans", 1).rows())
          .isNotEqualTo(kept.question("SELECT count(*) AS n FROM spans", 2).rows());
      assertThat(kept.question("SELECT max(ts) AS newest FROM metrics", 1).rows())
          .isNotEqualTo(kept.question("SELECT max(ts) AS newest FROM metrics", 2).rows());
    }
  }

  @Test
  void forgetsWhatWasNeverNamedAndWhatACrashLeft() throws IOException {
    try (EvidenceFile file = begun()) {
      file.append(all);
    }
    assertThat(files()).isEmpty();
    Path left = Files.writeString(KeptEvidence.folder(journal).resolve(".x.new"), "torn");
    Path fresh = Files.writeString(KeptEvidence.folder(journal).resolve(".y.new"), "at work");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    begun().close();
    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void refusesWhatIsNoEvidence() throws IOException, SQLException {
    Path text = Files.writeString(journal.resolve("text.duckdb"), "hello");
    assertThatThrownBy(() -> KeptEvidence.open(text)).hasMessageContaining("expected the evidence");
    assertThatThrownBy(() -> KeptEvidence.open(journal.resolve("none")))
        .hasMessageContaining("no such file");
    Path newer = journal.resolve("newer.duckdb");
    run(newer, "CREATE TABLE about AS SELECT 99 AS version");
    assertThatThrownBy(() -> KeptEvidence.open(newer)).hasMessageContaining("version 99");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> {
          try (EvidenceFile file = begun()) {
            file.named("../x", "", Instant.EPOCH);
          }
        });
  }

  private static void run(Path file, String sql) throws SQLException {
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, null);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
