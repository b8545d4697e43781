package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo does when a person, a target or a switch says no, or nothing at all. */
class DemoSafetyTest {
  @TempDir Path home;

  @Test
  void aFixWithoutEffectIsNotCalledAFix() throws IOException {
    Played played = play("actuators: { without_effect: [ rollback_deploy ] }");

    assertThat(played.exit()).as(played.out()).isEqualTo(4);
    assertThat(played.out())
        .containsPattern("NOT HELD {2}the SLO is still breached")
        .containsPattern("ESCALATED")
        .containsPattern("ASKS +rollback_deploy did not help in reality")
        .containsPattern("fix 2 +(?!rollback_deploy)")
        .containsPattern("ESCALATED TO A PERSON|NOT RESOLVED")
        .doesNotContain("RESOLVED  rollback");
  }

  @Test
  void aTargetOutOfSightIsReportedUnknownAndTheStepNotRepeated() throws IOException {
    Played played = play("actuators: { out_of_sight: [ rollback_deploy ] }", "--json");

    assertThat(played.exit()).as(played.out()).isEqualTo(6);
    assertThat(played.executions()).containsExactly("armed", "dispatched", "unknown");
    assertThat(played.summary()).contains("\"resolved\":false");
  }

  @Test
  void aDenialChangesNothing() throws IOException {
    Played played = play("", "--json", "--approve", "deny");

    assertThat(played.exit()).isEqualTo(5);
    assertThat(played.executions()).isEmpty();
  }

  @Test
  void aPersonWhoSaysYesIsOnRecordAsThePersonWhoDid() throws IOException {
    Played played = answered("y\n");

    assertThat(played.exit()).as(played.out()).isZero();
    assertThat(played.err()).contains("approve plan ");
    assertThat(played.summary()).contains("\"approvedBy\":\"operator\"");
  }

  @Test
  void aPersonWhoSaysNoIsObeyedAndTheReasonKept() throws IOException {
    Played played = answered("n, the release train leaves at six\n");

    assertThat(played.exit()).isEqualTo(5);
    assertThat(played.executions()).isEmpty();
    assertThat(played.out()).contains("the release train leaves at six");
  }

  @Test
  void theEndOfTheInputIsANo() throws IOException {
    Played played = answered("");

    assertThat(played.exit()).isEqualTo(5);
    assertThat(played.executions()).isEmpty();
  }

  @Test
  void theKillSwitchKeepsAnApprovedStepFromItsTarget() throws IOException {
    Files.createFile(home.resolve("STOP"));

    Played played = play("", "--json");

    assertThat(played.exit()).isEqualTo(4);
    assertThat(played.executions()).containsExactly("armed", "refused");
    assertThat(played.out()).contains("the kill switch is on; nothing was done");
  }

  @Test
  void aSecondDemoInTheSameDirectoryIsTurnedAwayWithOneClearLine() throws IOException {
    Path state = Files.createDirectories(home.resolve("demo"));
    try (Journal _ = Journal.open(state, java.time.InstantSource.system())) {
      Played second = play("");

      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.out()).isEmpty();
      assertThat(second.err())
          .hasLineCount(1)
          .contains(state.toString())
          .doesNotContain("unexpected");
    }
  }

  private Played answered(String input) throws IOException {
    return Played.demo(home, input, "--scenario", scenario(""), "--json", "--approve", "ask");
  }

  private Played play(String more, String... options) throws IOException {
    String[] all = new String[options.length + 2];
    all[0] = "--scenario";
    all[1] = scenario(more);
    System.arraycopy(options, 0, all, 2, options.length);
    return Played.demo(home, "", all);
  }

  private String scenario(String more) throws IOException {
    String text = Scenarios.find("bad-config").text() + "\n" + more + "\n";
    return Files.writeString(home.resolve("story.yaml"), text).toString();
  }
}
