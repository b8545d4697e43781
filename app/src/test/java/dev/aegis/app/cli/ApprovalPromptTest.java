package dev.aegis.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ApprovalPrompt.Answer;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalPromptTest {
  private static final String HASH = "1a2b3c4d5e6f";
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();

  @Test
  void takesOnlyYesForAYes() {
    for (String yes : List.of("y\n", "Y\n", "yes\n", " YES \r\n")) {
      assertThat(ask(yes)).isEqualTo(new Answer(true, ""));
    }
    for (String no : List.of("\n", "n\n", "no\n", "yess\n", "ok\n", "y but wait\n", "", "ja\n")) {
      assertThat(ask(no).granted()).as(no).isFalse();
    }
  }

  @Test
  void keepsTheReasonOfANo() {
    assertThat(ask("n sale is running\n")).isEqualTo(new Answer(false, "sale is running"));
    assertThat(ask("No, sale is running\n")).isEqualTo(new Answer(false, "sale is running"));
    assertThat(ask("not now\n")).isEqualTo(new Answer(false, "not now"));
    assertThat(ask("n\n")).isEqualTo(new Answer(false, ""));
  }

  @Test
  void takesTheEndOfTheInputForANoAndSaysSo() {
    assertThat(ask("")).isEqualTo(new Answer(false, "no answer: the input ended"));
  }

  @Test
  void asksOnTheErrorStreamForExactlyThisPlan() {
    ask("n\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("approve plan 1a2b3c4d? [y/N, or n and why] ");
  }

  @Test
  void handsAQuestionOnAndAsksAboutThePlanAgain() {
    Answer answer = ask("@diagnostician p99 by region\nis p99 still rising?\nyes\n");
    assertThat(answer).isEqualTo(new Answer(true, ""));
    assertThat(asked).containsExactly("p99 by region", "is p99 still rising?");
    assertThat(err.toString(StandardCharsets.UTF_8).split("approve plan", -1)).hasSize(4);
  }

  @Test
  void aNoThatAsksSomethingIsANo() {
    assertThat(ask("no, is the sale over?\ny\n")).isEqualTo(new Answer(false, "is the sale over?"));
    assertThat(asked).isEmpty();
  }

  @Test
  void throwsAwayWhatWasTypedBeforeTheQuestion() {
    assertThat(ask("y\n", true)).isEqualTo(new Answer(false, "no answer: the input ended"));
  }

  @Test
  void leavesTheNextLineToWhoeverReadsNext() throws Exception {
    InputStream in = new ByteArrayInputStream("y\nnext".getBytes(StandardCharsets.UTF_8));
    ApprovalPrompt.ask(HASH, 1, streams(in, false), asked::add);
    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("next");
  }

  @Test
  void whereSeveralHaveToApproveItSaysSoAndWhereTheOthersAnswer() {
    InputStream in = new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8));
    assertThat(ApprovalPrompt.ask(HASH, 2, streams(in, false), asked::add).granted()).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("needs 2 different people", "on the page", "[y/N, or n and why]");
    assertThat(ask("y\n").granted()).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("different people");
  }

  private Answer ask(String typed) {
    return ask(typed, false);
  }

  private Answer ask(String typed, boolean terminal) {
    err.reset();
    InputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    return ApprovalPrompt.ask(HASH, 1, streams(in, terminal), asked::add);
  }

  private Streams streams(InputStream in, boolean typed) {
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Streams(
        print, print, print, in, typed, Style.PLAIN, Style.PLAIN, Glyphs.UNICODE, 80);
  }

  @Test
  void whoeverIsMentionedFirstIsAskedAndNothingIsDenied() {
    assertThat(ApprovalPrompt.question("@validator what if you restart"))
        .isEqualTo("@validator what if you restart");
    assertThat(ApprovalPrompt.question("n @validator was wrong")).isEmpty();
  }
}
