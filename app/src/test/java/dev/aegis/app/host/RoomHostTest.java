package dev.aegis.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.Agent;
import dev.aegis.agent.Desk;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.execution.Actuator;
import dev.aegis.execution.Steps;
import dev.aegis.execution.TimeLimit;
import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.Question;
import dev.aegis.room.Reason;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomHostTest {
  private static final Action RESTART = new Action.RestartPods("shop", "east", 6);

  @TempDir Path home;
  private Instant now = Instant.parse("2026-03-14T03:00:00Z");
  private boolean stopped;
  private Policy policy = new Policy(Autonomy.APPROVE);
  private long epoch;
  private final Target target = new Target();
  private Journal journal;
  private AgentBus bus;
  private RoomId room;

  @BeforeEach
  void open() {
    journal = Journal.open(home, () -> now);
    bus = new LocalBus(journal, (_, _, _) -> {});
    room = journal.openRoom(now);
    epoch = journal.epoch();
  }

  @AfterEach
  void close() {
    bus.close();
    journal.close();
  }

  @Test
  void whoeverIsMentionedGetsOneTurnAndNobodyElse() {
    RoomHost host = host(echo(Handle.VALIDATOR), echo(Handle.REMEDIATOR));
    ask(host, Handle.VALIDATOR, "are you there, @remediator?");
    assertThat(host.round()).isTrue();
    assertThat(host.round()).isFalse();
    assertThat(host.log())
        .extracting(RoomMessage::sender)
        .containsExactly(Handle.HUMAN, Handle.VALIDATOR);
  }

  @Test
  void aNewHostOnTheSameLogKnowsWhatWasAnswered() {
    RoomHost first = host(echo(Handle.VALIDATOR));
    ask(first, Handle.VALIDATOR, "one");
    first.round();
    RoomHost second = host(echo(Handle.VALIDATOR));
    assertThat(second.round()).isFalse();
    ask(second, Handle.VALIDATOR, "two");
    assertThat(second.round()).isTrue();
    assertThat(second.log()).hasSize(4);
  }

  @Test
  void tellsTheWitnessOfVerdictsAloneAndOnlyOfThoseInTheLog() {
    List<RoomMessage> heard = new ArrayList<>();
    RoomHost host =
        host(
            agent(
                Handle.VALIDATOR,
                _ -> List.of(Reply.toAll("PASS", verdict(RESTART, Verdict.PASS)))),
            echo(Handle.OBSERVER));
    host.witnessedBy((verdict, at, desk) -> {
      assertThat(bus.connect(Handle.AEGIS).history(room, 0)).contains(verdict);
      assertThat(at).isEqualTo(now);
      assertThat(desk).isNotNull();
      heard.add(verdict);
    });
    ask(host, Handle.OBSERVER, "and you?");
    host.round();
    assertThat(heard).isEmpty();
    ask(host, Handle.VALIDATOR, "judge");
    host.round();

    assertThat(heard).containsExactly(host.log().getLast());
    assertThat(heard.getFirst().payload()).isInstanceOf(ValidationResult.class);
  }

  @Test
  void anAgentThatThrowsIsNamedAndAPersonIsCalled() {
    RoomHost host =
        host(
            agent(
                Handle.VALIDATOR,
                _ -> {
                  throw new IllegalStateException("the figures make no sense");
                }),
            echo(Handle.OBSERVER));
    post(host, Handle.REMEDIATOR, question(Handle.VALIDATOR, "judge"));
    host.round();
    RoomMessage said = host.log().getLast();
    assertThat(said.payload()).isInstanceOf(Escalation.class);
    assertThat(said.mentions()).containsExactly(Handle.HUMAN);
    assertThat(said.text()).isEqualTo("@validator failed: the figures make no sense");
    ask(host, Handle.OBSERVER, "and you?");
    assertThat(host.round()).as("the others go on").isTrue();
    assertThat(host.log().getLast().sender()).isEqualTo(Handle.OBSERVER);
  }

  @Test
  void anAgentWhoseMessageIsRefusedIsTreatedLikeOneThatThrows() {
    RoomHost host =
        host(
            agent(
                Handle.REMEDIATOR,
                _ ->
                    List.of(
                        Reply.toAll(
                            "I approve myself",
                            new dev.aegis.room.Approval("0", true, "me", "")))));
    post(host, Handle.COMMANDER, question(Handle.REMEDIATOR, "go"));
    host.round();
    assertThat(host.log().getLast().payload()).isInstanceOf(Escalation.class);
    assertThat(host.log()).noneMatch(m -> m.payload() instanceof dev.aegis.room.Approval);
  }

  @Test
  void anAgentThatFailsToAnswerAPersonSaysSoAndEndsNothing() {
    RoomHost host =
        host(
            agent(
                Handle.VALIDATOR,
                _ -> {
                  throw new IllegalStateException("the figures make no sense");
                }));
    host.say(Contribution.typed("@validator what did you forecast?", "anna", true));
    host.round();
    RoomMessage said = host.log().getLast();
    assertThat(said.sender()).isEqualTo(Handle.VALIDATOR);
    assertThat(said.text()).isEqualTo("I cannot answer that: the figures make no sense");
    assertThat(host.log()).noneMatch(m -> m.payload() instanceof Escalation);
  }

  @Test
  void peopleCanSayMuchWithoutUsingUpTheTurnsOfTheAgents() {
    RoomHost host = host(echo(Handle.VALIDATOR));
    for (int i = 0; i <= Contribution.MOST; i++) {
      host.say(Contribution.typed("@validator " + i, "anna", true));
      host.round();
    }
    assertThat(host.log()).hasSize(2 * Contribution.MOST);
    assertThat(host.log()).noneMatch(m -> m.payload() instanceof Escalation);
    post(host, Handle.REMEDIATOR, question(Handle.VALIDATOR, "judge"));
    assertThat(host.round()).isTrue();
    assertThat(host.log().getLast().sender()).isEqualTo(Handle.VALIDATOR);
  }

  @Test
  void aQuarrelWithoutEndIsHandedToAPerson() {
    RoomHost host =
        host(
            agent(Handle.REMEDIATOR, _ -> List.of(question(Handle.VALIDATOR, "why not?"))),
            agent(Handle.VALIDATOR, _ -> List.of(question(Handle.REMEDIATOR, "because"))));
    ask(host, Handle.REMEDIATOR, "go");
    int rounds = 0;
    while (host.round() && rounds < 10 * RoomHost.MAX_TURNS) {
      rounds++;
    }
    assertThat(rounds).isLessThan(2 * RoomHost.MAX_TURNS);
    Payload last = host.log().getLast().payload();
    assertThat(last).isInstanceOf(Escalation.class);
    assertThat(((Escalation) last).sentence()).contains("the limit of a room");
  }

  @Test
  void announcesADeadlineOnceAndOnlyWhenItIsDue() {
    RoomHost host = host(echo(Handle.COMMANDER));
    Verification pending =
        new Verification(
            "hash", Verification.Outcome.PENDING, 1, 0, now.plusSeconds(30), "wait", List.of());
    post(host, Handle.COMMANDER, Reply.toAll("wait", pending));
    assertThat(host.round()).isFalse();
    now = now.plusSeconds(30);
    host.round();
    host.round();
    assertThat(host.log()).filteredOn(m -> m.payload() instanceof Timer).hasSize(1);
    assertThat(host(echo(Handle.COMMANDER)).round()).as("nor does another host").isFalse();
  }

  @Test
  void carriesAnArmedStepToItsTargetAndReportsWhatItSees() {
    RoomHost host = host();
    arm(host);
    host.round();
    target.done = true;
    host.round();
    assertThat(states(host))
        .containsExactly(
            Execution.State.ARMED, Execution.State.DISPATCHED, Execution.State.OBSERVED);
    assertThat(host.log().getLast().mentions()).containsExactly(Handle.COMMANDER);
    assertThat(target.started).hasSize(1);
  }

  @Test
  void theKillSwitchStopsAStepThatIsAlreadyArmed() {
    RoomHost host = host();
    arm(host);
    stopped = true;
    host.round();
    assertThat(states(host)).containsExactly(Execution.State.ARMED, Execution.State.REFUSED);
    assertThat(target.started).isEmpty();
  }

  @Test
  void anOrderThatMayHaveBeenLostIsNeverGivenTwiceBlindly() {
    target.failOnDispatch = true;
    target.unreadable = true;
    RoomHost host = host();
    arm(host);
    host.round();
    host.round();
    assertThat(states(host)).containsExactly(Execution.State.ARMED, Execution.State.UNKNOWN);
    assertThat(target.orders).isEqualTo(1);
  }

  @Test
  void aHostThatFindsAnArmedStepReadsTheTargetBeforeAnythingElse() {
    RoomHost died = host();
    arm(died);
    target.startQuietly(keyOf(died));
    RoomHost next = host();
    next.round();
    assertThat(target.orders).as("the target was not told again").isZero();
    target.done = true;
    next.round();
    assertThat(states(next)).containsExactly(Execution.State.ARMED, Execution.State.OBSERVED);
  }

  @Test
  void aHostThatFindsAnArmedStepTheTargetNeverTookGivesItOnce() {
    arm(host());
    RoomHost next = host();
    next.round();
    next.round();
    assertThat(target.started).hasSize(1);
    assertThat(target.orders).isEqualTo(1);
  }

  @Test
  void anInterruptedStepWhoseTargetCannotBeReadIsUnknownAndNotRepeated() {
    arm(host());
    target.unreadable = true;
    RoomHost next = host();
    next.round();
    next.round();
    assertThat(states(next)).containsExactly(Execution.State.ARMED, Execution.State.UNKNOWN);
    assertThat(target.orders).isZero();
  }

  private RoomHost host(Agent... agents) {
    Terms terms =
        new Terms(
            () -> policy,
            () -> stopped ? Optional.of("a test") : Optional.empty(),
            epoch,
            journal::acts,
            journal::executed,
            List::of);
    return new RoomHost(room, bus, List.of(agents), _ -> NO_DESK, target, () -> now, terms);
  }

  /** A proved and approved plan whose first step is armed. */
  private void arm(RoomHost host) {
    approveAndArm(host, propose(host, RESTART, policy));
  }

  private Plan propose(RoomHost host, Action action, Policy under) {
    post(host, Handle.VALIDATOR, Reply.toAll("PASS", verdict(action, Verdict.PASS)));
    MessageId proof = host.log().getLast().id();
    Plan plan =
        new Plan(
            action,
            null,
            "no way back",
            Duration.ofSeconds(30),
            BlastRadius.SMALL,
            0,
            "before",
            proof,
            under.hash());
    ApprovalRequest asked =
        new ApprovalRequest(
            plan, plan.hash(), "restart?", List.of(), List.of(), now.plusSeconds(900));
    post(host, Handle.COMMANDER, Reply.toAll("?", asked));
    return plan;
  }

  private void approveAndArm(RoomHost host, Plan plan) {
    post(host, Handle.HUMAN, Reply.toAll("yes", new Approval(plan.hash(), true, "alice", "")));
    Execution armed = Steps.of(room, plan).next(List.of()).orElseThrow();
    post(host, Handle.COMMANDER, Reply.to(Handle.AEGIS, "restart", armed));
  }

  private static ValidationResult verdict(Action action, Verdict verdict) {
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
        List.of());
  }

  private void assertRefused(RoomHost host, String why) {
    host.round();
    assertThat(states(host)).containsExactly(Execution.State.ARMED, Execution.State.REFUSED);
    assertThat(((Execution) host.log().getLast().payload()).detail())
        .contains(why)
        .endsWith("nothing was done");
    assertThat(target.started).isEmpty();
  }

  @Test
  void aStepWithoutAnApprovalOnRecordIsRefused() {
    RoomHost host = host();
    Plan plan = propose(host, RESTART, policy);
    Execution armed = Steps.of(room, plan).next(List.of()).orElseThrow();
    post(host, Handle.COMMANDER, Reply.to(Handle.AEGIS, "restart", armed));
    assertRefused(host, "this plan was not approved");
  }

  @Test
  void aTargetThatChangedAfterTheApprovalIsNotTouched() {
    RoomHost host = host();
    arm(host);
    target.state = "somebody scaled";
    assertRefused(host, "the targets now show somebody scaled");
  }

  @Test
  void aPolicyThatChangedAfterTheApprovalVoidsIt() {
    RoomHost host = host();
    arm(host);
    policy = new Policy(Autonomy.APPROVE, List.of(), List.of(), Duration.ZERO, 1, 3, 100);
    assertRefused(host, "the policy has changed");
  }

  @Test
  void aVerdictThatChangedAfterTheApprovalVoidsIt() {
    RoomHost host = host();
    arm(host);
    post(host, Handle.VALIDATOR, Reply.toAll("REJECT", verdict(RESTART, Verdict.REJECT)));
    assertRefused(host, "the verdict on the plan has changed");
  }

  @Test
  void anApprovalThatExpiredBeforeTheOrderIsVoid() {
    RoomHost host = host();
    arm(host);
    now = now.plusSeconds(900);
    assertRefused(host, "it expired");
  }

  @Test
  void aPolicyThatOnlyRecommendsLetsNothingThrough() {
    policy = Policy.DEFAULT;
    RoomHost host = host();
    arm(host);
    assertRefused(host, "policy autonomy: recommend");
  }

  @Test
  void twoRoomsOnOneTargetTakeTurns() {
    RoomHost first = host();
    arm(first);
    room = journal.openRoom(now);
    RoomHost second = host();
    arm(second);
    assertRefused(second, "policy lock");
    first.round();
    assertThat(target.started).as("whoever was first goes on").hasSize(1);
  }

  @Test
  void aStepThatStaysUnderWayIsUnknownAndAPersonIsCalled() {
    RoomHost host = host();
    arm(host);
    host.round();
    now = now.plus(TimeLimit.LEAST);
    assertThat(host.round()).as("at the limit it is still waited for").isFalse();
    now = now.plusSeconds(1);
    host.round();
    assertThat(states(host).getLast()).isEqualTo(Execution.State.UNKNOWN);
    assertThat(host.log().getLast().mentions()).containsExactly(Handle.COMMANDER);
    assertThat(host.log().getLast().text()).contains("still under way after 301 s");
  }

  @Test
  void anOrderOfAnOldOwnerIsRefusedAndNothingIsDone() {
    target.highestEpoch = epoch + 1;
    RoomHost host = host();
    arm(host);
    assertRefused(host, "the target refused the order: the epoch is over");
  }

  @Test
  void theStateBeforeAndAfterStandsInTheRecord() {
    RoomHost host = host();
    arm(host);
    host.round();
    assertThat(((Execution) host.log().getLast().payload()).detail()).endsWith("before: before");
    target.done = true;
    host.round();
    assertThat(((Execution) host.log().getLast().payload()).detail()).endsWith("after: after");
  }

  private static String keyOf(RoomHost host) {
    return ((Execution) host.log().getLast().payload()).key();
  }

  private static List<Execution.State> states(RoomHost host) {
    return host.log().stream()
        .filter(m -> m.payload() instanceof Execution)
        .map(m -> ((Execution) m.payload()).state())
        .toList();
  }

  private void ask(RoomHost host, Handle whom, String text) {
    post(host, Handle.HUMAN, question(whom, text));
  }

  private static Reply question(Handle whom, String text) {
    return Reply.to(whom, text, new Question(text));
  }

  private int posted;

  private void post(RoomHost host, Handle sender, Reply reply) {
    posted++;
    host.post(sender, new MessageId("t-" + posted), reply);
  }

  private static Agent echo(Handle handle) {
    return agent(
        handle,
        turn -> List.of(Reply.toAll("I heard you", new Answer(turn.trigger().text(), List.of()))));
  }

  private static Agent agent(Handle handle, Function<Turn, List<Reply>> answer) {
    return new Agent() {
      @Override
      public Handle handle() {
        return handle;
      }

      @Override
      public List<Reply> answer(Turn turn) {
        return answer.apply(turn);
      }
    };
  }

  private static final ServiceProfile PROFILE =
      new ServiceProfile(
          "shop",
          new Slo(1000, 0.01),
          "east",
          List.of(new ServiceProfile.Region("east", 6, 12)),
          20,
          100,
          null,
          null,
          null,
          "",
          new ServiceProfile.Costs(0, Duration.ofMinutes(42), 0, 0, 0));

  private static final Desk NO_DESK =
      new Desk() {
        @Override
        public dev.aegis.telemetry.Telemetry telemetry() {
          return dev.aegis.telemetry.Telemetry.NONE;
        }

        @Override
        public dev.aegis.telemetry.ServiceProfile profile() {
          return PROFILE;
        }

        @Override
        public Table query(String sql) {
          throw new UnsupportedOperationException();
        }

        @Override
        public <T> List<T> replicate(
            int from, int to, java.util.function.IntFunction<T> replication) {
          throw new UnsupportedOperationException();
        }

        @Override
        public long seed() {
          return 0;
        }
      };

  /** A target that counts how often it was told and what it started. */
  private static final class Target implements Actuator {
    private final Map<String, Integer> started = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private int orders;
    private boolean done;
    private boolean unreadable;
    private boolean failOnDispatch;
    private String state = "before";
    private long highestEpoch;

    void startQuietly(String key) {
      known.add(key);
    }

    @Override
    public String state(Action action) {
      return done ? "after" : state;
    }

    @Override
    public Rehearsal rehearse(Action action) {
      return new Rehearsal(true, action.describe());
    }

    @Override
    public void dispatch(Order order) {
      if (order.epoch() < highestEpoch) {
        throw new RefusedException("the epoch is over");
      }
      orders++;
      if (failOnDispatch) {
        throw new IllegalStateException("connection reset");
      }
      known.add(order.key());
      started.merge(order.key(), 1, Integer::sum);
    }

    @Override
    public Sight look(Action action, String key) {
      if (unreadable) {
        return Sight.OUT_OF_SIGHT;
      }
      if (!known.contains(key)) {
        return Sight.UNCHANGED;
      }
      return done ? Sight.AS_ORDERED : Sight.UNDER_WAY;
    }
  }
}
