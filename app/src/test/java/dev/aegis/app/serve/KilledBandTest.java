package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.journal.Child;
import dev.aegis.app.testkit.Ran;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real process that keeps chats, killed while somebody speaks in one. */
class KilledBandTest {
  private static final int KILLS = 3;
  private static final int MOST_BEFORE_A_KILL = 40;

  @TempDir Path user;

  private Path home;
  private Path scratch;
  private JsonNode person;
  private JsonNode agent;
  private final List<String> acknowledged = new ArrayList<>();
  private final List<String> handled = new ArrayList<>();
  private int words;

  @BeforeEach
  void keys() throws Exception {
    home = Files.createDirectories(user.resolve(".aegis"));
    scratch = Files.createDirectory(user.resolve("scratch"));
    person = made("user", "key", "anna", "--json");
    agent = made("agent", "add", "cost-watch", "--description", "Costs.", "--json");
  }

  private JsonNode made(String... command) {
    return WireJson.parse(Ran.aegis(user, command).out()).orElseThrow();
  }

  private static BandClient client(URI server, JsonNode key) {
    return new BandClient(server, key.path("id").asString(), key.path("key").asString());
  }

  /** A process that serves, and where. */
  private record Serving(Process process, URI address) implements AutoCloseable {
    static Serving start(Path scratch, Path home) throws IOException {
      Process process = Child.start(ServedChild.class, scratch, home);
      String line =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
      assertThat(line).as("its address").startsWith("http://127.0.0.1:");
      return new Serving(process, URI.create(line));
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void whatWasAcknowledgedIsThereOnceAndWhatWasHandledStaysHandled() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KilledBandTest seed " + seed);
    Random random = new Random(seed);
    String chat;
    try (Serving serving = Serving.start(scratch, home);
        BandClient anna = client(serving.address(), person)) {
      chat =
          anna.post("me/chats", "{\"chat\":{\"title\":\"a talk\"}}").data().path("id").asString();
      assertThat(
              anna.post(
                      "me/chats/" + chat + "/participants",
                      "{\"participant\":{\"participant_id\":\""
                          + agent.path("id").asString()
                          + "\"}}")
                  .status())
          .isEqualTo(201);
    }
    for (int i = 0; i < KILLS; i++) {
      try (Serving serving = Serving.start(scratch, home)) {
        speakUntilItDies(serving, chat, 1 + random.nextInt(MOST_BEFORE_A_KILL));
      }
      try (Serving serving = Serving.start(scratch, home)) {
        lookFor(serving, chat);
      }
    }
  }

  /** Speaks on while another thread kills the server, so that the kill comes in between. */
  private void speakUntilItDies(Serving serving, String chat, int before) throws Exception {
    CountDownLatch enough = new CountDownLatch(before);
    Thread killer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                enough.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              serving.process().destroyForcibly();
            });
    try (BandClient anna = client(serving.address(), person);
        BandClient listener = client(serving.address(), agent)) {
      while (true) {
        String said = "word-" + words++;
        BandClient.Answer answer =
            anna.post(
                "me/chats/" + chat + "/messages",
                "{\"message\":{\"content\":\""
                    + said
                    + "\",\"mentions\":[{\"id\":\""
                    + agent.path("id").asString()
                    + "\"}]}}");
        assertThat(answer.status()).as("%s", answer.json()).isEqualTo(201);
        acknowledged.add(said);
        enough.countDown();
        handleNext(listener, chat);
      }
    } catch (IOException e) {
      assertThat(enough.getCount()).as("it died when it was killed, not before: %s", e).isZero();
    }
    killer.join();
  }

  private void handleNext(BandClient listener, String chat) throws Exception {
    String messages = "agent/chats/" + chat + "/messages";
    JsonNode next = listener.get(messages + "/next").data();
    String id = next.path("id").asString();
    assertThat(listener.post(messages + "/" + id + "/processing", "").status()).isEqualTo(200);
    assertThat(listener.post(messages + "/" + id + "/processed", "").status()).isEqualTo(200);
    handled.add(id);
  }

  private void lookFor(Serving serving, String chat) throws Exception {
    try (BandClient anna = client(serving.address(), person);
        BandClient listener = client(serving.address(), agent)) {
      List<String> kept = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page =
            anna.get(
                    "me/chats/"
                        + chat
                        + "/messages?limit=100"
                        + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                .json();
        page.path("data").forEach(m -> kept.add(word(m.path("content").asString())));
        cursor = page.path("metadata").path("next_cursor").asString("");
      } while (!cursor.isEmpty());
      assertThat(kept.reversed())
          .as("each once and in order, those without an answer perhaps")
          .doesNotHaveDuplicates()
          .containsSubsequence(acknowledged);
      JsonNode next = listener.get("agent/chats/" + chat + "/messages/next").data();
      assertThat(next.path("id").asString("none")).as("handled before").isNotIn(handled);
    }
  }

  private static String word(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }
}
