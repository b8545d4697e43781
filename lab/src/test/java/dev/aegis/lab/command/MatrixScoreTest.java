package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.LabRun;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * The replay against what really came of actions in the lab: the evidence that was recorded then,
 * judged by the code of now.
 */
class MatrixScoreTest {
  private static final Path RECORDED = Path.of("..", "bench", "results", "lab-matrix.jsonl");

  @Test
  void noActionThatDidNotFixIsVouchedForAndNoneThatFixedIsRejected() {
    List<MatrixLine> judged =
        MatrixRescore.judged(
            new LabRun.Rescore(RECORDED, List.of(), List.of(), OptionalLong.empty(), false),
            line -> System.out.println(line.json()));
    Confusion confusion = Confusion.of(judged);
    assertThat(confusion.pairs()).hasSizeGreaterThanOrEqualTo(13);
    assertThat(confusion.falseAccepts()).as("false accepts").isZero();
    assertThat(confusion.falseRejects()).as("false rejects").isZero();
    assertThat(confusion.count("PASS", MatrixLine.FIXED))
        .as("fixes that are vouched for")
        .isGreaterThanOrEqualTo(5);
  }
}
