package dev.aegis.app.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorecardTest {
  private static final int ROWS = 2000;
  private static final int ONSET = 1500;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  @TempDir Path user;
  private Path data;

  @BeforeEach
  void layOut() throws IOException {
    data = user.resolve("nab");
    Files.createDirectories(data.resolve("data/real"));
    Files.createDirectories(data.resolve("labels"));
    Files.writeString(data.resolve("data/README.md"), "not a series");
    Files.writeString(data.resolve("data/real/jump.csv"), csv());
    label("[[\"" + time(ONSET - 20) + ".000000\", \"" + time(ONSET + 179) + ".000000\"]]");
  }

  @Test
  void findsAJumpAndWritesTheScoresInTheBenchmarksForm() throws IOException {
    Path out = user.resolve("out");
    Ran ran = score("--scores-out", out.toString(), "--files");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst())
        .isEqualTo("NAB: ensemble on 1 files with 1 labelled windows");
    assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
    assertThat(ran.out()).containsPattern("standard +9[0-9]\\.\\d\\d").contains("real/jump.csv");
    List<String> written = Files.readAllLines(out.resolve("aegis/real/aegis_jump.csv"));
    assertThat(written).hasSize(ROWS + 1);
    assertThat(written.getFirst()).isEqualTo("timestamp,anomaly_score");
    assertThat(written.get(1)).startsWith(time(0) + ",");
  }

  @Test
  void isOneLineForMachines() {
    Ran ran = score("--json");
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.out())
        .startsWith("{\"benchmark\":\"nab\",\"detector\":\"ensemble\",\"standard\":9")
        .contains("\"lowFp\":9", "\"lowFn\":9")
        .endsWith("\"files\":1}\n");
  }

  @Test
  void doesNotLetALabelChangeAScore() throws IOException {
    score("--scores-out", user.resolve("one").toString());
    label("[]");
    score("--scores-out", user.resolve("other").toString());
    assertThat(user.resolve("one/aegis/real/aegis_jump.csv"))
        .hasSameTextualContentAs(user.resolve("other/aegis/real/aegis_jump.csv"));
  }

  @Test
  void gradesEveryDetectorByItsName() {
    for (String name : Contestant.names().split(", ", -1)) {
      Ran ran = score("--detector", name, "--json");
      assertThat(ran.code()).as(name + ran.err()).isZero();
      assertThat(ran.out()).contains("\"detector\":\"" + name + "\"");
    }
    Ran unknown = score("--detector", "oracle");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(unknown.err()).contains("expected a detector (ensemble, ", "found \"oracle\"");
  }

  @Test
  void saysHowToPointAtDataThatAreNotThere() throws IOException {
    Ran none = Ran.aegis(user, "score", "nab");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(none.err()).contains("--data DIR").contains("AEGIS_DATA");

    Files.delete(data.resolve("labels/combined_windows.json"));
    Ran packed = score();
    assertThat(packed.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(packed.err()).contains("found no such file", "unpack its archives into one folder");

    Ran other = Ran.aegis(user, "score", "mnist");
    assertThat(other.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(other.err())
        .contains("expected a benchmark (nab, petshop, nezha, rootcausebench), found \"mnist\"");
  }

  @Test
  void namesTheLabelThatDoesNotFit() throws IOException {
    label("[[\"2001-01-01 00:00:00.000000\", \"" + time(3) + ".000000\"]]");
    assertThat(score().err()).contains("in times that real/jump.csv has, found [\"2001-01-01");
    Files.writeString(data.resolve("labels/combined_windows.json"), "{}");
    assertThat(score().err()).contains("expected the windows of real/jump.csv, found none");
    Files.writeString(data.resolve("labels/combined_windows.json"), "{");
    assertThat(score().code()).isEqualTo(ExitCode.BAD_INPUT.code());
  }

  @RepeatedTest(50)
  void namesTheLineThatIsNoRow(RepetitionInfo repetition) throws IOException {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(csv());
    for (int i = 0; i < 3; i++) {
      int at = random.nextInt(text.length());
      text.setCharAt(at, (char) random.nextInt(1, 0x250));
    }
    Files.writeString(data.resolve("data/real/jump.csv"), text);

    Ran ran = score();

    assertThat(ran.code()).as("seed %d: %s", seed, ran.err()).isIn(0, ExitCode.BAD_INPUT.code());
    if (ran.code() != 0) {
      assertThat(ran.err()).as("seed %d", seed).containsPattern("jump\\.csv");
      assertThat(ran.err().lines()).as("seed %d", seed).hasSize(1);
    }
  }

  private Ran score(String... options) {
    return Ran.score(user, "nab", data, options);
  }

  private void label(String windows) throws IOException {
    Files.writeString(
        data.resolve("labels/combined_windows.json"), "{\"real/jump.csv\": " + windows + "}");
  }

  private static String csv() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("timestamp,value\n");
    for (int row = 0; row < ROWS; row++) {
      double level = row < ONSET ? 50 : 90;
      text.append(time(row)).append(',').append(level + random.nextGaussian()).append('\n');
    }
    return text.toString();
  }

  private static String time(int row) {
    return TIME.format(LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(5L * row));
  }
}
