package dev.aegis.app.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.CommandSettings;
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
import dev.aegis.room.Approval;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a simulated production, whose clock the test owns. */
class OnCallTest {
  private static final long SEED = 42;

  @TempDir Path state;

  private final Scenario scenario =
      ScenarioFile.read(
          Repository.here().read("app/src/main/resources/scenarios/bad-config.yaml"),
          "bad-config.yaml");
  private final SimulatedProduction production = new SimulatedProduction(scenario, SEED);
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
                    journal::executed)),
        replicas,
        SEED,
        hears::add);
  }
}
