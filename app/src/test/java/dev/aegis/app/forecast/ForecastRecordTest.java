package dev.aegis.app.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ForecastsRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Comparison;
import dev.aegis.room.Decision;
import dev.aegis.room.Draft;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import dev.aegis.room.Verification.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class ForecastRecordTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Comparison RIGHT = comparison(0.9, 200, 250, 400, 300);
  private static final Comparison WRONG = comparison(0.8, 100, 200, 300, 12_345);
  private static final Comparison UNMEASURED = comparison(0.6, 100, 200, 300, -1);

  @TempDir Path user;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path home = Path.of("");

  @BeforeEach
  void choose() {
    home = user.resolve(".aegis");
  }

  /** Two environments in three journals, of which the oldest is not the first by its name. */
  private void fill() {
    write("lab/20260302-080000-000-leak/journal", 2, "lab", Outcome.HELD, RIGHT);
    write("lab/20260301-080000-000-surge/journal", 1, "lab", Outcome.NOT_HELD, WRONG);
    write("", 0, "lab", Outcome.HELD, UNMEASURED);
    write("demo", 3, "demo", Outcome.HELD, RIGHT);
  }

  @Test
  void tellsEachEnvironmentApartAndEveryPlanInALine() {
    fill();

    assertThat(run(false)).isEqualTo(ExitCode.DONE);

    String printed = out.toString(UTF_8);
    Golden.matches("golden/forecasts.txt", printed);
    assertThat(printed.lines()).allMatch(line -> line.length() <= 80);
    assertThat(errors()).isEmpty();
  }

  @Test
  void writesTheSameForPrograms() {
    fill();

    assertThat(run(true)).isEqualTo(ExitCode.DONE);

    // (.1² + .8² + .4²) / 3; one of two in its band; errors of 20 % and 6072.5 %.
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"environments\":["
                + "{\"name\":\"demo\",\"plans\":1,\"held\":1,\"brier\":0.01,"
                + "\"inBand\":1.0,\"p99Error\":0.2,\"entries\":["
                + entry("0.9", "250.0", "200.0", "400.0", "300.0", true)
                + "]},{\"name\":\"lab\",\"plans\":3,\"held\":2,\"brier\":0.27,\"inBand\":0.5,"
                + "\"p99Error\":30.4625,\"entries\":["
                + entry("0.6", "200.0", "100.0", "300.0", "null", true)
                + ","
                + entry("0.8", "200.0", "100.0", "300.0", "12345.0", false)
                + ","
                + entry("0.9", "250.0", "200.0", "400.0", "300.0", true)
                + "]}]}\n");
  }

  private static String entry(
      String probability, String p99, String low, String high, String measured, boolean held) {
    return String.format(
        "{\"room\":\"INC-2026-0001\",\"action\":\"rollback_and_failover\",\"probability\":%s,"
            + "\"p99Millis\":%s,\"p99LowMillis\":%s,\"p99HighMillis\":%s,"
            + "\"measuredP99Millis\":%s,\"held\":%s}",
        probability, p99, low, high, measured, held);
  }

  @Test
  void figuresThatDoNotExistAreDashesAndNull() {
    write("demo", 0, "demo", Outcome.NOT_HELD, comparison(0.5, -1, -1, -1, -1));

    run(false);
    run(true);

    assertThat(out.toString(UTF_8))
        .containsPattern("Brier score +0\\.25 ")
        .containsPattern("p99 in the band +- ")
        .containsPattern("median p99 error +- ")
        .containsPattern("INC-2026-0001 +rollback_and_failover +\\.50  - +-  no\n")
        .contains("\"inBand\":null,\"p99Error\":null", "\"p99LowMillis\":null")
        .doesNotContain("NaN", "-1");
  }

  @Test
  void saysWhatToDoWhileNoPlanWasExecuted() {
    assertThat(run(false)).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            no executed plan yet; there is no journal under ~/.aegis.
            A forecast is counted once a plan was approved, carried out and verified: let
            aegis demo or aegis lab run leak go to its end, then ask again.
            """);
    assertThat(home).doesNotExist();

    out.reset();
    write("", 0, Stories.waiting());
    assertThat(run(false)).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8))
        .startsWith("no executed plan yet; 1 journal was read under ~/.aegis.");

    out.reset();
    assertThat(run(true)).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8)).isEqualTo("{\"environments\":[]}\n");
  }

  @Test
  void aPlanThatIsStillWatchedIsNotCounted() {
    write("demo", 0, "demo", Outcome.PENDING, null);
    run(false);
    assertThat(out.toString(UTF_8)).startsWith("no executed plan yet");
  }

  @Test
  void namesAJournalThatCannotBeReadAndGoesOn() throws Exception {
    fill();
    Files.createDirectories(home.resolve("foreign"));
    Files.writeString(home.resolve("foreign/journal.db"), "no database at all\u001b[2J".repeat(99));
    Files.createDirectories(home.resolve("others"));
    sql(home.resolve("others/journal.db"), "CREATE TABLE theirs (x)");
    forge(home.resolve("demo/journal.db"));

    assertThat(run(false)).isEqualTo(ExitCode.BAD_INPUT);

    assertThat(out.toString(UTF_8))
        .contains("environment lab: 3 executed plans, 2 helped")
        .doesNotContain("environment demo");
    assertThat(errors().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("aegis: left out: "))
        .anyMatch(line -> line.contains("foreign/journal.db") && line.contains("no database"))
        .anyMatch(line -> line.contains("others/journal.db") && line.contains("another program"))
        .anyMatch(line -> line.contains("demo/journal.db") && line.contains("changed on disk"));
  }

  @Test
  void aJournalThatHasLostItsEndIsLeftOut() throws Exception {
    write("demo", 0, "demo", Outcome.HELD, RIGHT);
    // As after a crash in which the newest entries went with the write-ahead log.
    sql(home.resolve("demo/journal.db"), "UPDATE journal SET commits = commits - 1");
    assertThat(run(false)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(errors()).contains("acknowledged writes", "demo/journal.db");
  }

  @Test
  void readsBesideTheProcessThatWritesAndTakesNothingFromIt() throws IOException {
    write("demo", 0, "demo", Outcome.HELD, RIGHT);
    Path file = home.resolve("demo/journal.db");
    byte[] before = Files.readAllBytes(file);
    run(false);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);

    try (Journal journal = Journal.open(home.resolve("demo"), InstantSource.fixed(DAY));
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      long epoch = journal.epoch();
      post(journal, bus, tale("demo", Outcome.NOT_HELD, WRONG));
      out.reset();
      assertThat(run(false)).isEqualTo(ExitCode.DONE);
      assertThat(out.toString(UTF_8))
          .contains("environment demo: 2 executed plans, 1 helped", "INC-2026-0002");
      post(journal, bus, tale("demo", Outcome.HELD, RIGHT));
      assertThat(journal.epoch()).isEqualTo(epoch);
    }
    try (Journal journal = Journal.open(home.resolve("demo"), InstantSource.fixed(DAY))) {
      assertThat(journal.rooms()).hasSize(3);
      assertThat(journal.epoch()).as("no epoch was handed out meanwhile").isEqualTo(2);
      assertThat(journal.check()).isEmpty();
    }
  }

  @Test
  void readsWhatAKilledProcessLeftWithoutTidyingItUp() throws IOException {
    Path killed = home.resolve("demo");
    Path living = user.resolve("living");
    try (Journal journal = Journal.open(living, InstantSource.fixed(DAY));
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      post(journal, bus, tale("demo", Outcome.HELD, RIGHT));
      Files.createDirectories(killed);
      for (String name : List.of("journal.db", "journal.db-wal", "journal.mark")) {
        Files.copy(living.resolve(name), killed.resolve(name));
      }
    }
    byte[] log = Files.readAllBytes(killed.resolve("journal.db-wal"));
    assertThat(log).isNotEmpty();

    assertThat(run(false)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString(UTF_8)).contains("1 executed plan, 1 helped");
    assertThat(Files.readAllBytes(killed.resolve("journal.db-wal"))).isEqualTo(log);
  }

  private static Comparison comparison(
      double probability, double low, double p99, double high, double measured) {
    return new Comparison(probability, 40, low, p99, high, 0, 50, measured, 0);
  }

  private void write(
      String directory, int day, String environment, Outcome outcome, @Nullable Comparison seen) {
    write(directory, day, tale(environment, outcome, seen));
  }

  private void write(String directory, int day, List<RoomMessage> tale) {
    InstantSource clock = InstantSource.fixed(DAY.plus(Duration.ofDays(day)));
    try (Journal journal = Journal.open(home.resolve(directory), clock);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      post(journal, bus, tale);
    }
  }

  private static void post(Journal journal, LocalBus bus, List<RoomMessage> tale) {
    RoomId room = journal.openRoom(DAY);
    for (RoomMessage m : tale) {
      Draft draft = new Draft(m.id(), m.inReplyTo(), m.mentions(), m.text(), m.payload());
      bus.connect(m.sender()).post(room, List.of(draft));
    }
  }

  /** The leak, in an environment and with an end of one's own. */
  private static List<RoomMessage> tale(
      String environment, Outcome outcome, @Nullable Comparison seen) {
    return Stories.leak().stream()
        .takeWhile(m -> !(m.payload() instanceof Decision))
        .map(m -> with(m, payload(m.payload(), environment, outcome, seen)))
        .toList();
  }

  private static Payload payload(
      Payload told, String environment, Outcome outcome, @Nullable Comparison seen) {
    if (told instanceof Signal s) {
      return new Signal(
          s.service(),
          s.region(),
          s.severity(),
          s.whySeverity(),
          s.startedAt(),
          s.detectedAt(),
          s.slo(),
          s.symptoms(),
          s.suspects(),
          s.dollarsPerMinute(),
          s.evidence(),
          environment);
    }
    if (told instanceof Verification v) {
      Instant again = outcome == Outcome.PENDING ? DAY : null;
      return new Verification(v.planHash(), outcome, 300, 0, again, "seen", List.of(), seen);
    }
    return told;
  }

  private static RoomMessage with(RoomMessage m, Payload payload) {
    return new RoomMessage(
        m.wireVersion(),
        m.room(),
        m.seq(),
        m.id(),
        m.inReplyTo(),
        m.sender(),
        m.mentions(),
        m.text(),
        payload,
        m.ts());
  }

  /** Makes the fix that helped one that did not, as nobody may afterwards. */
  private static void forge(Path file) throws SQLException {
    sql(file, "UPDATE messages SET raw = replace(raw, '\"held\"', '\"not_held\"')");
  }

  private static void sql(Path file, String statement) throws SQLException {
    try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private ExitCode run(boolean json) {
    PrintStream print = new PrintStream(out, true, UTF_8);
    Streams streams =
        new Streams(
            print,
            print,
            new PrintStream(err, true, UTF_8),
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    return new ForecastRecord(new StateDirectory(home, user))
        .run(new ForecastsRun.Options(json), streams);
  }

  private String errors() {
    return err.toString(UTF_8);
  }
}
