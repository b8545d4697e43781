package dev.aegis.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.testkit.Repository;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of settings shows the defaults, and each of its settings is one. */
class EnvExampleTest {
  private final Map<String, String> example = new HashMap<>();

  EnvExampleTest() {
    Repository.here()
        .read(".env.example")
        .lines()
        .filter(line -> line.matches("[A-Z_]+=.*"))
        .forEach(line -> example.put(line.split("=", 2)[0], line.split("=", 2)[1]));
  }

  @Test
  void changesNothingAsItIs() {
    assertThat(ModelSettings.of(example)).isEqualTo(ModelSettings.OFFLINE);
  }

  @Test
  void showsTheDefaults() {
    Map<String, String> keys =
        Map.of("LLM_MODE", "aiml", "AIML_API_KEY", "a", "FEATHERLESS_API_KEY", "f");
    Map<String, String> all = new HashMap<>(example);
    all.putAll(keys);

    assertThat(ModelSettings.of(all)).isEqualTo(ModelSettings.of(keys));
  }

  @Test
  void eachOfItsSettingsIsRead() {
    for (String name : example.keySet()) {
      Map<String, String> broken = new HashMap<>(example);
      broken.putAll(
          Map.of("LLM_MODE", name.startsWith("OPENAI") ? "openai" : "aiml", "OPENAI_MODEL", "m"));
      broken.putAll(Map.of("AIML_API_KEY", "a", "FEATHERLESS_API_KEY", "f"));
      broken.put(name, "\u0001 not a value");

      assertThatThrownBy(() -> ModelSettings.of(broken)).as(name).hasMessageContaining(name);
    }
  }
}
