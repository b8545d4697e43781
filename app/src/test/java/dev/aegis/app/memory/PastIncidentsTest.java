package dev.aegis.app.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.CommandSettings;
import dev.aegis.app.host.Crew;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.Terms;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.oncall.Approvals;
import dev.aegis.app.oncall.OnCall;
import dev.aegis.app.scenario.Scenario;
import dev.aegis.app.scenario.ScenarioFile;
import dev.aegis.app.scenario.SimulatedProduction;
import dev.aegis.app.testkit.Repository;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Judged;
import dev.aegis.incident.Status;
import dev.aegis.memory.Fingerprint;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Draft;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.MemoryMark.Standing;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verdict;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same story again and again over one journal, on simulated productions; the seed is 42. */
class PastIncidentsTest {
  private static final long SEED = 42;

  @TempDir Path state;

  private Scenario scenario;
  private Incident first;

  @BeforeEach
  void anIncidentThatTookMoreThanOneTry() {
    scenario = story("leak", 14);
    first = incident();
    assertThat(first.status()).isEqualTo(Status.RESOLVED);
    assertThat(rejected(first)).as("fixes that the replay rejected at first").isNotEmpty();
    assertThat(memory(first)).isEmpty();
  }

  /** A story of its day: two incidents do not begin at one moment. */
  private static Scenario story(String name, int day) {
    String file = "app/src/main/resources/scenarios/" + name + ".yaml";
    String text = Repository.here().read(file).replace("2026-03-14T", "2026-03-" + day + "T");
    return ScenarioFile.read(text, name + ".yaml");
  }

  @Test
  void theSecondIncidentOfAKindBeginsWithTheFixThatHeldAndProvesItAgain() {
    scenario = story("leak", 15);
    Incident second = incident();

    assertThat(memory(second).getFirst().rows().getFirst())
        .startsWith("INC-2026-0001", "100 %")
        .contains("counts");
    assertThat(said(second))
        .contains("INC-2026-0001 (100 % alike) was this")
        .doesNotContain("INC-2026-0002");
    Judged tried = second.judged().getFirst();
    assertThat(tried.proposal().action()).isEqualTo(held(first).proposal().action());
    assertThat(tried.proposal().why()).contains("it held in INC-2026-0001");
    assertThat(tried.proposal().considered()).anyMatch(c -> c.contains("is what held in INC-2026"));
    assertThat(tried.result().verdict()).isEqualTo(Verdict.PASS);
    assertThat(rejected(second)).isEmpty();
    assertThat(second.status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void whatPeopleDoubtIsShownAndWeighsNothing() {
    mark(Standing.DOUBTED);
    scenario = story("leak", 15);
    Incident second = incident();
    assertThat(memory(second).getFirst().rows().getFirst()).contains("doubted");
    assertThat(said(second)).doesNotContain("was this");
    assertThat(rejected(second)).isEqualTo(rejected(first));
  }

  @Test
  void whatPeopleHaveForgottenIsNotRecalledUntilItCountsAgain() {
    mark(Standing.FORGOTTEN);
    scenario = story("leak", 15);
    Incident second = incident();
    assertThat(memory(second)).isEmpty();
    assertThat(rejected(second)).isEqualTo(rejected(first));
  }

  @Test
  void anotherKindOfIncidentIsNotTakenForThisOne() {
    scenario = story("surge", 15);
    assertThat(memory(incident())).isEmpty();
  }

  /** Leads the story to its end, over the journal of those before. */
  private Incident incident() {
    List<RoomMessage> heard = new ArrayList<>();
    SimulatedProduction production = new SimulatedProduction(scenario, SEED);
    try (Journal journal = Journal.open(state, production);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
        Replicas replicas = Replicas.onAllProcessors();
        OnCall onCall =
            new OnCall(
                scenario.profile(),
                journal,
                production,
                Approvals.automatic(),
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
                            List::of,
                            new PastIncidents(journal)::all)),
                replicas,
                SEED,
                heard::add)) {
      while (!production.over() && (onCall.busy() || onCall.incident().isEmpty())) {
        production.tick();
        onCall.tick(production.telemetry());
      }
    }
    return Incident.of(heard);
  }

  private void mark(Standing standing) {
    SimulatedProduction clock = new SimulatedProduction(scenario, SEED);
    try (Journal journal = Journal.open(state, clock);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      PastIncidents past = new PastIncidents(journal);
      assertThat(past.all()).extracting(Fingerprint::standing).containsExactly(Standing.COUNTS);
      RoomId room = journal.rooms().getFirst();
      MemoryMark mark = new MemoryMark(standing, "a drill", "anna");
      bus.connect(Handle.HUMAN)
          .post(room, List.of(new Draft(new MessageId("mark"), null, List.of(), "marked", mark)));
      assertThat(past.all()).extracting(Fingerprint::standing).containsExactly(standing);
    }
  }

  private static List<Evidence> memory(Incident incident) {
    return incident.diagnosis().orElseThrow().evidence().stream()
        .filter(e -> e.language().equals(Fingerprint.LANGUAGE) && e.columns().size() > 1)
        .toList();
  }

  /** What speaks for the leading cause. */
  private static String said(Incident incident) {
    return incident.diagnosis().map(Diagnosis::leading).map(Hypothesis::findings).stream()
        .flatMap(List::stream)
        .map(Hypothesis.Finding::text)
        .reduce("", (a, b) -> a + "\n" + b);
  }

  private static List<String> rejected(Incident incident) {
    return incident.judged().stream()
        .filter(j -> j.result().verdict() == Verdict.REJECT)
        .map(j -> j.proposal().action().describe())
        .toList();
  }

  private static Judged held(Incident incident) {
    return incident.judged().getLast();
  }
}
