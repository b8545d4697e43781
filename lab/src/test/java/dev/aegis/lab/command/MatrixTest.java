package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
  @TempDir Path folder;

  @Test
  void aPassOfWhatDidNotFixIsAFalseAcceptAndARejectOfWhatDidIsAFalseReject() {
    Confusion confusion =
        Confusion.of(
            List.of(
                line("PASS", MatrixLine.FIXED, 300, 150),
                line("PASS", MatrixLine.WORSE, 300, 3000),
                line("REJECT", MatrixLine.FIXED, 3000, 150),
                line("REJECT", MatrixLine.UNCHANGED, 3000, 3000),
                line("ABSTAIN", MatrixLine.FIXED, Double.NaN, 150)));
    assertThat(confusion.falseAccepts()).isEqualTo(1);
    assertThat(confusion.falseRejects()).isEqualTo(1);
    assertThat(confusion.abstentions()).isEqualTo(1);
    assertThat(confusion.p99ErrorFactor()).isEqualTo(2.0);
  }

  @Test
  void pairsWithoutVerdictOrOutcomeCountForNothing() {
    Confusion confusion =
        Confusion.of(
            List.of(
                line("", MatrixLine.UNCHANGED, Double.NaN, 3000),
                line("PASS", "inapplicable", 300, Double.NaN)));
    assertThat(confusion.pairs()).isEmpty();
    assertThat(confusion.p99ErrorFactor()).isNaN();
  }

  @Test
  void aLineIsReadBackAsItWasWritten() {
    MatrixLine line = line("PASS", MatrixLine.FIXED, 301.5, 152);
    assertThat(MatrixLine.read(line.json())).isEqualTo(line);
    MatrixLine nothing = line("", MatrixLine.UNCHANGED, Double.NaN, 3000);
    assertThat(MatrixLine.read(nothing.json())).isEqualTo(nothing);
  }

  @Test
  void aLineCutShortByAKillIsRunAgain() throws Exception {
    String whole = line("PASS", MatrixLine.FIXED, 301.5, 152).json();
    Path file = folder.resolve("matrix.jsonl");
    Files.writeString(file, whole + "\n" + whole.substring(0, whole.length() / 2));
    assertThat(MatrixFile.read(file)).hasSize(1);
    assertThat(MatrixFile.read(folder.resolve("none"))).isEmpty();
  }

  private static MatrixLine line(String verdict, String outcome, double forecast, double measured) {
    return new MatrixLine(
        "leak",
        "scale_pods",
        1,
        verdict,
        verdict.isEmpty() ? "" : "holds",
        verdict.isEmpty() ? Double.NaN : 0.75,
        forecast,
        Double.NaN,
        Double.NaN,
        outcome,
        measured,
        0.25,
        1.5,
        "matrix.jsonl.evidence/leak-scale_pods-1");
  }
}
