package dev.aegis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.execution.Steps;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Phase;
import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Cause;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Handle;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Reason;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.ServiceProfile.Costs;
import dev.aegis.telemetry.ServiceProfile.Region;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommanderTest {
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final Instant ONSET = Instant.parse("2026-03-14T03:00:00Z");
  private static final String STATE = "east pods=6 version=v2";
  private static final Slo SLO = new Slo(1000, 0.01);
  private static final Action.ScalePods SCALE = new Action.ScalePods("shop", "east", 6, 12);
  private static final Action.FailoverRegion AWAY =
      new Action.FailoverRegion("shop", "east", "west");

  private final List<RoomMessage> log = new ArrayList<>();
  private final Commander commander =
      new Commander(CommandSettings.DEFAULT, new Proof(ReplaySettings.STANDARD));
  private Instant now = ONSET.plusSeconds(60);
  private String state = STATE;
  private Policy policy = new Policy(Autonomy.APPROVE);
  private boolean live = true;

  @Test
  void asksAPersonForASmallPlanAndBindsTheRequestToItsHash() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    assertThat(request.planHash()).isEqualTo(request.plan().hash());
    assertThat(request.expiresAt()).isEqualTo(now.plus(Duration.ofMinutes(15)));
    assertThat(log.getLast().mentions()).containsExactly(Handle.HUMAN);
  }

  @Test
  void recruitsSecurityBeforeAPersonIsAskedAboutALargePlan() {
    RoomMessage passed = passed(AWAY, BlastRadius.LARGE);
    Reply review = only(turn(passed));
    assertThat(review.mentions()).containsExactly(Handle.SECURITY);
    SecurityReview asked = (SecurityReview) review.payload();
    say(Handle.COMMANDER, passed, review.payload());
    RoomMessage signed =
        say(
            Handle.SECURITY,
            log.getLast(),
            new SecuritySignoff(asked.plan().hash(), true, List.of("risk"), List.of("condition")));
    ApprovalRequest request = (ApprovalRequest) only(turn(signed)).payload();
    assertThat(request.plan()).isEqualTo(asked.plan());
    assertThat(request.conditions()).containsExactly("condition");
  }

  @Test
  void handsOverWhenSecurityDoesNotSignOff() {
    RoomMessage passed = passed(AWAY, BlastRadius.LARGE);
    SecurityReview asked = (SecurityReview) only(turn(passed)).payload();
    say(Handle.COMMANDER, passed, asked);
    RoomMessage signed =
        say(
            Handle.SECURITY,
            log.getLast(),
            new SecuritySignoff(asked.plan().hash(), false, List.of("no way back"), List.of()));
    assertThat(only(turn(signed)).payload()).isInstanceOf(Escalation.class);
  }

  @Test
  void makesNoPlanOfAVerdictOnAnotherAction() {
    say(Handle.OBSERVER, null, signal());
    say(Handle.DIAGNOSTICIAN, log.getLast(), diagnosis());
    RoomMessage proposed =
        say(Handle.REMEDIATOR, log.getLast(), proposal(SCALE, BlastRadius.SMALL));
    RoomMessage forged = say(Handle.VALIDATOR, proposed, result(AWAY, Verdict.PASS));
    assertThatThrownBy(() -> turn(forged)).hasMessageContaining("passed its own replay");
  }

  @Test
  void armsTheFirstStepOnlyAndOnlyOnceApproved() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    Execution armed = (Execution) only(turn(approve(request.planHash()))).payload();
    assertThat(armed.state()).isEqualTo(Execution.State.ARMED);
    assertThat(armed.action()).isEqualTo(SCALE);
  }

  @Test
  void aSecondApprovalStartsNothing() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    RoomMessage first = approve(request.planHash());
    RoomMessage second = approve(request.planHash());
    say(Handle.COMMANDER, first, only(turn(first)).payload());
    assertThat(only(turn(second)).payload()).isInstanceOf(Answer.class);
  }

  @Test
  void whereTwoHaveToApproveTheSecondPersonStartsIt() {
    policy = policy.withApprovers(2);
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    assertThat(request.approvers()).isEqualTo(2);
    Reply one = only(turn(approveAs("alice", request.planHash())));
    assertThat(one.payload()).isInstanceOf(Answer.class);
    assertThat(one.text()).isEqualTo("1 of 2 approved, alice; it needs one more, not alice");
    assertThat(Incident.of(log).phase()).isEqualTo(Phase.AWAITING_APPROVAL);

    for (String again : List.of("alice", "Alice", " ALICE ")) {
      assertThat(only(turn(approveAs(again, request.planHash()))).payload())
          .as(again)
          .isInstanceOf(Answer.class);
    }

    RoomMessage second = approveAs("ben", request.planHash());
    assertThat(only(turn(second)).payload()).isInstanceOf(Execution.class);
    assertThat(Incident.of(log).phase()).isEqualTo(Phase.APPROVED);
    assertThat(Incident.of(log).quorum().orElseThrow().decidedBy()).isEqualTo("alice and ben");
  }

  @Test
  void whereTwoHaveToApproveOneNoEndsIt() {
    policy = policy.withApprovers(2);
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    turn(approveAs("alice", request.planHash()));
    RoomMessage no =
        say(
            Handle.HUMAN,
            log.getLast(),
            new Approval(request.planHash(), false, "ben", "not on a Friday"));

    List<Reply> replies = turn(no);

    assertThat(replies).noneMatch(r -> r.payload() instanceof Execution);
    assertThat(decision(replies).outcome()).isEqualTo(Decision.Outcome.DENIED);
    assertThat(Incident.of(log).quorum().orElseThrow().decidedBy()).isEqualTo("ben");
  }

  @Test
  void whereTwoHaveToApproveTheSecondMayNotComeTooLate() {
    policy = policy.withApprovers(2);
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    turn(approveAs("alice", request.planHash()));
    now = request.expiresAt();

    List<Reply> replies = turn(approveAs("ben", request.planHash()));

    assertThat(replies).noneMatch(r -> r.payload() instanceof Execution);
    assertThat(decision(replies).outcome()).isEqualTo(Decision.Outcome.EXPIRED);
  }

  @Test
  void anApprovalOfTwoIsVoidOnceOneIsEnough() {
    policy = policy.withApprovers(2);
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    turn(approveAs("alice", request.planHash()));
    policy = policy.withApprovers(1);

    Reply reply = only(turn(approveAs("ben", request.planHash())));

    assertThat(reply.payload()).isInstanceOf(Escalation.class);
    assertThat(reply.text()).contains("policy has changed");
  }

  @Test
  void anApprovalOfAnotherPlanStartsNothing() {
    request(SCALE, BlastRadius.SMALL);
    assertThat(only(turn(approve("0".repeat(64)))).payload()).isInstanceOf(Answer.class);
  }

  @Test
  void anApprovalAfterItsExpiryStartsNothing() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    now = request.expiresAt();
    List<Reply> replies = turn(approve(request.planHash()));
    assertThat(replies).noneMatch(r -> r.payload() instanceof Execution);
    assertThat(decision(replies).outcome()).isEqualTo(Decision.Outcome.EXPIRED);
  }

  @Test
  void anApprovalAfterTheEndStartsNothingAndEndsNothingAgain() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    RoomMessage asked = log.getLast();
    now = request.expiresAt();
    RoomMessage timer =
        say(
            Handle.AEGIS,
            asked,
            new Timer(Timer.Purpose.APPROVAL_EXPIRED, asked.id(), request.expiresAt()));
    for (Reply reply : turn(timer)) {
      say(Handle.COMMANDER, timer, reply.payload());
    }
    assertThat(only(turn(approve(request.planHash()))).payload()).isInstanceOf(Answer.class);
  }

  @Test
  void anApprovalIsVoidOnceTheTargetsHaveChanged() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    state = "east pods=6 version=v3";
    Reply reply = only(turn(approve(request.planHash())));
    assertThat(reply.payload()).isInstanceOf(Escalation.class);
    assertThat(reply.text()).contains("void").contains("version=v3");
  }

  @Test
  void anApprovalIsVoidOnceThePolicyHasChanged() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    policy = new Policy(Autonomy.APPROVE, List.of(), List.of(), Duration.ZERO, 1, 1, 1);
    Reply reply = only(turn(approve(request.planHash())));
    assertThat(reply.payload()).isInstanceOf(Escalation.class);
    assertThat(reply.text()).contains("void").contains("policy has changed");
  }

  @Test
  void metricsThatChangeDoNotVoidAnApproval() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    assertThat(request.plan().observedState()).isEqualTo(STATE);
    assertThat(only(turn(approve(request.planHash()))).payload()).isInstanceOf(Execution.class);
  }

  @Test
  void aSearchThatCouldNotDecideIsPutOffUntilMoreIsObserved() {
    Reply reply = only(turn(undecided(Verdict.ABSTAIN)));

    assertThat(reply.mentions()).containsExactly(Handle.HUMAN);
    Deferral deferral = (Deferral) reply.payload();
    assertThat(deferral.judgeAgainAt()).isAfter(now);
    assertThat(deferral.sentence()).isEqualTo("it holds");
  }

  @Test
  void behindARecordingNothingIsPutOff() {
    live = false;
    assertThat(only(turn(undecided(Verdict.ABSTAIN))).payload()).isInstanceOf(Escalation.class);
  }

  @Test
  void aRejectionIsNotPutOff() {
    assertThat(only(turn(undecided(Verdict.REJECT))).payload()).isInstanceOf(Escalation.class);
  }

  @Test
  void whatCouldNotBeReplayedAtAllIsNotPutOff() {
    say(Handle.OBSERVER, null, signal());
    say(Handle.DIAGNOSTICIAN, log.getLast(), diagnosis());
    RoomMessage proposed =
        say(Handle.REMEDIATOR, log.getLast(), proposal(SCALE, BlastRadius.SMALL));
    RoomMessage verdict = say(Handle.VALIDATOR, proposed, result(SCALE, Verdict.ABSTAIN));
    assertThat(only(turn(verdict)).payload()).isInstanceOf(Escalation.class);
  }

  @Test
  void afterSomeSearchesAPersonTakesOver() {
    int searches = 0;
    RoomMessage verdict = undecided(Verdict.ABSTAIN);
    while (only(turn(verdict)).payload() instanceof Deferral deferral) {
      say(Handle.COMMANDER, verdict, deferral);
      now = deferral.judgeAgainAt();
      searches++;
      verdict = undecided(Verdict.ABSTAIN);
    }
    assertThat(searches).isEqualTo(CommandSettings.LATER_SEARCHES);
    assertThat(only(turn(verdict)).payload()).isInstanceOf(Escalation.class);
  }

  @Test
  void onceSomethingWasCarriedOutASearchIsNotPutOff() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    RoomMessage approval = approve(request.planHash());
    say(Handle.COMMANDER, approval, only(turn(approval)).payload());
    assertThat(only(turn(undecided(Verdict.ABSTAIN))).payload()).isInstanceOf(Escalation.class);
  }

  @Test
  void whereNothingMayBeExecutedAProvedPlanIsHandedToAPerson() {
    policy = Policy.DEFAULT;
    List<Reply> replies = turn(passed(SCALE, BlastRadius.SMALL));
    assertThat(replies.getFirst().mentions()).containsExactly(Handle.HUMAN);
    ApprovalRequest card = (ApprovalRequest) replies.getFirst().payload();
    assertThat(card.expiresAt()).as("nobody can answer it").isEqualTo(now);
    assertThat(decision(replies).outcome()).isEqualTo(Decision.Outcome.RECOMMENDED);
    assertThat(replies).noneMatch(r -> r.payload() instanceof Execution);
  }

  @Test
  void aDenialIsADecisionAndStartsNothing() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    RoomMessage denied =
        say(
            Handle.HUMAN,
            log.getLast(),
            new Approval(request.planHash(), false, "alice", "not on a Friday"));
    Decision decision = decision(turn(denied));
    assertThat(decision.outcome()).isEqualTo(Decision.Outcome.DENIED);
    assertThat(decision.action()).isNull();
    assertThat(decision.sentence()).contains("alice").contains("not on a Friday");
  }

  @Test
  void anUnknownOutcomeIsSaidAndNothingIsRepeated() {
    ApprovalRequest request = request(SCALE, BlastRadius.SMALL);
    RoomMessage approved = approve(request.planHash());
    Execution armed = (Execution) only(turn(approved)).payload();
    say(Handle.COMMANDER, approved, armed);
    RoomMessage lost =
        say(
            Handle.AEGIS,
            log.getLast(),
            Steps.advance(armed, Execution.State.UNKNOWN, "the target cannot be read"));
    List<Reply> replies = turn(lost);
    assertThat(decision(replies).outcome()).isEqualTo(Decision.Outcome.UNKNOWN);
    assertThat(replies).noneMatch(r -> r.payload() instanceof Execution);
    assertThat(replies).anyMatch(r -> r.mentions().contains(Handle.HUMAN));
  }

  private ApprovalRequest request(Action action, BlastRadius blast) {
    RoomMessage passed = passed(action, blast);
    Reply asked = only(turn(passed));
    log.add(message(Handle.COMMANDER, passed, asked.payload(), asked.mentions()));
    return (ApprovalRequest) asked.payload();
  }

  private RoomMessage passed(Action action, BlastRadius blast) {
    say(Handle.OBSERVER, null, signal());
    say(Handle.DIAGNOSTICIAN, log.getLast(), diagnosis());
    RoomMessage proposed = say(Handle.REMEDIATOR, log.getLast(), proposal(action, blast));
    return say(Handle.VALIDATOR, proposed, result(action, Verdict.PASS));
  }

  /** The replay had a model, and this is its last word. */
  private RoomMessage undecided(Verdict verdict) {
    if (log.isEmpty()) {
      say(Handle.OBSERVER, null, signal());
      say(Handle.DIAGNOSTICIAN, log.getLast(), diagnosis());
    }
    RoomMessage proposed =
        say(Handle.REMEDIATOR, log.getLast(), proposal(SCALE, BlastRadius.SMALL));
    Evidence model = new Evidence("twin-model", "fitted", "fit", "twin", List.of(), List.of());
    return say(Handle.VALIDATOR, proposed, result(SCALE, verdict, List.of(model)));
  }

  private RoomMessage approve(String hash) {
    return approveAs("alice", hash);
  }

  private RoomMessage approveAs(String name, String hash) {
    return say(Handle.HUMAN, log.getLast(), new Approval(hash, true, name, ""));
  }

  private List<Reply> turn(RoomMessage trigger) {
    return commander.answer(new Turn(log, trigger, now, new Facts()));
  }

  private static Reply only(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return replies.getFirst();
  }

  private static Decision decision(List<Reply> replies) {
    return replies.stream()
        .map(Reply::payload)
        .filter(Decision.class::isInstance)
        .map(Decision.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private RoomMessage say(Handle sender, @Nullable RoomMessage to, Payload payload) {
    RoomMessage message = message(sender, to, payload, List.of());
    log.add(message);
    return message;
  }

  private RoomMessage message(
      Handle sender, @Nullable RoomMessage to, Payload payload, List<Handle> mentions) {
    long seq = log.size() + 1L;
    return new RoomMessage(
        RoomMessage.WIRE_VERSION,
        ROOM,
        seq,
        new MessageId("m-" + seq),
        to == null ? null : to.id(),
        sender,
        mentions,
        "text",
        payload,
        now);
  }

  private static Signal signal() {
    return new Signal(
        "shop",
        "east",
        Severity.SEV1,
        "burning",
        ONSET,
        ONSET.plusSeconds(15),
        SLO,
        List.of(),
        List.of(),
        100,
        List.of());
  }

  private static Diagnosis diagnosis() {
    return new Diagnosis(
        List.of(new Hypothesis(Cause.TRAFFIC_SURGE, "surge", 1, List.of())), List.of(), List.of());
  }

  private static Remediation proposal(Action action, BlastRadius blast) {
    return new Remediation(
        1,
        action,
        "why",
        new Action.ScalePods("shop", "east", 12, 6),
        "the other way round",
        Duration.ofSeconds(45),
        blast,
        1,
        STATE,
        List.of());
  }

  private static ValidationResult result(Action action, Verdict verdict) {
    return result(action, verdict, List.of());
  }

  private static ValidationResult result(Action action, Verdict verdict, List<Evidence> evidence) {
    Forecast none = new Forecast("none", List.of());
    return new ValidationResult(
        action,
        verdict,
        Reason.HOLDS,
        "it holds",
        0.95,
        10,
        Duration.ofMinutes(10),
        40,
        none,
        none,
        none,
        List.of(),
        evidence);
  }

  private final class Facts implements Desk {
    @Override
    public Telemetry telemetry() {
      return Telemetry.NONE;
    }

    @Override
    public boolean live() {
      return live;
    }

    @Override
    public ServiceProfile profile() {
      return new ServiceProfile(
          "shop",
          SLO,
          "east",
          List.of(new Region("east", 6, 12), new Region("west", 8, 16)),
          20,
          100,
          Duration.ofSeconds(5),
          Duration.ofSeconds(45),
          Duration.ofSeconds(30),
          "",
          new Costs(950, Duration.ofMinutes(42), 0.2, 0.02, 40));
    }

    @Override
    public Table query(String sql) {
      return new Table(List.of("ts"), List.of());
    }

    @Override
    public <T> List<T> replicate(int from, int to, IntFunction<T> replication) {
      throw new UnsupportedOperationException("nothing is replayed here");
    }

    @Override
    public String targetState(Action action) {
      return state;
    }

    @Override
    public Policy policy() {
      return policy;
    }

    @Override
    public long seed() {
      return 0;
    }
  }
}
