package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Deferral;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Timer;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentTest {
  private static final Instant NOW = Instant.parse("2026-03-14T03:00:00Z");
  private static final Action RESTART = new Action.RestartPods("shop", "east", 6);
  private static final Plan PLAN =
      new Plan(
          RESTART,
          null,
          "pods stay restarted",
          Duration.ofMinutes(2),
          BlastRadius.MEDIUM,
          0,
          "pods=6",
          new MessageId("m-1"));

  private final List<RoomMessage> log = new ArrayList<>();

  @Test
  void anEmptyLogIsAQuietIncident() {
    Incident incident = Incident.of(log);
    assertThat(incident.phase()).isEqualTo(Phase.QUIET);
    assertThat(incident.status()).isEqualTo(Status.OPEN);
    assertThat(incident.room()).isEmpty();
    assertThat(incident.openDeadlines()).isEmpty();
  }

  @Test
  void aRequestIsADeadlineUntilItIsAnsweredOrAnnounced() {
    RoomMessage request = ask();
    Timer deadline = new Timer(Timer.Purpose.APPROVAL_EXPIRED, request.id(), NOW.plusSeconds(900));
    assertThat(Incident.of(log).openDeadlines()).containsExactly(deadline);
    say(Handle.AEGIS, deadline);
    assertThat(Incident.of(log).openDeadlines()).isEmpty();
  }

  @Test
  void anAnswerSettlesTheDeadlineOnlyOfThePlanItNames() {
    ask();
    say(Handle.HUMAN, new Approval("f".repeat(64), true, "alice", ""));
    assertThat(Incident.of(log).openDeadlines()).hasSize(1);
    assertThat(Incident.of(log).approval()).isEmpty();
    say(Handle.HUMAN, new Approval(PLAN.hash(), true, "alice", ""));
    assertThat(Incident.of(log).openDeadlines()).isEmpty();
    assertThat(Incident.of(log).approval()).isPresent();
  }

  @Test
  void lookingAgainIsADeadlineOfItsOwnEachTime() {
    for (int i = 1; i <= 2; i++) {
      say(
          Handle.COMMANDER,
          new Verification(
              PLAN.hash(),
              Verification.Outcome.PENDING,
              1,
              0,
              NOW.plusSeconds(30L * i),
              "wait",
              List.of()));
    }
    assertThat(Incident.of(log).openDeadlines()).hasSize(2);
  }

  @Test
  void aDeferralIsADeadlineUntilItIsAnnouncedOrTheRoomIsOver() {
    RoomMessage deferral = say(Handle.REMEDIATOR, new Deferral("too early", List.of(), NOW));
    Timer due = new Timer(Timer.Purpose.JUDGE_AGAIN, deferral.id(), NOW);
    assertThat(Incident.of(log).openDeadlines()).containsExactly(due);
    say(Handle.AEGIS, due);
    assertThat(Incident.of(log).openDeadlines()).isEmpty();
  }

  @Test
  void anUnknownOutcomeOutranksWhateverIsSaidLater() {
    Execution armed =
        new Execution(PLAN.hash(), 0, 1, false, RESTART, Execution.State.ARMED, "key", "restart");
    say(Handle.COMMANDER, armed);
    say(
        Handle.AEGIS,
        new Execution(
            PLAN.hash(), 0, 1, false, RESTART, Execution.State.UNKNOWN, "key", "out of sight"));
    say(Handle.COMMANDER, new Escalation("a person must look", List.of(), List.of()));
    assertThat(Incident.of(log).status()).isEqualTo(Status.UNKNOWN);
  }

  private RoomMessage ask() {
    return say(
        Handle.COMMANDER,
        new ApprovalRequest(
            PLAN, PLAN.hash(), "restart", List.of(), List.of(), NOW.plusSeconds(900)));
  }

  private RoomMessage say(Handle sender, Payload payload) {
    long seq = log.size() + 1L;
    RoomMessage message =
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            RoomId.of(2026, 1),
            seq,
            new MessageId("m-" + seq),
            null,
            sender,
            List.of(),
            "text",
            payload,
            NOW);
    log.add(message);
    return message;
  }
}
