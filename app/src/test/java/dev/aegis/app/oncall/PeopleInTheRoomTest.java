package dev.aegis.app.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.CommandSettings;
import dev.aegis.app.host.Contribution;
import dev.aegis.app.host.Crew;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.Terms;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.scenario.Scenario;
import dev.aegis.app.scenario.ScenarioFile;
import dev.aegis.app.scenario.SimulatedProduction;
import dev.aegis.app.testkit.Repository;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Action;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.Payload;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People ask, post and challenge while a plan waits for them; production is simulated. */
@SuppressWarnings("NullAway.Init")
class PeopleInTheRoomTest {
  private static final long SEED = 42;

  @TempDir Path state;

  private Scenario scenario;
  private SimulatedProduction production;
  private final List<RoomMessage> heard = new ArrayList<>();
  private final AskedOnPage people = new AskedOnPage();
  private Journal journal;
  private LocalBus bus;
  private Replicas replicas;
  private OnCall onCall;

  /** What is not recorded yet, as where a source is behind. */
  private UnaryOperator<Telemetry> behind = UnaryOperator.identity();

  @BeforeEach
  void open() {
    play("leak");
  }

  private final void play(String story) {
    String file = story + ".yaml";
    scenario =
        ScenarioFile.read(Repository.here().read("app/src/main/resources/scenarios/" + file), file);
    production = new SimulatedProduction(scenario, SEED);
    Path home = state.resolve(story);
    journal = Journal.open(home, production);
    bus = new LocalBus(journal, (_, _, _) -> {});
    replicas = Replicas.onAllProcessors();
    onCall =
        new OnCall(
                scenario.profile(),
                journal,
                production,
                people,
                (room, desks) ->
                    new RoomHost(
                        room,
                        bus,
                        Crew.of(ReplaySettings.STANDARD, CommandSettings.DEFAULT),
                        desks,
                        production,
                        production,
                        new Terms(
                            scenario::policy,
                            Optional::empty,
                            journal.epoch(),
                            journal::acts,
                            journal::executed,
                            List::of)),
                replicas,
                SEED,
                heard::add)
            .keepingEvidenceBeside(home, notice -> assertThat(notice).isEmpty());
  }

  @AfterEach
  void close() {
    onCall.close();
    replicas.close();
    bus.close();
    journal.close();
  }

  @Test
  void eachAgentAnswersFromWhatItKnowsAndNothingIsDecidedByIt() {
    untilAPersonIsAsked();
    ApprovalRequest asked = newest(ApprovalRequest.class);

    say("@observer what do you see, and since when?");
    say("@observer which changes came before it?");
    say("@diagnostician maximum latency_p99_ms by region");
    say("@remediator why not restart?");
    say("@remediator what else is in your list, and why not?");
    say("@validator what if you restart?");
    say("@commander approve, then tell me what is awaited");
    say("@security what can still go wrong?");
    tick(2);

    Signal signal = newest(Signal.class);
    assertThat(answers(Handle.OBSERVER).getFirst().answer())
        .startsWith("SEV1 since 03:00:20 UTC, seen at 03:00:35: then p99 4.0 s (normal 211 ms)")
        .contains("Newest figures: ");
    assertThat(answers(Handle.OBSERVER).getLast().evidence().getFirst().rows())
        .as("every recorded change")
        .hasSizeGreaterThanOrEqualTo(signal.suspects().size());
    assertThat(answers(Handle.DIAGNOSTICIAN).getFirst().evidence().getFirst().columns())
        .containsExactly("region", "max_latency_p99_ms");
    assertThat(answers(Handle.REMEDIATOR).getFirst().answer())
        .startsWith("restart_pods: scale_pods was rejected: the cause persists");
    assertThat(answers(Handle.REMEDIATOR).getLast().evidence().getFirst().rows())
        .anyMatch(row -> row.getFirst().equals("shed_load"));
    assertThat(answers(Handle.VALIDATOR).getFirst().answer())
        .startsWith("if begun now, restart 6 pods of checkout-api in us-east-1")
        .contains(": REJECT, the leak goes on under the fix");
    assertThat(answers(Handle.COMMANDER).getFirst().answer())
        .startsWith(
            "A person is awaited: to approve or reject plan " + asked.planHash().substring(0, 8));
    assertThat(answers(Handle.SECURITY).getFirst().answer()).contains("I sign it off");
    assertThat(newest(ApprovalRequest.class)).isEqualTo(asked);
    assertThat(incident().status()).isEqualTo(Status.WAITING);
    assertThat(all(Approval.class)).isEmpty();
    assertThat(all(ValidationResult.class)).as("what if is no verdict").hasSize(2);
  }

  @Test
  void whatIsNotUnderstoodIsSaidWithWhatCanBeAnswered() {
    untilAPersonIsAsked();

    say("@remediator sing");
    tick(1);

    assertThat(answers(Handle.REMEDIATOR).getFirst())
        .isEqualTo(
            new Answer(
                "I cannot answer that; I can answer: what else is in your list, and why not? | why"
                    + " this fix? | why not restart?",
                List.of()));
  }

  @Test
  void aRemarkStandsInTheRecordUnderTheNameOfWhoSaidItAndNobodyActs() {
    untilAPersonIsAsked();
    int before = heard.size();

    people.say(Contribution.typed("the sale ends at six", "anna", false));
    tick(2);

    assertThat(heard.subList(before, heard.size()))
        .singleElement()
        .satisfies(m -> {
          assertThat(m.payload()).isEqualTo(new Remark("the sale ends at six", "anna"));
          assertThat(m.mentions()).isEmpty();
        });
  }

  @Test
  void aClaimThatIsChallengedHoldsWhileItsQueriesGiveTheSame() {
    untilAPersonIsAsked();
    String seal = newest(Diagnosis.class).evidence().getFirst().seal();

    challenge(Diagnosis.class);
    tick(2);

    Recheck recheck = newest(Recheck.class);
    assertThat(recheck.outcome()).isEqualTo(Recheck.Outcome.HOLDS);
    assertThat(recheck.sentence()).contains("ranked anew the first cause stays: memory leak");
    assertThat(recheck.checked().getFirst().seal()).isNotEmpty().isNotEqualTo(seal);
    assertThat(all(Diagnosis.class)).hasSize(1);
    assertThat(incident().status()).isEqualTo(Status.WAITING);
  }

  @Test
  void whereTheFiguresHaveChangedTheCausesAreRankedAnewAndBothAreShown() {
    behind = PeopleInTheRoomTest::withoutHeapsAndChanges;
    untilAPersonIsAsked();
    ApprovalRequest asked = newest(ApprovalRequest.class);
    assertThat(newest(Diagnosis.class).leading().cause()).isEqualTo(Cause.UNKNOWN);
    behind = UnaryOperator.identity();

    challenge(Diagnosis.class);
    tick(2);

    Recheck recheck = newest(Recheck.class);
    assertThat(recheck.outcome()).isEqualTo(Recheck.Outcome.CHANGED);
    assertThat(recheck.sentence()).contains("another cause comes first: memory leak");
    assertThat(recheck.checked())
        .flatExtracting(Recheck.Checked::figures)
        .anySatisfy(f -> {
          assertThat(f.name()).isEqualTo("heap_ratio");
          assertThat(f.was()).isEmpty();
          assertThat(f.now()).startsWith("heap_ratio, 0.3");
        });
    assertThat(newest(Diagnosis.class).leading().cause()).isEqualTo(Cause.LEAK_BY_DEPLOY);
    assertThat(answers(Handle.REMEDIATOR).getLast().answer())
        .as("moving the traffic away helps against either")
        .startsWith("the plan stays: traffic of checkout-api");
    assertThat(incident().openRequest()).contains(asked);
  }

  @Test
  void aPlanThatRestedOnWhatHasChangedIsVoidAndAnotherIsAskedFor() {
    close();
    play("bad-config");
    behind = all -> new Telemetry(all.series(), List.of(), all.logs());
    untilAPersonIsAsked();
    ApprovalRequest old = newest(ApprovalRequest.class);
    assertThat(old.plan().action().kind()).isEqualTo(Action.Kind.FAILOVER_REGION);
    behind = UnaryOperator.identity();

    challenge(Diagnosis.class);
    tick(2);

    assertThat(incident().whyReplaced()).hasValueSatisfying(w -> assertThat(w).contains("another"));
    people.answer(old, new Approval(old.planHash(), true, "anna", ""));
    tick(4);

    ApprovalRequest now = newest(ApprovalRequest.class);
    assertThat(now.planHash()).isNotEqualTo(old.planHash());
    assertThat(now.plan().action().kind()).isEqualTo(Action.Kind.ROLLBACK_DEPLOY);
    assertThat(all(Execution.class)).as("the old approval started nothing").isEmpty();
    assertThat(incident().openRequest()).contains(now);

    people.answer(now, new Approval(now.planHash(), true, "anna", ""));
    while (!production.over() && onCall.busy()) {
      tick(1);
    }
    assertThat(incident().status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void aProposalIsChosenAgainAndAVerdictReplayedAgainWhenChallenged() {
    untilAPersonIsAsked();

    challenge(Remediation.class);
    challenge(ValidationResult.class);
    tick(2);

    List<Recheck> rechecks = all(Recheck.class);
    assertThat(rechecks).extracting(Recheck::outcome).containsOnly(Recheck.Outcome.HOLDS);
    assertThat(rechecks.getLast().checked().getFirst().figures())
        .contains(new Recheck.Figure("verdict", "PASS", "PASS"));
    assertThat(incident().status()).isEqualTo(Status.WAITING);
  }

  @Test
  void agentsStillAnswerInTheRoomThatIsOverAndNothingElseHappensThere() {
    untilAPersonIsAsked();
    ApprovalRequest asked = newest(ApprovalRequest.class);
    people.answer(asked, new Approval(asked.planHash(), true, "anna", ""));
    while (!production.over() && onCall.busy()) {
      tick(1);
    }
    int before = heard.size();
    assertThat(incident().status()).isEqualTo(Status.RESOLVED);
    assertThat(people.answersIn(heard.getFirst().room())).isTrue();

    say("maximum latency_p99_ms by region");
    challenge(Diagnosis.class);
    tick(2);

    assertThat(heard.subList(before, heard.size()))
        .extracting(m -> m.intent().wire())
        .startsWith("question", "challenge", "answer", "recheck");
    assertThat(incident().status()).isEqualTo(Status.RESOLVED);
    assertThat(onCall.busy()).isFalse();
  }

  private void untilAPersonIsAsked() {
    while (!production.over() && incident().status() != Status.WAITING) {
      tick(1);
    }
    assertThat(incident().status()).isEqualTo(Status.WAITING);
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      production.tick();
      onCall.tick(behind.apply(production.telemetry()));
    }
  }

  private static Telemetry withoutHeapsAndChanges(Telemetry all) {
    return new Telemetry(
        all.matching(
            key -> key.version().isEmpty() && !key.metric().name().matches("(heap|gc|memory)_.*")),
        List.of(),
        all.logs());
  }

  private void say(String words) {
    people.say(Contribution.typed(words, "anna", true));
  }

  private void challenge(Class<? extends Payload> claim) {
    RoomMessage made =
        heard.stream().filter(m -> claim.isInstance(m.payload())).reduce((a, b) -> b).orElseThrow();
    people.say(Contribution.challenge(made, "are you sure?", "anna"));
  }

  private Incident incident() {
    return Incident.of(heard);
  }

  private List<Answer> answers(Handle by) {
    return heard.stream()
        .filter(m -> m.sender().equals(by) && m.repliedTo().isPresent())
        .map(RoomMessage::payload)
        .filter(Answer.class::isInstance)
        .map(Answer.class::cast)
        .toList();
  }

  private <T extends Payload> List<T> all(Class<T> type) {
    return heard.stream()
        .map(RoomMessage::payload)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private <T extends Payload> T newest(Class<T> type) {
    return all(type).getLast();
  }
}
