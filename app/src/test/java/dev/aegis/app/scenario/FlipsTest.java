package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A figure of a story changes, and nothing else: the conclusion follows. */
class FlipsTest {
  @TempDir Path home;

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # story         | figure                                 | becomes                | said                   | not said
          leak            | leak_per_request: 0.005%               | leak_per_request: 0%   | ""                     | cause:leak_by_deploy
          leak            | pod_start: 45s                         | pod_start: 10s         | action:rollback_deploy,verdict:PASS | action:rollback_and_failover,verdict:PASS
          leak            | us-west-2: { pods: 8, max_pods: 16 }   | us-west-2: { pods: 3, max_pods: 3 } | "" | failover,verdict:PASS
          surge           | max_pods: 12                           | max_pods: 6            | ""                     | scale_pods
          slow-dependency | , contention: 0.002, coherence: 0.0003 | ""                     | ""                     | worsens
          bad-config      | pod_start: 12s                         | pod_start: 60s         | failover               | action:rollback_deploy,verdict:PASS
          """)
  void theConclusionFollowsTheFigure(
      String story, String figure, String becomes, String said, String notSaid) throws IOException {
    String text = Scenarios.find(story).text();
    assertThat(text).contains(figure);
    Path changed = home.resolve("changed.yaml");
    Files.writeString(changed, text.replace(figure, becomes));

    String before =
        Played.demo(home, "", "--scenario", story, "--json").summary().replace("\"", "");
    String after =
        Played.demo(home, "", "--scenario", changed.toString(), "--json")
            .summary()
            .replace("\"", "");
    System.out.println(story + ", " + becomes + ": " + after);

    assertThat(after).contains(said).doesNotContain(notSaid);
    assertThat(before.contains(said) && !before.contains(notSaid))
        .as("the story as it is says otherwise: %s", before)
        .isFalse();
  }
}
