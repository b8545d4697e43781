package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The socket with the client library of the Phoenix project itself, where it is installed. */
class PhoenixClientTest {
  /** Names a directory in which {@code npm install phoenix ws} was run. */
  private static final String WHERE = "AEGIS_PHOENIX_CLIENT";

  @TempDir Path user;

  private JsonNode made(String... command) {
    return WireJson.parse(Ran.aegis(user, command).out()).orElseThrow();
  }

  @Test
  void phoenixOwnClientJoinsHearsLeavesAndIsKeptAlive() throws Exception {
    String where = System.getenv().getOrDefault(WHERE, "");
    if (where.isEmpty()) {
      System.out.println("skipped: " + WHERE + " names no npm directory with phoenix and ws");
    }
    assumeTrue(!where.isEmpty());
    Path home = Files.createDirectories(user.resolve(".aegis"));
    JsonNode agent = made("agent", "add", "one", "--description", "x", "--json");
    JsonNode anna = made("user", "key", "anna", "--json");
    try (Served served = Served.start(home, "services: [checkout.yaml]\n");
        BandClient owner =
            new BandClient(
                served.onDuty.address(), anna.path("id").asString(), anna.path("key").asString())) {
      String id = agent.path("id").asString();
      String chat = owner.post("me/chats", "{\"chat\":{}}").data().path("id").asString();
      owner.post(
          "me/chats/" + chat + "/participants",
          "{\"participant\":{\"participant_id\":\"" + id + "\"}}");
      ProcessBuilder starting =
          new ProcessBuilder(
                  "node",
                  Repository.here()
                      .root()
                      .resolve("app/src/test/resources/band/phoenix-client.cjs")
                      .toString(),
                  served.onDuty.address().toString().replaceFirst("http", "ws") + "/api/v1/socket",
                  agent.path("key").asString(),
                  id,
                  chat)
              .redirectErrorStream(true);
      starting.environment().put("NODE_PATH", Path.of(where, "node_modules").toString());
      Process node = starting.start();
      List<String> lines = new ArrayList<>();
      try (BufferedReader out = node.inputReader()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
          if (line.equals("ready")) {
            owner.post(
                "me/chats/" + chat + "/messages",
                "{\"message\":{\"content\":\"hello\",\"mentions\":[{\"id\":\"" + id + "\"}]}}");
          }
        }
      } finally {
        node.destroyForcibly();
      }
      assertThat(lines)
          .containsExactly(
              "control ok",
              "contacts error contacts are not offered here",
              "room ok",
              "ready",
              "heard hello",
              "left",
              "heartbeat answered");
    }
  }
}
