package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhaseTest {
  @Test
  void everyPhaseCanBeReached() {
    Set<Phase> seen = EnumSet.of(Phase.QUIET);
    Deque<Phase> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (Phase next : Phase.transitions().getOrDefault(open.pop(), Map.of()).values()) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(Phase.values());
  }

  @Test
  void aPhaseIsTerminalExactlyWhenNothingLeadsOut() {
    for (Phase phase : Phase.values()) {
      assertThat(phase.terminal())
          .as(phase.name())
          .isEqualTo(Phase.transitions().getOrDefault(phase, Map.of()).isEmpty());
    }
  }

  @Test
  void everyPhaseBeforeTheEndCanBeHandedToAPerson() {
    for (Phase phase : EnumSet.range(Phase.OPEN, Phase.FAILED)) {
      assertThat(phase.on(Milestone.ESCALATED)).as(phase.name()).contains(Phase.WITH_A_PERSON);
    }
  }

  @Test
  void nothingIsArmedWithoutApproval() {
    for (Phase phase : Phase.values()) {
      if (phase.on(Milestone.ARMED).isPresent()) {
        assertThat(phase).isIn(Phase.APPROVED, Phase.VERIFYING, Phase.FAILED);
      }
    }
  }

  @Test
  void aFixThatTakesThePlaceOfTheOneThatIsAskedForIsProvedFirst() {
    assertThat(Phase.AWAITING_APPROVAL.on(Milestone.PROPOSED)).contains(Phase.PROVING);
    assertThat(Phase.PROVING.on(Milestone.GRANTED)).isEmpty();
    assertThat(Phase.APPROVED.on(Milestone.PROPOSED)).isEmpty();
  }

  @Test
  void aVerdictThatComesLateChangesNothing() {
    assertThat(Phase.AWAITING_APPROVAL.on(Milestone.PASSED)).isEmpty();
    assertThat(Phase.CLOSED_BY_DECISION.on(Milestone.ARMED)).isEmpty();
  }
}
