package dev.aegis.app.cited;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person asked in a room rests on the evidence as what agents asked does. */
class AskedInRoomTest {
  private static final String INCIDENT = "INC-2026-0001";
  private static final String TYPED =
      """
      @diagnostician maximum latency_p99_ms by region
      @diagnostician latency_p99_ms per 5 seconds
      @diagnostician when did p99 first exceed the SLO?
      @diagnostician how many deploys
      @diagnostician how happy are the users
      y
      """;

  @TempDir Path user;

  private List<JsonNode> answers() {
    return Ran.aegis(user, "evidence", INCIDENT, "--json").lines().stream()
        .map(JsonMapper.shared()::readTree)
        .filter(line -> line.path("language").asString().equals("question"))
        .toList();
  }

  @Test
  void anAnswerCarriesTheSealOfWhatItWasAskedOfAndGivesTheSameRowsAgain() throws SQLException {
    Ran demo = Ran.typing(TYPED, user, "demo", "--approve", "ask");
    assertThat(demo.code()).as(demo.out() + demo.err()).isZero();

    List<JsonNode> answers = answers();
    assertThat(answers).as(demo.out()).hasSize(4);
    assertThat(answers).allMatch(line -> line.path("state").asString().equals("equal"));
    assertThat(answers).allMatch(line -> line.path("seal").asString().length() == 64);
    assertThat(answers).anyMatch(line -> line.path("rows").size() > 40);
    Ran again = Ran.aegis(user, "evidence", INCIDENT);
    assertThat(again.code()).as(again.out() + again.err()).isZero();

    Path file = user.resolve(".aegis/demo/evidence/" + INCIDENT + ".duckdb");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, null);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE samples SET value = value + 1 WHERE metric = 'latency_p99_ms'");
    }
    assertThat(answers()).allMatch(line -> line.path("state").asString().equals("changed"));
  }
}
