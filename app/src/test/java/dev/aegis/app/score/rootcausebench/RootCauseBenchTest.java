package dev.aegis.app.score.rootcausebench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on two made-up cases in the benchmark's layout. */
class RootCauseBenchTest {
  private static final String POOL = "aaaa111122223333444455556666777788889999";
  private static final String TIDY = "bbbb111122223333444455556666777788889999";

  @TempDir Path user;
  private Path data;

  @BeforeEach
  void layOut() throws IOException {
    data = user.resolve("rcb");
    lay(data.resolve("one"), "connection pool exhausted, waited to acquire a connection", "");
    lay(
        data.resolve("two"),
        "call to https://api.acme-pay.com failed: 503 from payment provider, see status page",
        "2031-03-04T08:%02d:00Z,edge,requests_per_sec,%d\n");
    label("one", POOL);
    label("two", "none");
  }

  @Test
  void namesTheCommitOrNoneBesideTheBaselines() {
    Ran ran = score("--files");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst())
        .startsWith("RootCauseBench: 2 cases; processor time a case: median ");
    assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
    assertThat(ran.out())
        .containsPattern("aegis +2/2 +0")
        .containsPattern("the latest deploy +0/2 +2")
        .containsPattern("none, always +1/2 +0")
        .containsPattern("one +aaaa111122 +\\d+% +yes")
        .containsPattern("two +none +\\d+% +yes");
  }

  @Test
  void isOneLineForMachines() {
    assertThat(score("--json").out())
        .isEqualTo("{\"benchmark\":\"rootcausebench\",\"n\":2,\"correct\":2,\"decoysBlamed\":0}\n");
  }

  @Test
  void answersWithoutALabelAndThenSaysThatThereIsNoScore() throws IOException {
    Path with = user.resolve("with.jsonl");
    Path without = user.resolve("without.jsonl");
    score("--answers-out", with.toString());
    Files.delete(data.resolve("one/ground_truth.json"));
    Files.delete(data.resolve("two/ground_truth.json"));

    Ran ran = score("--answers-out", without.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("No ground_truth.json is there, so there are answers and no score.");
    assertThat(without).hasSameTextualContentAs(with);
    assertThat(Files.readAllLines(without))
        .containsExactly(
            "{\"case\":\"one\",\"answer\":\"" + POOL + "\"}",
            "{\"case\":\"two\",\"answer\":\"none\"}");
    assertThat(score("--json").out())
        .isEqualTo("{\"benchmark\":\"rootcausebench\",\"n\":0,\"answered\":2}\n");
  }

  @Test
  void letsNoLabelAndNoNameOfACaseChangeAnAnswer() throws IOException {
    label("one", TIDY);
    Files.move(data.resolve("one"), data.resolve("no-commit-did-it"));
    Path answers = user.resolve("answers.jsonl");
    Ran ran = score("--answers-out", answers.toString(), "--json");
    assertThat(Files.readString(answers)).contains(POOL);
    assertThat(ran.out()).contains("\"n\":2,\"correct\":1,\"decoysBlamed\":0");
  }

  @Test
  void takesSevenCharactersOfACommitForIt() throws IOException {
    label("one", POOL.substring(0, 7));
    assertThat(score("--json").out()).contains("\"correct\":2");
  }

  @Test
  void getsByWithoutTracesPatternsFlagsAndLogs() throws IOException {
    for (String file :
        new String[] {"traces.json", "patterns.json", "context/flags.json", "logs.ndjson"}) {
      Files.deleteIfExists(data.resolve("one").resolve(file));
    }
    Ran ran = score("--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("\"n\":2");
  }

  @Test
  void saysWhatIsMissingOrBroken() throws IOException {
    assertThat(Ran.aegis(user, "score", "rootcausebench").code()).isEqualTo(ExitCode.USAGE.code());
    Ran nowhere =
        Ran.aegis(user, "score", "rootcausebench", "--data", user.resolve("no").toString());
    assertThat(nowhere.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(nowhere.err()).contains("no such folder", "unpack its archives");
    assertThat(score("--scores-out", "x").err()).contains("expected --answers-out");
    assertThat(Ran.aegis(user, "score", "nab", "--data", "x", "--answers-out", "y").code())
        .isEqualTo(ExitCode.USAGE.code());

    Files.writeString(data.resolve("one/alert.json"), "{\"service\":\"a\"}");
    assertThat(score().err()).contains("one/alert.json: expected fired_at, a time");
    Files.writeString(data.resolve("one/alert.json"), "{");
    assertThat(score().code()).isEqualTo(ExitCode.BAD_INPUT.code());
  }

  /** Bytes flipped anywhere in a case end in an answer or in one sentence. */
  @RepeatedTest(60)
  void standsUpToBrokenFiles(RepetitionInfo repetition) throws IOException {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    String[] files = {
      "alert.json",
      "metrics.csv",
      "logs.ndjson",
      "traces.json",
      "patterns.json",
      "context/commits.json",
      "context/deploys.json",
      "context/flags.json",
      "ground_truth.json"
    };
    Path file = data.resolve("one").resolve(files[random.nextInt(files.length)]);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 4; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    Files.write(file, bytes);

    Ran ran = score("--json");

    assertThat(ran.code()).as("seed %d: %s", seed, ran.err()).isIn(0, ExitCode.BAD_INPUT.code());
    assertThat(ran.err().lines().count()).as("seed %d: %s", seed, ran.err()).isLessThanOrEqualTo(1);
  }

  /** On the benchmark itself, where it lies on this machine: the grade on record. */
  @Test
  void keepsTheGradeOnRecord() {
    String root = System.getenv("AEGIS_DATA");
    assumeThat(root).as("AEGIS_DATA").isNotNull();
    Path benchmark = Path.of(root == null ? "" : root, "rootcausebench");
    assumeThat(Files.isDirectory(benchmark)).isTrue();
    assertThat(
            Ran.aegis(user, "score", "rootcausebench", "--data", benchmark.toString(), "--json")
                .out())
        .contains("\"correct\":14", "\"decoysBlamed\":0");
  }

  private Ran score(String... options) {
    return Ran.score(user, "rootcausebench", data, options);
  }

  private void label(String name, String commit) throws IOException {
    Files.writeString(
        data.resolve(name).resolve("ground_truth.json"),
        "{\"root_cause_commit\":\"" + commit + "\",\"decoy_deploy_commits\":[\"" + TIDY + "\"]}");
  }

  private static void lay(Path folder, String error, String surge) throws IOException {
    Files.createDirectories(folder.resolve("context"));
    write(
        folder,
        "alert.json",
        """
        {"service":"stockservice","metric":"acquire_p99_ms","fired_at":"2031-03-04T08:44:00Z",
         "monitor":"stock","summary":"stock is slow"}
        """);
    write(
        folder,
        "context/commits.json",
        """
        [{"sha":"%s","timestamp":"2031-03-04T08:30:00Z","message":"tune","files_changed":["services/stock/db.yaml"],
          "diff":"@@ services/stock/db.yaml @@\\n-  pool_max: 40\\n+  pool_max: 4\\n"},
         {"sha":"%s","timestamp":"2031-03-04T08:33:00Z","message":"tidy connection pool errors",
          "files_changed":["services/stock/handler.go"],"diff":"-\\treturn a(b)\\n+\\treturn c(b)\\n"},
         {"sha":"cccc1111","timestamp":"2031-03-04T08:10:00Z","message":"docs","files_changed":["docs/a.md"],"diff":null}]
        """
            .formatted(POOL, TIDY));
    write(
        folder,
        "context/deploys.json",
        """
        [{"timestamp":"2031-03-04T08:36:00Z","service":"stockservice","commit_sha":"%s","version":"v1"},
         {"timestamp":"2031-03-04T08:39:00Z","service":"stockservice","commit_sha":"%s","version":"v2"}]
        """
            .formatted(POOL, TIDY));
    write(
        folder,
        "context/flags.json",
        """
        [{"timestamp":"2031-03-04T08:38:00Z","flag":"new_look","service":"stockservice","change":"off->on"}]
        """);
    write(
        folder,
        "patterns.json",
        """
        [{"signature":"%s","service":"stockservice","count":90,"delta_vs_baseline":"+90","sentiment":"negative"}]
        """
            .formatted(error));
    write(
        folder,
        "traces.json",
        """
        [{"trace_id":"t","span_id":"a","parent_id":null,"service":"edge","name":"GET /","start":"2031-03-04T08:42:00Z",
          "duration_ms":900,"status":"ERROR"},
         {"trace_id":"t","span_id":"b","parent_id":"a","service":"stockservice","name":"Reserve",
          "start":"2031-03-04T08:42:00Z","duration_ms":890,"status":"ERROR","attributes":{"db.pool.max":%d}}]
        """
            .formatted(surge.isEmpty() ? 4 : 40));
    StringBuilder logs = new StringBuilder();
    StringBuilder rows = new StringBuilder("timestamp,service,metric,value\n");
    for (int i = 0; i < 50; i++) {
      logs.append(
          """
          {"timestamp":"2031-03-04T08:%02d:00Z","service":"stockservice","severity_text":"%s","msg":"%s"}
          """
              .formatted(i, i < 41 ? "INFO" : "ERROR", i < 41 ? "reserved" : error));
      rows.append(
          "2031-03-04T08:%02d:00Z,stockservice,acquire_p99_ms,%d\n"
              .formatted(i, i < 41 ? 5 + i % 2 : 4000 + i));
      if (!surge.isEmpty()) {
        rows.append(surge.formatted(i, i < 40 ? 500 + i % 7 : 3000 + i));
      }
    }
    write(folder, "logs.ndjson", logs.toString());
    write(folder, "metrics.csv", rows.toString());
  }

  private static void write(Path folder, String file, String text) throws IOException {
    Files.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8));
  }
}
