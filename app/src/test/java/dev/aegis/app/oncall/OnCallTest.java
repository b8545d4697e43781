package dev.aegis.app.oncall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.CommandSettings;
import dev.aegis.app.cli.Streams;
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
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import dev.aegis.app.testkit.Repository;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import dev.aegis.room.Payload;
import dev.aegis.room.Question;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a simulated production, whose clock the test owns. */
class OnCallTest {
  private static final long SEED = 42;

  @TempDir Path state;

  private Scenario scenario = badConfig("policy: { autonomy: approve }");
  private SimulatedProduction production = new SimulatedProduction(scenario, SEED);
  private final List<RoomMessage> heard = new ArrayList<>();

  @Test
  void leadsOneIncidentForOneFaultToItsEndAndThenWatchesOn() {
    run(Approvals.automatic(), onCall -> !onCall.busy() && onCall.incident().isPresent());

    assertThat(heard).extracting(RoomMessage::seq).isSorted().doesNotHaveDuplicates();
    assertThat(heard).filteredOn(m -> m.payload() instanceof Signal).hasSize(1);
    assertThat(heard)
        .filteredOn(m -> m.payload() instanceof Approval)
        .singleElement()
        .satisfies(m -> assertThat(((Approval) m.payload()).approver()).isEqualTo("policy auto"));
    assertThat(Incident.of(heard).status()).isEqualTo(Status.RESOLVED);
  }

  private static Scenario badConfig(String policy) {
    String yaml = Repository.here().read("app/src/main/resources/scenarios/bad-config.yaml");
    assertThat(yaml).contains("policy: { autonomy: approve }");
    return ScenarioFile.read(
        yaml.replace("policy: { autonomy: approve }", policy), "bad-config.yaml");
  }

  @Test
  void whereTwoHaveToApproveTheSecondNameDecidesAndEachStandsInTheRecordOnce() {
    scenario = badConfig("policy: { autonomy: approve, approvers: 2 }");
    production = new SimulatedProduction(scenario, SEED);
    Iterator<String> names = List.of("anna", "Anna", "bert").iterator();
    run(
        asked ->
            names.hasNext()
                ? Optional.of(
                    new Approvals.Answer(
                        Handle.HUMAN, new Approval(asked.planHash(), true, names.next(), "")))
                : Optional.empty(),
        onCall -> !onCall.busy() && onCall.incident().isPresent());

    assertThat(approvers()).containsExactly("anna", "bert");
    assertThat(Incident.of(heard).status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void whoSaidYesMaySayNoAsLongAsOthersHaveToSayYes() {
    scenario = badConfig("policy: { autonomy: approve, approvers: 2 }");
    production = new SimulatedProduction(scenario, SEED);
    Iterator<Boolean> answers = List.of(true, false).iterator();
    run(
        asked ->
            answers.hasNext()
                ? Optional.of(
                    new Approvals.Answer(
                        Handle.HUMAN,
                        new Approval(asked.planHash(), answers.next(), "anna", "wait")))
                : Optional.empty(),
        onCall -> !onCall.busy() && onCall.incident().isPresent());

    assertThat(approvers()).containsExactly("anna", "anna");
    assertThat(Incident.of(heard).status()).isEqualTo(Status.DENIED);
  }

  private List<String> approvers() {
    return heard.stream()
        .filter(m -> m.payload() instanceof Approval)
        .map(m -> ((Approval) m.payload()).approver())
        .toList();
  }

  @Test
  void aRoomThatADeadProcessLeftOpenIsLedToItsEndByTheNext() {
    // Nobody answers, and the process ends while the request is open.
    run(_ -> Optional.empty(), onCall -> Incident.of(heard).approvalRequest().isPresent());
    assertThat(Incident.of(heard).phase().terminal()).isFalse();
    heard.clear();

    run(Approvals.automatic(), onCall -> !onCall.busy() && onCall.incident().isPresent());

    assertThat(heard).filteredOn(m -> m.payload() instanceof Signal).hasSize(1);
    assertThat(Incident.of(heard).phase().terminal()).isTrue();
    assertThat(heard).extracting(m -> m.room()).containsOnly(heard.getFirst().room());
  }

  @Test
  void aRelatedServiceJoinsTheOpenRoomAndGetsItsOwnIfThatIsClosedBefore() {
    List<RoomMessage> ofCaller = new ArrayList<>();
    ServiceProfile caller = ServiceProfile.undeclared("web", new Slo(500, 0.01));
    try (Journal journal = Journal.open(state, production);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
        Replicas replicas = Replicas.onAllProcessors();
        OnCall first =
            onCall(scenario.profile(), journal, bus, replicas, Approvals.automatic(), heard);
        OnCall second =
            onCall(caller, journal, bus, replicas, Approvals.automatic(), ofCaller)
                .joining(_ -> Optional.of(first))) {
      while (!production.over() && (first.busy() || first.incident().isEmpty())) {
        production.tick();
        first.tick(production.telemetry());
        second.tick(suffering(caller));
        assertThat(first.busy() && second.busy()).isFalse();
      }
      assertThat(heard)
          .filteredOn(m -> m.text().startsWith("web, next to checkout-api in the calls"))
          .hasSize(1);
      for (int i = 0; i < 3 && !production.over(); i++) {
        production.tick();
        second.tick(suffering(caller));
      }
      assertThat(ofCaller).filteredOn(m -> m.payload() instanceof Signal).hasSize(1);
    }
  }

  /** From the fault on it answers late, and does not recover with the other. */
  private Telemetry suffering(ServiceProfile caller) {
    Series errors = production.telemetry().ofRegions(Metric.ERROR_RATIO, "checkout-api").getFirst();
    double[] millis = new double[errors.size()];
    long[] times = new long[errors.size()];
    boolean struck = false;
    for (int i = 0; i < millis.length; i++) {
      struck |= errors.value(i) > 0.01;
      millis[i] = struck ? 2_000 : 100;
      times[i] = errors.epochMillis(i);
    }
    Series late = new Series(SeriesKey.of(Metric.LATENCY_P99, caller.service(), ""), times, millis);
    return new Telemetry(List.of(late), List.of(), List.of());
  }

  @Test
  void aQuestionTypedAtThePromptIsAnsweredInTheRoomAndDecidesNothing() {
    Typing typing = new Typing("@diagnostician maximum latency_p99_ms by region", "y");
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(shown, true, UTF_8);
    Streams streams =
        new Streams(err, err, err, typing, false, Style.PLAIN, Style.PLAIN, Glyphs.UNICODE, 80);

    run(
        new Typed(new AskedAtTerminal(streams), typing),
        onCall -> {
          heard.stream().filter(m -> m.payload() instanceof Answer).forEach(_ -> typing.go());
          return !onCall.busy() && onCall.incident().isPresent();
        });

    RoomMessage question = the(Question.class);
    RoomMessage answer = the(Answer.class);
    RoomMessage approval = the(Approval.class);
    assertThat(question.sender()).isEqualTo(Handle.HUMAN);
    assertThat(question.mentions()).containsExactly(Handle.DIAGNOSTICIAN);
    assertThat(answer.sender()).isEqualTo(Handle.DIAGNOSTICIAN);
    assertThat(answer.repliedTo()).contains(question.id());
    assertThat(((Answer) answer.payload()).evidence())
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.rows()).isNotEmpty());
    assertThat(answer.seq()).isGreaterThan(question.seq()).isLessThan(approval.seq());
    assertThat(approval.sender()).isEqualTo(Handle.HUMAN);
    assertThat(((Approval) approval.payload()).approver()).isEqualTo("operator");
    assertThat(shown.toString(UTF_8).split("approve plan ", -1)).as("asked twice").hasSize(3);
    assertThat(Incident.of(heard).status()).isEqualTo(Status.RESOLVED);
  }

  /** The only message of a kind that was heard. */
  private RoomMessage the(Class<? extends Payload> kind) {
    List<RoomMessage> all = heard.stream().filter(m -> kind.isInstance(m.payload())).toList();
    assertThat(all).as(kind.getSimpleName()).hasSize(1);
    return all.getFirst();
  }

  /** A person who types one line, and the next one once it is time. */
  private static final class Typing extends InputStream {
    private final byte[] first;
    private final byte[] second;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch time = new CountDownLatch(1);
    private int at;

    Typing(String first, String second) {
      this.first = (first + "\n").getBytes(UTF_8);
      this.second = (second + "\n").getBytes(UTF_8);
    }

    @Override
    public int read() throws IOException {
      if (at < first.length) {
        return first[at++];
      }
      read.countDown();
      await(time);
      int next = at++ - first.length;
      return next < second.length ? second[next] : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int one = length == 0 ? -1 : read();
      if (one >= 0) {
        into[from] = (byte) one;
      }
      return one < 0 ? -1 : 1;
    }

    private static void await(CountDownLatch latch) throws IOException {
      try {
        if (!latch.await(30, TimeUnit.SECONDS)) {
          throw new IOException("waited for too long");
        }
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }

    void go() {
      time.countDown();
    }
  }

  /** The clock of the test stands still while somebody types. */
  private record Typed(AskedAtTerminal terminal, Typing typing) implements Approvals {
    @Override
    public List<Contribution> contributions() {
      return terminal.contributions();
    }

    @Override
    public Optional<Approvals.Answer> poll(ApprovalRequest request) {
      Optional<Approvals.Answer> said = terminal.poll(request);
      try {
        Typing.await(typing.read);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      while (said.isEmpty() && typing.time.getCount() == 0) {
        Thread.onSpinWait();
        said = terminal.poll(request);
      }
      return said;
    }
  }

  private void run(Approvals approvals, java.util.function.Predicate<OnCall> until) {
    try (Journal journal = Journal.open(state, production);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
        Replicas replicas = Replicas.onAllProcessors();
        OnCall onCall = onCall(scenario.profile(), journal, bus, replicas, approvals, heard)) {
      while (!production.over() && !until.test(onCall)) {
        production.tick();
        onCall.tick(production.telemetry());
      }
    }
  }

  private OnCall onCall(
      ServiceProfile profile,
      Journal journal,
      LocalBus bus,
      Replicas replicas,
      Approvals approvals,
      List<RoomMessage> hears) {
    return new OnCall(
        profile,
        journal,
        production,
        approvals,
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
        hears::add);
  }
}
