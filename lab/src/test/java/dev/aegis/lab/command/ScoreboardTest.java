package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.lab.score.Measure;
import dev.aegis.lab.score.Share;
import dev.aegis.room.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ScoreboardTest {
  private static final Path RECORDED = Path.of("..", "bench", "results", "lab-matrix.jsonl");
  private static final int WIDTH = 80;

  @TempDir Path folder;

  @Test
  void tunedAndHeldOutFaultsAreScoredApart() {
    Scoreboard board =
        board(
            line("leak", "PASS", MatrixLine.FIXED),
            line("leak", "PASS", MatrixLine.WORSE),
            line("pods-lost", "ABSTAIN", MatrixLine.FIXED),
            line("/gone/of-mine.yaml", "REJECT", MatrixLine.UNCHANGED),
            line("leak", "", MatrixLine.UNCHANGED),
            line("leak", "PASS", "inapplicable"));

    assertThat(board.groups())
        .extracting(Scoreboard.Group::key)
        .containsExactly("tuned", "heldOut");
    assertThat(board.groups().getFirst().verdicts().pairs()).hasSize(3);
    assertThat(board.groups().getLast().verdicts().pairs())
        .extracting(MatrixLine::fault)
        .containsExactly("pods-lost");
    assertThat(ours(board, 0, Measure.FALSE_ACCEPTS)).isEqualTo(new Share(1, 2));
    assertThat(ours(board, 1, Measure.FIXES_ABSTAINED_ON)).isEqualTo(new Share(1, 1));
  }

  @Test
  void aGroupWithoutPairsIsLeftOut() {
    assertThat(board(line("leak", "PASS", MatrixLine.FIXED)).groups())
        .extracting(Scoreboard.Group::key)
        .containsExactly("tuned");
    assertThat(ScoreText.lines(board(line("leak", "", MatrixLine.FIXED))))
        .containsExactly("No pair has both a verdict and a measured outcome.");
  }

  @Test
  void baselinesAreScoredOnTheEvidenceThatIsThere() {
    Scoreboard board = board(line("leak", "PASS", MatrixLine.FIXED));
    assertThat(board.withoutEvidence()).isEqualTo(1);
    assertThat(board.groups().getFirst().judges().subList(1, 4))
        .allSatisfy(judge -> assertThat(judge.pairs()).isEmpty());
    assertThat(ScoreText.lines(board))
        .contains("Pairs whose evidence is gone, which the baselines are scored without: 1");
  }

  @Test
  void baselinesJudgeTheRecordedEvidence() {
    Scoreboard board = Scoreboard.of(MatrixFile.read(RECORDED), RECORDED);
    ScoreText.lines(board).forEach(System.out::println);

    assertThat(board.withoutEvidence()).isZero();
    Scoreboard.Group tuned = board.groups().getFirst();
    List<MatrixLine> pairs = tuned.verdicts().pairs();
    int fixed = (int) pairs.stream().filter(p -> p.outcome().equals(MatrixLine.FIXED)).count();
    assertThat(tuned.judges())
        .extracting(Scoreboard.Judge::key)
        .containsExactly("aegis", "alwaysAccept", "runbook", "mmcOnly");
    assertThat(tuned.judges()).allSatisfy(j -> assertThat(j.pairs()).hasSameSizeAs(pairs));
    Share careless = Measure.FALSE_ACCEPTS.byPair(tuned.judges().get(1).pairs());
    assertThat(careless).isEqualTo(new Share(pairs.size() - fixed, pairs.size() - fixed));
    assertThat(accepted(tuned, "runbook", "slow-dependency")).containsOnly("scale_pods");
    assertThat(accepted(tuned, "runbook", "leak")).containsOnly("rollback_deploy");
    assertThat(accepted(tuned, "runbook", "surge")).containsOnly("scale_pods");
    assertThat(accepted(tuned, "mmcOnly", "slow-dependency")).containsOnly("failover_region");
    assertThat(accepted(tuned, "mmcOnly", "bad-deploy"))
        .as("a queue does not see errors")
        .contains("restart_pods", "scale_pods");
  }

  @Test
  void textFitsATerminalOfEightyColumns() {
    List<MatrixLine> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String fault = i % 2 == 0 ? "leak" : "lock-contention";
      many.add(line(fault, "PASS", i % 3 == 0 ? MatrixLine.FIXED : MatrixLine.WORSE));
    }
    List<String> lines = ScoreText.lines(board(many.toArray(MatrixLine[]::new)));
    assertThat(lines).anyMatch(l -> l.contains("133 of 133"));
    assertThat(lines).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(WIDTH));
    assertThat(ScoreText.lines(Scoreboard.of(MatrixFile.read(RECORDED), RECORDED)))
        .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(WIDTH));
  }

  @Test
  void theSummaryCarriesEveryRateAndKeepsItsOldKeys() {
    Scoreboard board =
        board(
            line("leak", "PASS", MatrixLine.FIXED),
            line("leak", "REJECT", MatrixLine.UNCHANGED),
            line("lock-contention", "PASS", MatrixLine.WORSE));
    ObjectNode summary = JsonMapper.shared().createObjectNode();
    board.all().write(summary);
    ScoreJson.write(board, summary);

    assertThat(summary.propertyNames())
        .contains("pairs", "PASS", "REJECT", "ABSTAIN", "falseAccepts", "falseRejects")
        .contains("abstentions", "p99ErrorFactor", "pairsWithoutEvidence", "tuned", "heldOut");
    assertThat(summary.path("falseAccepts").asInt()).isEqualTo(1);
    JsonNode tuned = summary.path("tuned").path("aegis").path("byPair");
    assertThat(tuned.path("falseAccepts").toString())
        .isEqualTo("{\"count\":0,\"of\":1,\"rate\":0.0,\"atMost\":0.95}");
    assertThat(tuned.path("p99Error").asDouble()).isEqualTo(0.5);
    assertThat(tuned.path("coverage").asDouble()).isEqualTo(1);
    assertThat(
            summary
                .path("heldOut")
                .path("aegis")
                .path("byFault")
                .path("wrongAccepts")
                .path("rate")
                .asDouble())
        .isEqualTo(1);
    assertThat(
            summary
                .path("heldOut")
                .path("mmcOnly")
                .path("byPair")
                .path("abstained")
                .path("of")
                .asInt(-1))
        .isZero();
  }

  private Scoreboard board(MatrixLine... lines) {
    return Scoreboard.of(List.of(lines), folder.resolve("matrix.jsonl"));
  }

  private static Share ours(Scoreboard board, int group, Measure measure) {
    return measure.byPair(board.groups().get(group).judges().getFirst().pairs());
  }

  /** Actions that a judge accepted against a fault, in the order in which they were tried. */
  private static List<String> accepted(Scoreboard.Group group, String key, String fault) {
    Scoreboard.Judge judge =
        group.judges().stream().filter(j -> j.key().equals(key)).findFirst().orElseThrow();
    List<String> actions = new ArrayList<>();
    for (int i = 0; i < judge.pairs().size(); i++) {
      MatrixLine line = group.verdicts().pairs().get(i);
      if (line.fault().equals(fault) && judge.pairs().get(i).opinion().verdict() == Verdict.PASS) {
        actions.add(line.action());
      }
    }
    return actions;
  }

  private static MatrixLine line(String fault, String verdict, String outcome) {
    return new MatrixLine(
        fault,
        "scale_pods",
        1,
        verdict,
        "",
        0.5,
        150,
        90,
        160,
        outcome,
        100,
        0,
        1,
        "matrix.jsonl.evidence/none");
  }
}
