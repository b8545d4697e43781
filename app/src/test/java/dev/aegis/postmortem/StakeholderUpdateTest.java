package dev.aegis.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.StakeholderUpdate.Stage;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lies beside the stories, which are the shell's; what it tests is pure. */
class StakeholderUpdateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:02:00Z");

  @Test
  void goesThroughItsStagesWithTheRecord() {
    List<RoomMessage> leak = Stories.leak();
    assertThat(StakeholderUpdate.of(Incident.of(List.of()), NOW)).isEmpty();
    assertThat(of(leak.subList(0, 1)).stage()).isEqualTo(Stage.INVESTIGATING);
    assertThat(of(leak.subList(0, 2)).stage()).isEqualTo(Stage.IDENTIFIED);
    assertThat(of(Stories.waiting()).stage()).isEqualTo(Stage.IDENTIFIED);
    int verified = 0;
    while (!(leak.get(verified).payload() instanceof Verification)) {
      verified++;
    }
    assertThat(of(leak.subList(0, verified)).stage()).isEqualTo(Stage.MONITORING);
    assertThat(of(leak.subList(0, verified - 1)).stage()).isEqualTo(Stage.IDENTIFIED);
    assertThat(of(leak).stage()).isEqualTo(Stage.RESOLVED);
  }

  @Test
  void claimsNoFixWhereNobodyCanTellOrNothingWasDone() {
    assertThat(of(Stories.unknown()).stage()).isEqualTo(Stage.IDENTIFIED);
    assertThat(of(Stories.denied()).stage()).isEqualTo(Stage.IDENTIFIED);
  }

  @Test
  void tellsUsersHowItIsForThemAndWhenTheyHearMore() {
    assertThat(of(Stories.waiting()).text())
        .isEqualTo(
            "Since 02:59 UTC some requests take 4.2 s or longer and about 12 % of requests fail."
                + " We have found the likely cause and are working on a fix."
                + " Next update by 03:32 UTC.");
    assertThat(of(Stories.leak()).text())
        .startsWith("From 02:59 UTC on, for 89 s, some requests took 4.2 s")
        .doesNotContain("Next update");
    assertThat(of(Stories.leak()).nextBy()).isEmpty();
    assertThat(of(Stories.waiting()).nextBy()).contains(NOW.plusSeconds(1800));
  }

  @Test
  void namesNothingOfTheInside() {
    for (List<RoomMessage> log :
        List.of(Stories.leak(), Stories.waiting(), Stories.unknown(), Stories.undecidable())) {
      assertThat(of(log).text())
          .doesNotContain(
              "checkout", "search", "us-east", "us-west", "v2.3", "INC-", "@", "alice", "index");
    }
  }

  private static StakeholderUpdate of(List<RoomMessage> log) {
    return StakeholderUpdate.of(Incident.of(log), NOW).orElseThrow();
  }
}
