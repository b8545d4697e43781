package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.intake.PolicyYaml;
import dev.aegis.app.testkit.Repository;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/scenarios.md has the keys that are read and the stories that come with Aegis. */
class ScenariosPageTest {
  private final String page = Repository.here().read("docs/scenarios.md");

  @Test
  void namesEveryKeyOfEverySectionAndNoOther() {
    Map<String, List<String>> read = new TreeMap<>();
    read.put("policy", PolicyYaml.POLICY);
    read.put("policy.allow", PolicyYaml.ALLOW);
    read.put("policy.freeze", PolicyYaml.FREEZE);
    read.put("production", ScenarioFile.PRODUCTION);
    read.put("production.versions", ScenarioFile.VERSION);
    read.put("production.regions", ScenarioFile.REGION);
    read.put("production.regions.traffic", ScenarioFile.TRAFFIC);
    read.put("production.regions.dependency", ScenarioFile.DEPENDENCY);
    read.put("story", ScenarioFile.STORY);
    read.put("monitoring", ScenarioFile.MONITORING);
    read.put("actuators", ScenarioFile.ACTUATORS);
    read.put("events", ScenarioFile.EVENT);

    Map<String, List<String>> told = sections();
    assertThat(
            Stream.concat(
                Stream.of("name", "title"), told.keySet().stream().filter(s -> !s.contains("."))))
        .containsExactlyInAnyOrderElementsOf(ScenarioFile.TOP);
    told.keySet().removeAll(List.of("slo", "service"));
    assertThat(told).isEqualTo(read);
  }

  private Map<String, List<String>> sections() {
    String keys = page.substring(page.indexOf("## Keys"));
    return Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| (`.+`) \\|$")
        .matcher(keys)
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row -> Arrays.asList(row.group(2).replace("`", "").split(", ", -1)),
                (a, _) -> a,
                TreeMap::new));
  }

  @Test
  void listsTheStoriesInTheirOrder() {
    String stories = page.substring(0, page.indexOf("## Keys"));
    assertThat(
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
                .matcher(stories)
                .results()
                .map(r -> r.group(1)))
        .containsExactlyElementsOf(Scenarios.NAMES);
  }
}
