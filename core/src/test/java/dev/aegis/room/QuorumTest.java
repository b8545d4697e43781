package dev.aegis.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final Plan PLAN =
      new Plan(
          new Action.ScalePods("checkout", "east", 6, 12),
          new Action.ScalePods("checkout", "east", 12, 6),
          "scale back",
          Duration.ofSeconds(45),
          BlastRadius.SMALL,
          1,
          "state",
          new MessageId("verdict"),
          "policy");

  private static ApprovalRequest asked(int approvers) {
    return new ApprovalRequest(
        PLAN, PLAN.hash(), "please", List.of(), List.of(), Instant.EPOCH, approvers);
  }

  private static Approval says(String who, boolean yes) {
    return new Approval(PLAN.hash(), yes, who, "");
  }

  @Test
  void aYesToAnotherPlanDoesNotCount() {
    Approval other = new Approval("0".repeat(64), true, "ben", "");

    Quorum quorum = Quorum.of(asked(2), List.of(says("anna", true), other));

    assertThat(quorum.answer()).isEmpty();
    assertThat(quorum.missing()).isEqualTo("1 of 2 approved, anna; it needs one more, not anna");
  }

  @Test
  void whatIsSaidOnceItIsDecidedChangesNothing() {
    List<Approval> answers =
        List.of(says("anna", true), says("ben", true), says("carl", false), says("dora", true));

    Quorum quorum = Quorum.of(asked(2), answers);

    assertThat(quorum.reached()).isTrue();
    assertThat(quorum.decidedBy()).isEqualTo("anna and ben");
    assertThat(quorum.missing()).isEmpty();
  }

  @Test
  void nobodyIsAskedForNoneOrForMoreThanCanBeFound() {
    for (int approvers : new int[] {0, -1, ApprovalRequest.MOST_APPROVERS + 1}) {
      assertThatThrownBy(() -> asked(approvers)).hasMessageContaining("1 to 5 approvers");
    }
  }

  /**
   * However people answer, a plan is approved exactly when enough different ones did, before a no.
   */
  @Test
  void isReachedExactlyWhenEnoughDifferentPeopleSaidYesBeforeAnybodySaidNo() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> names = List.of("anna", "ANNA", " anna", "ben", "Ben", "carl", "dora");
    for (int run = 0; run < 2_000; run++) {
      int needed = 1 + random.nextInt(3);
      List<Approval> answers = new ArrayList<>();
      Set<String> people = new HashSet<>();
      boolean expected = false;
      boolean ended = false;
      for (int i = random.nextInt(8); i > 0; i--) {
        String name = names.get(random.nextInt(names.size()));
        boolean yes = random.nextInt(6) > 0;
        answers.add(says(name, yes));
        if (!ended && yes) {
          people.add(name.strip().toLowerCase(Locale.ROOT));
        }
        expected |= !ended && people.size() >= needed;
        ended |= !yes || expected;
      }
      Quorum quorum = Quorum.of(asked(needed), answers);
      assertThat(quorum.reached()).as("seed " + seed + ", run " + run).isEqualTo(expected);
    }
  }
}
