package dev.aegis.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.room.Handle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {
  private static final Map<String, String> KEYS =
      Map.of("AIML_API_KEY", "aiml-canary-1", "FEATHERLESS_API_KEY", "featherless-canary-2");

  @Test
  void worksWithoutModelsUnlessToldOtherwise() {
    assertThat(ModelSettings.of(KEYS).offline()).isTrue();
    assertThat(ModelSettings.of(Map.of("LLM_MODE", "offline")).offline()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"aiml, AIML", "featherless, FEATHERLESS"})
  void splitsTheAgentsBetweenTheTwoProviders(String mode, Provider ofSecurity) {
    ModelSettings settings = ModelSettings.of(with("LLM_MODE", mode));

    assertThat(settings.routes())
        .containsEntry(Handle.OBSERVER, Provider.AIML)
        .containsEntry(Handle.REMEDIATOR, Provider.AIML)
        .containsEntry(Handle.COMMANDER, Provider.AIML)
        .containsEntry(Handle.DIAGNOSTICIAN, Provider.FEATHERLESS)
        .containsEntry(Handle.VALIDATOR, Provider.FEATHERLESS)
        .containsEntry(Handle.SECURITY, ofSecurity);
    assertThat(settings.notes()).isEmpty();
    assertThat(settings.of(Handle.VALIDATOR))
        .extracting(Endpoint::name)
        .containsExactly("featherless Qwen/Qwen3-32B", "aiml openai/gpt-oss-120b");
  }

  @Test
  void putsAllOnTheOtherProviderWhereAKeyIsMissingAndSaysSoOnce() {
    ModelSettings settings =
        ModelSettings.of(Map.of("LLM_MODE", "featherless", "AIML_API_KEY", "k"));

    assertThat(settings.routes().values()).containsOnly(Provider.AIML);
    assertThat(settings.notes())
        .containsExactly("models: FEATHERLESS_API_KEY is not set, so all agents are on aiml");
  }

  @Test
  void takesAnyEndpointThatSpeaksOpenAisApiWithoutAKey() {
    ModelSettings settings =
        ModelSettings.of(
            Map.of(
                "LLM_MODE", "openai",
                "OPENAI_BASE_URL", "http://localhost:11434/v1/",
                "OPENAI_MODEL", "qwen3:8b"));

    Endpoint endpoint = settings.of(Handle.SECURITY).getFirst();
    assertThat(endpoint.base()).hasToString("http://localhost:11434/v1");
    assertThat(endpoint.key().secret()).isEmpty();
  }

  @Test
  void overridesOneAgentAndTurnsAnotherOff() {
    ModelSettings settings =
        ModelSettings.of(
            with("LLM_MODE", "aiml", "LLM_AGENTS", "security=featherless, commander=off"));

    assertThat(settings.routes()).containsEntry(Handle.SECURITY, Provider.FEATHERLESS);
    assertThat(settings.of(Handle.COMMANDER)).isEmpty();
  }

  @Test
  void keepsEveryDefault() {
    ModelSettings settings = ModelSettings.of(with("LLM_MODE", "aiml"));

    assertThat(settings.tokens()).isEqualTo(60_000);
    assertThat(settings.dollars()).isEqualTo(1);
    assertThat(settings.seconds()).isEqualTo(Duration.ofMinutes(3));
    assertThat(settings.turn()).isEqualTo(Duration.ofSeconds(20));
    Endpoint aiml = endpoint(settings, Provider.AIML);
    assertThat(aiml.base()).hasToString("https://api.aimlapi.com/v1");
    assertThat(aiml.units()).isEqualTo(4);
    assertThat(aiml.dollarsPerMillionTokens()).isZero();
    assertThat(endpoint(settings, Provider.FEATHERLESS).base())
        .hasToString("https://api.featherless.ai/v1");
  }

  @Test
  void saysAllThatIsWrongInOneMessageAndNoKey() {
    Map<String, String> wrong =
        with(
            "LLM_MODE", "aiml",
            "AIML_BASE_URL", "http://models.example/v1",
            "FEATHERLESS_MODEL", "two words",
            "LLM_AGENTS", "pilot=aiml",
            "LLM_MAX_USD", "much",
            "LLM_TURN_SECONDS", "600");

    assertThatThrownBy(() -> ModelSettings.of(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "AIML_BASE_URL: expected https",
            "FEATHERLESS_MODEL",
            "LLM_AGENTS",
            "LLM_MAX_USD: expected a number from 0.001 to 1000.0, found \"much\"",
            "LLM_TURN_SECONDS",
            ".env.example")
        .message()
        .doesNotContain("canary");
  }

  @Test
  void refusesAModeWithoutAnyKeyAndOneThatDoesNotExist() {
    assertThatThrownBy(() -> ModelSettings.of(Map.of("LLM_MODE", "aiml")))
        .hasMessageContaining("expected AIML_API_KEY or FEATHERLESS_API_KEY, found neither");
    assertThatThrownBy(() -> ModelSettings.of(Map.of("LLM_MODE", "gpt")))
        .hasMessageContaining("expected offline, aiml, featherless or openai, found \"gpt\"");
  }

  @Test
  void noTextOfSettingsHasAKey() {
    ModelSettings settings = ModelSettings.of(with("LLM_MODE", "aiml"));

    assertThat(settings.toString()).doesNotContain("canary");
    assertThat(settings.of(Handle.OBSERVER).toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "Qwen/Qwen3-8B, 1",
    "Qwen/Qwen3-32B, 2",
    "meta-llama/Llama-3.3-70B-Instruct, 4",
    "moonshotai/Kimi-K2-Instruct, 4"
  })
  void featherlessCountsACallByTheSizeOfTheModel(String model, int units) {
    ModelSettings settings = ModelSettings.of(with("LLM_MODE", "aiml", "FEATHERLESS_MODEL", model));

    assertThat(endpoint(settings, Provider.FEATHERLESS).unitsOfACall()).isEqualTo(units);
    assertThat(endpoint(settings, Provider.AIML).unitsOfACall()).isEqualTo(1);
  }

  private static Endpoint endpoint(ModelSettings settings, Provider provider) {
    return Objects.requireNonNull(settings.endpoints().get(provider));
  }

  private static Map<String, String> with(String... pairs) {
    Map<String, String> all = new HashMap<>(KEYS);
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    assertThat(List.of(pairs).size() % 2).isZero();
    return all;
  }
}
