package dev.aegis.app.model.langchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.model.Conversation.Said;
import dev.aegis.app.model.Conversation.Tool;
import dev.aegis.app.model.Endpoint;
import dev.aegis.app.model.Provider;
import dev.aegis.app.testkit.FakeProvider;
import dev.aegis.app.testkit.FakeProvider.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The providers' own answers, written by hand after their documents, from a real server. */
class ProvidersTest {
  private static final String KEY = "sk-canary-7f3a";
  private static final Answer OUT_OF_CREDITS =
      new Answer(
          403,
          "{\"message\":\"You have run out of credits, key sk-canary-7f3a\",\"path\":"
              + "\"/v1/chat/completions\",\"requestId\":\"r-1\",\"statusCode\":\"403\","
              + "\"timestamp\":\"2026-08-01T00:00:00Z\"}");

  @Test
  void takes201ForAnAnswer() {
    Answer created = new Answer(201, FakeProvider.says("all well").body());
    try (FakeProvider server = FakeProvider.inOrder(created)) {
      Said said = hold(server, Provider.AIML);

      assertThat(said.last()).isEqualTo("all well");
      assertThat(said.tokens()).isEqualTo(100);
      assertThat(server.keys()).containsExactly("Bearer " + KEY);
    }
  }

  @Test
  void takesTheCostThatTheProviderTells() {
    Answer answer =
        new Answer(
            200, Map.of("x-aimlapi-usd-spent", "0.0042"), FakeProvider.says("well").body(), false);
    try (FakeProvider server = FakeProvider.inOrder(answer)) {
      assertThat(hold(server, Provider.AIML).dollars()).isEqualTo(0.0042);
    }
  }

  @Test
  void saysThatCreditsAreGoneWithoutTheProvidersWordsAndAsksOnce() {
    try (FakeProvider server = FakeProvider.inOrder(OUT_OF_CREDITS)) {
      Said said = hold(server, Provider.AIML);

      assertThat(said.failure()).isEqualTo("out of credits at aiml (403)");
      assertThat(said.lasting()).isTrue();
      assertThat(said.toString()).doesNotContain("canary");
      assertThat(server.bodies()).hasSize(1);
    }
  }

  @Test
  void doesNotWaitForAColdModel() {
    try (FakeProvider server = FakeProvider.inOrder(new Answer(400, "{\"error\":\"cold\"}"))) {
      Said said = hold(server, Provider.FEATHERLESS);

      assertThat(said.failure()).contains("cold");
      assertThat(server.bodies()).hasSize(1);
    }
  }

  @Test
  void asksAgainAfterTooManyRequestsAndAfterNoCapacity() {
    Answer busy = new Answer(429, Map.of("Retry-After", "0"), "{}", false);
    Answer full = new Answer(503, Map.of("Retry-After", "0"), "{}", false);
    try (FakeProvider server = FakeProvider.inOrder(busy, full, FakeProvider.says("well"))) {
      assertThat(hold(server, Provider.FEATHERLESS).last()).isEqualTo("well");
      assertThat(server.bodies()).hasSize(3);
    }
  }

  @Test
  void doesNotWaitLongerThanItMay() {
    Answer busy = new Answer(429, Map.of("Retry-After", "59"), "{}", false);
    try (FakeProvider server = FakeProvider.inOrder(busy)) {
      assertThat(hold(server, Provider.AIML).failure()).contains("429");
      assertThat(server.bodies()).hasSize(1);
    }
  }

  @Test
  void aCutAnswerIsNoAnswer() {
    Answer cut = new Answer(200, Map.of(), "{\"choices\":[", true);
    try (FakeProvider server = FakeProvider.inOrder(cut, FakeProvider.says("well"))) {
      assertThat(hold(server, Provider.OPENAI).last()).isEqualTo("well");
    }
  }

  @Test
  void anAnswerOfAnotherFormIsAFailureInOurWords() {
    for (String body : List.of("", "null", "[]", "{}", "{\"choices\":[]}", "<html>canary</html>")) {
      try (FakeProvider server = FakeProvider.inOrder(new Answer(200, body))) {
        Said said = hold(server, Provider.OPENAI);

        assertThat(said.failure()).as(body).isNotEmpty().doesNotContain("canary");
        assertThat(said.last()).isEmpty();
      }
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    String endless = "x".repeat(ProviderHttp.MOST_BYTES + 1);
    try (FakeProvider server = FakeProvider.inOrder(new Answer(200, endless))) {
      assertThat(hold(server, Provider.OPENAI).failure()).contains("connection failed");
    }
  }

  @Test
  void looksThingsUpOverSeveralTurnsAndIsToldWhatIsWrongWithItsArguments() {
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
    try (FakeProvider server =
        FakeProvider.inOrder(
            FakeProvider.calls("ask", "{\"question\": 7}"),
            FakeProvider.calls("ask", "{\"question"),
            FakeProvider.calls("approve", "{}"),
            FakeProvider.calls("ask", "{\"question\": \"p99?\"}"),
            FakeProvider.says("well"))) {
      Said said = hold(server, Provider.OPENAI, List.of(ask));

      assertThat(said.last()).as(said.toString()).isEqualTo("well");
      assertThat(asked).containsExactly("p99?");
      assertThat(said.exchanges()).hasSize(5);
      assertThat(said.tokens()).isEqualTo(500);
      assertThat(server.bodies().getLast()).contains("There is no such tool", "212");
    }
  }

  @Test
  void aModelThatCallsToolsWithoutEndIsStopped() {
    Tool ask = new Tool("ask", "asks", "", List.of(), _ -> "more");
    try (FakeProvider server = FakeProvider.inOrder(FakeProvider.calls("ask", "{}"))) {
      Said said = hold(server, Provider.OPENAI, List.of(ask));

      assertThat(said.failure()).contains("without end");
      assertThat(server.bodies().size()).isLessThanOrEqualTo(LangchainConversation.MOST_ROUNDS + 1);
    }
  }

  private static Said hold(FakeProvider server, Provider provider) {
    return hold(server, provider, List.of());
  }

  private static Said hold(FakeProvider server, Provider provider, List<Tool> tools) {
    Endpoint endpoint =
        new Endpoint(
            provider, URI.create(server.base()), new Endpoint.Key(KEY), "Qwen/Qwen3-8B", 4, 0);
    return new LangchainConversation()
        .hold(endpoint, "You word messages.", "p99 is 212 ms.", tools, Duration.ofSeconds(30));
  }
}
