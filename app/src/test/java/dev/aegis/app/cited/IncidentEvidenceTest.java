package dev.aegis.app.cited;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One recorded incident, investigated once, and asked again in many ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentEvidenceTest {
  private static final String INCIDENT = "INC-2026-0001";

  @TempDir static Path user;
  private Ran first = new Ran(0, "", "");

  @BeforeAll
  void investigate() {
    String leak = Repository.here().root().resolve("examples/leak").toString();
    first =
        Ran.aegis(
            user,
            "investigate",
            leak + "/metrics.csv",
            "--changes",
            leak + "/changes.json",
            "--slo",
            leak + "/service.yaml",
            "--json");
  }

  private Path file() {
    return user.resolve(".aegis/evidence/" + INCIDENT + ".duckdb");
  }

  @Test
  void everyQueryOfTheRoomGivesWhatTheRoomSays() {
    assertThat(first.code()).as(first.err()).isZero();
    Ran again = Ran.aegis(user, "evidence", INCIDENT);
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(again.out())
        .contains("~/.aegis/evidence/" + INCIDENT + ".duckdb", " equal ", " computed ")
        .doesNotContain("differs", "changed", "not kept")
        .containsPattern("(\\d+) of \\1 queries give what the room says");
    assertThat(again.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void showsOneWhole() {
    Ran one = Ran.aegis(user, "evidence", INCIDENT, "--run", "1");
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out())
        .contains("e1: the figures up to the detection", "p99_ms", "FROM samples")
        .contains("@observer asked this of look 1; asked again: equal");
    Ran none = Ran.aegis(user, "evidence", INCIDENT, "--run", "99");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--run: expected 1 to");
  }

  @Test
  void tellsProgramsALineAPiece() {
    Ran json = Ran.aegis(user, "evidence", INCIDENT, "--json");
    List<JsonNode> lines = json.lines().stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines).isNotEmpty();
    assertThat(lines)
        .filteredOn(n -> n.path("language").asString().equals("sql"))
        .isNotEmpty()
        .allSatisfy(n -> {
          assertThat(n.path("state").asString()).isEqualTo("equal");
          assertThat(n.path("seal").asString()).matches("[0-9a-f]{64}");
          assertThat(n.path("found")).isEqualTo(n.path("rows"));
        });
  }

  @Test
  void peopleAskTheEvidenceOfTheIncident() {
    Ran asked = Ran.aegis(user, "ask", "maximum latency_p99_ms by version", "--incident", INCIDENT);
    assertThat(asked.code()).as(asked.out() + asked.err()).isZero();
    assertThat(asked.out()).contains("v2.3.1", "FROM metrics");
    assertThat(asked.err()).contains("the evidence read in");
    Ran raw =
        Ran.aegis(
            user, "ask", "--raw", "SELECT look, samples > 0 FROM looks", "--incident", INCIDENT);
    assertThat(raw.code()).as(raw.out() + raw.err()).isZero();
    assertThat(raw.out()).contains("look").contains("true");
  }

  @Test
  void saysWhenTheFileIsNotTheOneThatTheRoomCites(@TempDir Path other)
      throws IOException, SQLException {
    copy(user.resolve(".aegis"), other.resolve(".aegis"));
    Path file = other.resolve(".aegis/evidence/" + INCIDENT + ".duckdb");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, null);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE samples SET value = 0 WHERE metric = 'latency_p99_ms'");
    }
    Ran changed = Ran.aegis(other, "evidence", INCIDENT);
    assertThat(changed.code()).isEqualTo(3);
    assertThat(changed.out())
        .contains(" changed ", "0 of ")
        .containsPattern("its rows have\\s+another seal");
    Files.delete(file);
    Ran gone = Ran.aegis(other, "evidence", INCIDENT);
    assertThat(gone.code()).isEqualTo(3);
    assertThat(gone.out()).contains("not there", "is gone: restore it from a backup");
    Files.writeString(file, "torn");
    Ran torn = Ran.aegis(other, "evidence", INCIDENT);
    assertThat(torn.code()).isEqualTo(3);
    assertThat(torn.err()).contains("expected the evidence of an incident in");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  @Test
  void saysWhichIncidentIsMissing() {
    Ran none = Ran.aegis(user, "evidence", "INC-2026-0999");
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err()).contains("expected an incident INC-2026-0999");
    assertThat(Ran.aegis(user, "evidence", "x").code()).isEqualTo(2);
    assertThat(file()).exists();
  }

  @Test
  void theDemosEvidenceGivesWhatItsRoomSays(@TempDir Path home) throws IOException {
    Ran demo = Ran.aegis(home, "demo");
    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.err()).doesNotContain("cannot be kept");
    String incident;
    try (var files = Files.list(home.resolve(".aegis/demo/evidence"))) {
      incident = files.findFirst().orElseThrow().getFileName().toString().replace(".duckdb", "");
    }
    Ran again = Ran.aegis(home, "evidence", incident);
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).containsPattern("(\\d+) of \\1 queries give what the room says");
  }
}
