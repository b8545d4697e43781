package dev.aegis.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntentTest {
  @Test
  void onlyAPersonOrAPolicyMayApprove() {
    assertThat(Intent.APPROVAL.senders()).containsExactlyInAnyOrder(Handle.HUMAN, Handle.POLICY);
  }

  @Test
  void noAgentMaySpeakForAnother() {
    assertThat(Intent.VALIDATION_RESULT.allows(Handle.REMEDIATOR)).isFalse();
    assertThat(Intent.DECISION.allows(Handle.VALIDATOR)).isFalse();
    assertThat(Intent.EXECUTION.allows(Handle.REMEDIATOR)).isFalse();
    assertThat(Intent.APPROVAL.allows(Handle.COMMANDER)).isFalse();
  }

  @Test
  void everyIntentHasAWireNameOfItsOwnAndIsFoundByIt() {
    for (Intent intent : Intent.values()) {
      assertThat(Intent.fromWire(intent.wire())).contains(intent);
    }
    assertThat(Intent.fromWire("chatter")).isEmpty();
  }

  @Test
  void everyIntentIsCarriedByExactlyOnePayload() {
    assertThat(Payload.class.getPermittedSubclasses()).hasSameSizeAs(Intent.values());
  }

  @Test
  void theSameAnswerHasTheSameIdAndAnotherHasNot() {
    RoomId room = RoomId.of(2026, 1);
    MessageId first = MessageId.ofAnswer(room, Handle.VALIDATOR, "m-1", 0);
    assertThat(MessageId.ofAnswer(room, Handle.VALIDATOR, "m-1", 0)).isEqualTo(first);
    assertThat(
            List.of(
                MessageId.ofAnswer(room, Handle.VALIDATOR, "m-1", 1),
                MessageId.ofAnswer(room, Handle.VALIDATOR, "m-2", 0),
                MessageId.ofAnswer(room, Handle.COMMANDER, "m-1", 0),
                MessageId.ofAnswer(RoomId.of(2026, 2), Handle.VALIDATOR, "m-1", 0)))
        .doesNotContain(first);
  }

  @Test
  void refusesWhatIsNotAnIncident() {
    assertThatThrownBy(() -> new RoomId("../../etc/passwd"))
        .hasMessageContaining("expected an incident such as INC-2026-0001");
  }

  @Test
  void anApprovalRequestIsBoundToTheHashOfItsPlan() {
    Plan plan =
        new Plan(
            new Action.ScalePods("shop", "east", 6, 12),
            null,
            "why",
            java.time.Duration.ofSeconds(45),
            BlastRadius.SMALL,
            1,
            "state",
            new MessageId("m-1"));
    assertThatThrownBy(() ->
            new ApprovalRequest(
                plan, "0".repeat(64), "summary", List.of(), List.of(), java.time.Instant.EPOCH))
        .hasMessageContaining("expected the hash of the plan");
  }
}
