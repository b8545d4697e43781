package dev.aegis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Forecast;
import dev.aegis.room.MessageId;
import dev.aegis.room.Plan;
import dev.aegis.room.Reason;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.ServiceProfile.Costs;
import dev.aegis.telemetry.ServiceProfile.Region;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecurityAssessmentTest {
  private static final Action.RollbackDeploy BACK =
      new Action.RollbackDeploy("shop", "east", "v2", "v1");
  private static final Action.FailoverRegion AWAY =
      new Action.FailoverRegion("shop", "east", "west");
  private static final Action BOTH = new Action.RollbackAndFailover(BACK, AWAY);
  private static final ServiceProfile PROFILE =
      new ServiceProfile(
          "shop",
          new Slo(1000, 0.01),
          "east",
          List.of(new Region("east", 6, 12), new Region("west", 8, 16)),
          20,
          100,
          Duration.ofSeconds(5),
          Duration.ofSeconds(45),
          Duration.ofSeconds(30),
          "",
          new Costs(950, Duration.ofMinutes(42), 0.2, 0.02, 40));

  @Test
  void needsAReviewForALargeBlastRadius() {
    assertThat(ReviewRule.whyReview(plan(AWAY, BACK, BlastRadius.LARGE))).isPresent();
    assertThat(ReviewRule.whyReview(plan(BACK, BACK, BlastRadius.MEDIUM))).isEmpty();
  }

  @Test
  void needsAReviewForWhatCannotBeTakenBack() {
    assertThat(ReviewRule.whyReview(plan(BACK, null, BlastRadius.SMALL)).orElseThrow())
        .contains("cannot be taken back");
  }

  @Test
  void namesTheRisksOfExactlyThisPlan() {
    SecuritySignoff both = assess(plan(BOTH, AWAY, BlastRadius.LARGE), BOTH, 0.93, 300);
    assertThat(both.residualRisks()).anyMatch(r -> r.contains("users of east are handled in west"));
    assertThat(both.residualRisks()).anyMatch(r -> r.contains("every fix that came with v2"));
    assertThat(both.residualRisks()).anyMatch(r -> r.contains("in 7 % of futures"));
    assertThat(both.conditions()).anyMatch(c -> c.contains("west keeps its 8 pods"));
    SecuritySignoff back = assess(plan(BACK, AWAY, BlastRadius.MEDIUM), BACK, 0.93, 300);
    assertThat(back.residualRisks()).noneMatch(r -> r.contains("handled in west"));
  }

  @Test
  void saysSoWhenThereIsLittleRoom() {
    assertThat(assess(plan(AWAY, BACK, BlastRadius.LARGE), AWAY, 0.95, 870).residualRisks())
        .anyMatch(r -> r.startsWith("little room: p99 reaches 870 ms of 1000 ms"));
    assertThat(assess(plan(AWAY, BACK, BlastRadius.LARGE), AWAY, 0.95, 300).residualRisks())
        .noneMatch(r -> r.startsWith("little room"));
  }

  @Test
  void doesNotSignOffWhatCannotBeTakenBackAndMayFail() {
    assertThat(assess(plan(AWAY, null, BlastRadius.LARGE), AWAY, 0.85, 300).accepted()).isFalse();
    assertThat(assess(plan(AWAY, null, BlastRadius.LARGE), AWAY, 0.95, 300).accepted()).isTrue();
  }

  @Test
  void doesNotSignOffAPlanThatAnotherReplayProved() {
    assertThat(assess(plan(AWAY, BACK, BlastRadius.LARGE), BACK, 0.95, 300).accepted()).isFalse();
  }

  private static SecuritySignoff assess(
      Plan plan, Action replayed, double probability, double worstP99) {
    Forecast none = new Forecast("none", List.of());
    Forecast fix = new Forecast("fix", List.of(new Forecast.Point(120, 200, 250, worstP99, 0.001)));
    ValidationResult result =
        new ValidationResult(
            replayed,
            Verdict.PASS,
            Reason.HOLDS,
            "it holds",
            probability,
            10,
            Duration.ofMinutes(15),
            40,
            none,
            fix,
            none,
            List.of(),
            List.of());
    return SecurityAssessment.of(plan, result, PROFILE);
  }

  private static Plan plan(Action action, @Nullable Action undo, BlastRadius blast) {
    return new Plan(
        action,
        undo,
        "as the test says",
        Duration.ofMinutes(5),
        blast,
        1,
        "shop/east pods=6 version=v2",
        new MessageId("m-1"));
  }
}
