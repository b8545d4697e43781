package dev.aegis.app.model.langchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.model.Conversation.Said;
import dev.aegis.app.model.Conversation.Tool;
import dev.aegis.app.model.Endpoint;
import dev.aegis.app.model.Provider;
import dev.aegis.app.testkit.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations with aimock, a server of OpenAI's API that others wrote, from npm. */
class AimockTest {
  private static final String PACKAGE = "@copilotkit/aimock@1.43.0";
  private static final Path PLACE = Path.of("target/aimock").toAbsolutePath();
  private static final Path CLI = PLACE.resolve("node_modules/@copilotkit/aimock/dist/cli.js");
  private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
  private static final String FIXTURES =
      """
      {"fixtures": [
        {"match": {"toolCallId": "call_ask"},
         "response": {"content": "{\\"words\\": \\"p99 is 212 ms.\\"}"}},
        {"match": {"userMessage": "look it up"},
         "response": {"toolCalls": [
           {"id": "call_ask", "name": "ask", "arguments": {"question": "average p99"}}]}},
        {"match": {"userMessage": "p99 is 212 ms"},
         "response": {"content": "{\\"words\\": \\"At p99: 212 ms.\\"}"}}
      ]}
      """;

  @TempDir Path scratch;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Needs.program("node", "nodejs");
    Path npm = Needs.program("npm");
    if (!Files.exists(CLI)) {
      Files.createDirectories(PLACE);
      new ProcessBuilder(
              npm.toString(), "install", "--no-audit", "--no-fund", "--prefix", ".", PACKAGE)
          .directory(PLACE.toFile())
          .redirectErrorStream(true)
          .redirectOutput(PLACE.resolve("npm.log").toFile())
          .start()
          .waitFor();
    }
    Needs.path(CLI, "npm could not install " + PACKAGE + ", " + PLACE + "/npm.log says why");
  }

  @Test
  void wordsAMessage() throws IOException {
    try (Aimock server = new Aimock(fixtures())) {
      Said said = hold(server, "p99 is 212 ms", List.of());

      assertThat(said.last()).as(said.toString()).isEqualTo("{\"words\": \"At p99: 212 ms.\"}");
      assertThat(said.tokens()).isPositive();
      assertThat(said.exchanges()).hasSize(1);
    }
  }

  @Test
  void looksSomethingUpAndThenAnswers() throws IOException {
    List<String> asked = new ArrayList<>();
    Tool ask =
        new Tool(
            "ask",
            "asks",
            "question",
            List.of(),
            question -> {
              asked.add(question);
              return "212";
            });
    try (Aimock server = new Aimock(fixtures())) {
      Said said = hold(server, "look it up", List.of(ask));

      assertThat(said.last()).as(said.toString()).contains("p99 is 212 ms.");
      assertThat(asked).containsExactly("average p99");
      assertThat(said.exchanges()).hasSize(2);
    }
  }

  @Test
  void saysWhatHappenedWhereItGetsMalformedAnswersOrNoConnection() throws IOException {
    try (Aimock server = new Aimock(fixtures(), "--chaos-malformed", "1")) {
      Said said = hold(server, "p99 is 212 ms", List.of());

      assertThat(said.failure()).contains("form");
      assertThat(said.last()).isEmpty();
    }
    try (Aimock server = new Aimock(fixtures(), "--chaos-disconnect", "1")) {
      assertThat(hold(server, "p99 is 212 ms", List.of()).failure()).contains("connection failed");
    }
    try (Aimock server = new Aimock(fixtures(), "--chaos-ratelimit", "1")) {
      assertThat(hold(server, "p99 is 212 ms", List.of()).failure()).contains("429");
    }
  }

  private Path fixtures() throws IOException {
    return Files.writeString(scratch.resolve("fixtures.json"), FIXTURES);
  }

  private static Said hold(Aimock server, String message, List<Tool> tools) {
    Endpoint endpoint =
        new Endpoint(
            Provider.OPENAI,
            URI.create(server.base + "/v1"),
            new Endpoint.Key("k"),
            "gpt-4o-mini",
            4,
            0);
    return new LangchainConversation()
        .hold(endpoint, "You word messages.", message, tools, Duration.ofSeconds(30));
  }

  /** The server as a process of its own, on a free port of loopback. */
  private static final class Aimock implements AutoCloseable {
    private final Process process;
    private final String base;

    Aimock(Path fixtures, String... more) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of("node", CLI.toString(), "-p", "0", "-f", fixtures.toString(), "--strict"));
      command.addAll(List.of(more));
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      base = awaited(process.inputReader());
    }

    private static String awaited(BufferedReader said) {
      StringBuilder all = new StringBuilder();
      try {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          Matcher listening = LISTENING.matcher(line);
          if (listening.find()) {
            return listening.group(1);
          }
          all.append(line).append('\n');
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new AssertionError("aimock does not listen: " + all);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
