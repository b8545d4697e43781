package dev.aegis.app.score.petshop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up shop in the data set's layout: web calls search and pay, both call the store. */
class PetShopTest {
  private static final List<String> NODES = List.of("web", "search", "pay", "store");
  private static final long SYMPTOM = 1_700_000_700;

  @TempDir Path user;
  private Path data;
  private Path issue;

  @BeforeEach
  void layOut() throws IOException {
    data = user.resolve("petshop");
    Path scenario = data.resolve("calm");
    issue = scenario.resolve("test/issue_0");
    Files.createDirectories(issue);
    Files.createDirectories(scenario.resolve("noissue"));
    Files.writeString(data.resolve("LICENSE_DATASET"), "not a scenario");
    Files.writeString(
        scenario.resolve("graph.csv"),
        """
        ,web,search,pay,store
        web,0,1,1,0
        search,0.0,0.0,0.0,1.0
        pay,0,0,0,1
        store,0,0,0,0
        """);
    Files.writeString(scenario.resolve("noissue/metrics.csv"), metrics(40, row -> false));
    Files.writeString(issue.resolve("metrics.csv"), metrics(5, row -> row >= 2));
    target("latency", ", \"root_cause\": {\"node\": \"pay\", \"metric\": null}");
  }

  @Test
  void findsTheSlowServiceAndNotTheOneThatWaitsForIt() throws IOException {
    Path answers = user.resolve("answers.jsonl");
    Ran ran = score("--answers-out", answers.toString(), "--files");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst()).startsWith("petshop: 1 cases ranked, ");
    assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
    assertThat(ran.out()).contains("pay latency").contains("calm/test/issue_0");
    assertThat(Files.readString(answers))
        .startsWith("{\"case\":\"calm/test/issue_0\",\"ranking\":[\"pay\",")
        .contains("\"probability\":0.");
  }

  @Test
  void isOneLineForMachines() {
    assertThat(score("--json").out())
        .isEqualTo(
            "{\"benchmark\":\"petshop\",\"n\":1,\"ac1\":1.0,\"ac3\":1.0,\"normalN\":1,"
                + "\"normalAc1\":1.0,\"normalAc3\":1.0}\n");
  }

  @Test
  void ranksWithoutLabelsAndSaysThatThereIsNoScore() throws IOException {
    Path with = user.resolve("with.jsonl");
    Path without = user.resolve("without.jsonl");
    score("--answers-out", with.toString());
    target("latency", "");
    Ran ran = score("--answers-out", without.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("There is no label, so there is no score");
    assertThat(without).hasSameTextualContentAs(with);
    assertThat(score("--json").out()).isEqualTo("{\"benchmark\":\"petshop\"}\n");
  }

  @Test
  void isNotLedByALabelThatIsWrong() throws IOException {
    Path right = user.resolve("right.jsonl");
    Path wrong = user.resolve("wrong.jsonl");
    score("--answers-out", right.toString());
    target("latency", ", \"root_cause\": {\"node\": \"search\"}");
    assertThat(score("--answers-out", wrong.toString(), "--json").out()).contains("\"ac1\":0.0");
    assertThat(wrong).hasSameTextualContentAs(right);
  }

  @Test
  void followsFailuresWhenTheSymptomIsAvailability() throws IOException {
    target("availability", ", \"root_cause\": {\"node\": \"search\"}");
    assertThat(score("--json").out()).contains("\"ac1\":1.0");
  }

  @Test
  void doesWithoutNormalDays() throws IOException {
    Files.delete(data.resolve("calm/noissue/metrics.csv"));
    assertThat(score("--json").out()).contains("\"noNormalAc1\":1.0");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Ran none = Ran.aegis(user, "score", "petshop");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(none.err()).contains("--data DIR");
    Files.delete(issue.resolve("target.json"));
    Ran empty = score();
    assertThat(empty.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(empty.err()).contains("expected the data set's folders", "found none");
    target("memory", "");
    assertThat(score().err()).contains("metric (latency or availability)");
    assertThat(score("--scores-out", "x").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @RepeatedTest(60)
  void namesTheLineThatIsNoRow(RepetitionInfo repetition) throws IOException {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Path broken =
        List.of(
                issue.resolve("metrics.csv"),
                issue.resolve("target.json"),
                data.resolve("calm/graph.csv"))
            .get(random.nextInt(3));
    StringBuilder text = new StringBuilder(Files.readString(broken));
    for (int i = 0; i < 3; i++) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 0x250));
    }
    Files.writeString(broken, text);

    Ran ran = score();

    assertThat(ran.code()).as("seed %d: %s", seed, ran.err()).isIn(0, ExitCode.BAD_INPUT.code());
    if (ran.code() != 0) {
      assertThat(ran.err().lines()).as("seed %d", seed).hasSize(1);
    }
  }

  private Ran score(String... options) {
    return Ran.score(user, "petshop", data, options);
  }

  private void target(String metric, String label) throws IOException {
    Files.writeString(
        issue.resolve("target.json"),
        "{\"target\": {\"node\": \"web\", \"metric\": \""
            + metric
            + "\", \"agg\": \"Average\", \"timestamp\": "
            + SYMPTOM
            + "}"
            + label
            + "}");
  }

  private interface Broken {
    boolean at(int row);
  }

  /** Pay is slow and search fails: one is seen in latency, the other in availability. */
  private static String metrics(int rows, Broken broken) {
    Random random = new Random(rows);
    StringBuilder text = new StringBuilder();
    header(text, "microservice", true);
    header(text, "metric", false);
    text.append("statistic").append(",Average".repeat(4)).append(",Sum".repeat(4));
    text.append(",Average".repeat(4)).append('\n');
    text.append("unix_timestamp").append(",".repeat(12)).append('\n');
    for (int row = 0; row < rows; row++) {
      boolean bad = broken.at(row);
      double slow = bad ? 0.2 : 0;
      double[] latency = {0.1 + slow, 0.02, 0.03 + slow, 0.005};
      text.append(SYMPTOM - 540 + 300L * row);
      for (double each : latency) {
        double seconds = each * (1 + 0.01 * random.nextGaussian());
        text.append(String.format(Locale.ROOT, ",%.6f", seconds));
      }
      text.append(",600,600,600,1200");
      text.append(bad ? ",90,90,100," : ",100,100,100,100").append('\n');
    }
    return text.toString();
  }

  private static void header(StringBuilder text, String name, boolean nodes) {
    text.append(name);
    for (String metric : List.of("latency", "requests", "availability")) {
      for (String node : NODES) {
        text.append(',').append(nodes ? node : metric);
      }
    }
    text.append('\n');
  }
}
