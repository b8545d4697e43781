package dev.aegis.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.recording.KeptIncident;
import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import dev.aegis.room.RoomId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentReplayTest {
  private static final String INCIDENT = "INC-2026-0001";
  private static final String VERDICT = "\"intent\":\"validation_result\"";

  @TempDir Path user;

  @ParameterizedTest
  @ValueSource(strings = {"leak", "surge", "slow-dependency", "bad-config", "undecidable"})
  void judgesEveryFixOfAStoryAgainToTheLastDigit(String story) {
    List<String> room = Ran.aegis(user, "demo", "--scenario", story, "--json").lines();
    List<String> then =
        room.stream()
            .filter(line -> line.contains(VERDICT))
            .map(IncidentReplayTest::payload)
            .toList();

    Ran replayed = Ran.aegis(user, "replay", INCIDENT, "--json");

    assertThat(then).isNotEmpty();
    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.lines()).hasSize(then.size() + 1);
    assertThat(replayed.lines().stream().limit(then.size()).map(IncidentReplayTest::now))
        .isEqualTo(then);
    boolean passed = then.stream().anyMatch(line -> line.contains("\"verdict\":\"pass\""));
    assertThat(replayed.code()).isEqualTo(passed ? 0 : 4);
    assertThat(replayed.lines().getLast()).contains("\"exitCode\":" + replayed.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"leak", "surge", "undecidable"})
  void judgesWhatAnInvestigationConsideredAgainToTheLastDigit(String example) {
    Path folder = Repository.here().root().resolve("examples").resolve(example);
    List<String> room =
        Ran.aegis(
                user,
                "investigate",
                folder.resolve("metrics.csv").toString(),
                "--changes",
                folder.resolve("changes.json").toString(),
                "--slo",
                folder.resolve("service.yaml").toString(),
                "--json")
            .lines();
    List<String> then =
        room.stream()
            .filter(line -> line.contains(VERDICT))
            .map(IncidentReplayTest::payload)
            .toList();

    Ran replayed = Ran.aegis(user, "replay", INCIDENT, "--json");

    assertThat(then).isNotEmpty();
    assertThat(replayed.lines().stream().limit(then.size()).map(IncidentReplayTest::now))
        .isEqualTo(then);
  }

  @Test
  void tellsThenAndNowWithTheBandAsAPlot() {
    Ran.aegis(user, "demo");
    Ran replayed = Ran.aegis(user, "replay", INCIDENT);

    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.lines()).allMatch(line -> line.length() <= 80);
    Golden.matches(
        "golden/replay/leak.txt", replayed.out() + "exit code " + replayed.code() + "\n");
  }

  @Test
  void judgesOtherFixesOnARecordingThatNobodyJudged() {
    Ran replayed =
        Ran.aegis(
            user,
            "replay",
            example("surge"),
            "--fix",
            "scale_pods=7",
            "--fix",
            "scale_pods",
            "--fix",
            "shed_load=20%",
            "--fix",
            "set_flag retries=off");

    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.lines()).allMatch(line -> line.length() <= 80);
    // Where the head's lines end depends on how long this checkout's path is.
    int body = replayed.out().indexOf("\n\n");
    assertThat(replayed.out().substring(0, body).replaceAll("\\s+", " "))
        .startsWith(example("surge") + " SEV1 checkout-api in us-east-1 since 2026-03-14 19:00:15")
        .endsWith("judged as of then, from " + example("surge"));
    Golden.matches(
        "golden/replay/surge-fixes.txt",
        replayed.out().substring(body + 2) + "exit code " + replayed.code() + "\n");
  }

  @Test
  void judgesWhatTheCatalogueHasForARecordingThatNobodyJudged() {
    Ran replayed = Ran.aegis(user, "replay", example("leak"), "--json");

    assertThat(replayed.lines().getLast())
        .contains("rollback_deploy", "failover_region", "rollback_and_failover");
    assertThat(replayed.out()).contains("\"then\":null");
    assertThat(user.resolve(".aegis")).doesNotExist();
  }

  @Test
  void aSmallerFixIsJudgedByItselfAndNotByTheOneThatWasConsidered() {
    Ran.aegis(user, "demo", "--scenario", "surge");
    Ran same = Ran.aegis(user, "replay", INCIDENT, "--fix", "scale_pods=12", "--json");
    Ran fewer = Ran.aegis(user, "replay", INCIDENT, "--fix", "scale_pods=7", "--json");

    assertThat(same.lines().getFirst()).contains("\"then\":{\"verdict\":\"PASS\"");
    assertThat(fewer.lines().getFirst())
        .contains("6 → 7", "\"then\":null", "\"verdict\":\"reject\"");
    assertThat(fewer.code()).isEqualTo(4);
  }

  @Test
  void takesTheIncidentThatWasWrittenLastAndNamesTheOthers() {
    Ran.aegis(user, "demo", "--scenario", "surge");
    Ran.aegis(user, "demo", "--scenario", "bad-config");

    Ran newest = Ran.aegis(user, "replay", INCIDENT, "--json");
    assertThat(newest.err())
        .contains(
            "taken from ~/.aegis/demo,", "others of that id: ~/.aegis/demo.previous/" + INCIDENT);
    assertThat(newest.out()).contains("rollback_deploy");

    Ran older =
        Ran.aegis(
            user,
            "replay",
            user.resolve(".aegis/demo.previous").resolve(INCIDENT).toString(),
            "--json");
    assertThat(older.err()).isEmpty();
    assertThat(older.out()).contains("scale_pods").doesNotContain("rollback_deploy");
  }

  @Test
  void findsTheIncidentOfALabRun() throws IOException {
    Ran.aegis(user, "demo", "--scenario", "surge");
    Path run = Files.createDirectories(user.resolve(".aegis/lab/20260301-000000-000-surge"));
    Files.move(user.resolve(".aegis/demo"), run.resolve("journal"));

    Ran byId = Ran.aegis(user, "replay", INCIDENT, "--json");
    Ran byRun = Ran.aegis(user, "replay", run.resolve(INCIDENT).toString(), "--json");

    assertThat(byId.code()).isZero();
    assertThat(byId.out()).contains("scale_pods");
    assertThat(byRun).isEqualTo(byId);
  }

  @Test
  void saysThatTheRecordingIsGone() throws IOException {
    Ran.aegis(user, "demo", "--scenario", "surge");
    Path kept = KeptIncident.folder(user.resolve(".aegis/demo"), new RoomId(INCIDENT));
    delete(kept);

    Ran replayed = Ran.aegis(user, "replay", INCIDENT);

    assertThat(replayed.code()).isEqualTo(3);
    assertThat(replayed.out()).isEmpty();
    assertThat(replayed.err())
        .isEqualTo(
            "aegis: expected the recording of INC-2026-0001 in"
                + " ~/.aegis/demo/recordings/INC-2026-0001, found none: it was removed, or the"
                + " incident is older than recordings are kept; name its files instead\n");
  }

  @Test
  void saysThatTheNoteBesideTheFiguresWasChanged() throws IOException {
    Ran.aegis(user, "demo", "--scenario", "surge");
    Path kept = KeptIncident.folder(user.resolve(".aegis/demo"), new RoomId(INCIDENT));
    Files.writeString(kept.resolve("incident.json"), "{\"seed\":1}");

    Ran replayed = Ran.aegis(user, "replay", INCIDENT);

    assertThat(replayed.code()).isEqualTo(3);
    assertThat(replayed.err().lines()).hasSize(1);
    assertThat(replayed.err()).contains("it was changed, or written by another version of Aegis");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2|scale_pds|found scale_pds; did you mean scale_pods? See",
        "2|scale_pods=none|expected scale_pods, or scale_pods=N",
        "2|scale_pods=0|expected scale_pods, or scale_pods=N",
        "2|scale_pods=|expected scale_pods, or scale_pods=N",
        "2|shed_load=100%|expected shed_load, or shed_load=20%",
        "2|restart_pods=2|expected restart_pods alone",
        "2|set_flag retries|expected set_flag, or \"set_flag NAME=VALUE\"",
        "2|scale_pods us-west-2=3|expected scale_pods, or scale_pods=N",
        "3|scale_pods=99|expected at most 12 pods, the quota of us-east-1",
        "3|scale_pods=6|expected other than the 6 pods that run",
        "3|rollback_deploy|expected a deploy that says what ran before",
        "3|failover_region=mars|expected another region of the service: us-west-2",
        "3|failover_region=us-east-1|expected another region of the service: us-west-2",
        "3|shed_load|expected how much, as in shed_load=20%",
        "3|set_config|expected a setting, as in \"set_config NAME=VALUE\", since no configuration"
      })
  void answersAFixThatIsNoneInOneLine(String line) {
    String[] parts = line.split("\\|", 3);
    Ran replayed = Ran.aegis(user, "replay", example("surge"), "--fix", parts[1]);

    assertThat(replayed.code()).isEqualTo(Integer.parseInt(parts[0]));
    assertThat(replayed.out()).isEmpty();
    assertThat(replayed.err().lines()).hasSize(1);
    assertThat(replayed.err()).contains(parts[2]);
  }

  @Test
  void answersAnIncidentThatIsNoneInOneLine() throws IOException {
    Path quiet = Path.of("src/test/resources/investigations/quiet");
    List<Ran> wrong = new ArrayList<>();
    wrong.add(Ran.aegis(user, "replay", "INC-2026-0009"));
    wrong.add(Ran.aegis(user, "replay", "no/such/place"));
    wrong.add(Ran.aegis(user, "replay", user.resolve("gone/" + INCIDENT).toString()));
    wrong.add(Ran.aegis(user, "replay", quiet.resolve("metrics.csv").toString()));

    assertThat(wrong).allMatch(ran -> ran.code() == 3 && ran.err().lines().count() == 1);
    assertThat(wrong.getFirst().err()).contains("expected an incident INC-2026-0009");
    assertThat(wrong.getLast().err()).contains("expected an incident in", "found none");
  }

  private static String example(String name) {
    return Repository.here().root().resolve("examples").resolve(name).toString();
  }

  /** What stands between the payload's name and the time of a message. */
  private static String payload(String message) {
    String from = "\"payload\":";
    return message.substring(
        message.indexOf(from) + from.length(), message.lastIndexOf(",\"ts\":"));
  }

  private static String now(String line) {
    String from = "\"now\":";
    return line.substring(line.indexOf(from) + from.length(), line.length() - 1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
