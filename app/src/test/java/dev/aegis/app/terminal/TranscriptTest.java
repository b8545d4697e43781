package dev.aegis.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Log;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TranscriptTest {
  private static final String PLACE = "~/.aegis/incidents/INC-2026-0001/postmortem.md";

  static Map<String, List<RoomMessage>> stories() {
    return new TreeMap<>(
        Map.of(
            "leak", Stories.leak(),
            "waiting", Stories.waiting(),
            "denied", Stories.denied(),
            "unknown", Stories.unknown(),
            "undecidable", Stories.undecidable()));
  }

  @TestFactory
  Stream<DynamicTest> readsAsRecorded() {
    return stories().entrySet().stream()
        .map(story ->
            DynamicTest.dynamicTest(
                story.getKey(),
                () ->
                    Golden.matches(
                        "golden/transcript/" + story.getKey() + ".txt",
                        text(story.getValue(), Style.PLAIN, Glyphs.UNICODE, 80))));
  }

  @Test
  void readsInAsciiOnANarrowPageAsRecorded() {
    String text = text(Stories.leak(), Style.PLAIN, Glyphs.ASCII, 48);
    Golden.matches("golden/transcript/leak-ascii-48.txt", text);
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
  }

  @TestFactory
  Stream<DynamicTest> isTheSameTextWithAndWithoutColour() {
    return stories().entrySet().stream()
        .map(story ->
            DynamicTest.dynamicTest(
                story.getKey(),
                () -> {
                  String plain = text(story.getValue(), Style.PLAIN, Glyphs.UNICODE, 80);
                  String colour = text(story.getValue(), Style.COLOUR, Glyphs.UNICODE, 80);
                  assertThat(plain).doesNotContain("\u001b");
                  assertThat(colour).contains("\u001b[");
                  assertThat(colour.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
                }));
  }

  @Test
  void staysWithinThePageAtEveryWidth() {
    for (int width = 40; width <= 120; width++) {
      for (Glyphs glyphs : Glyphs.values()) {
        for (List<RoomMessage> story : stories().values()) {
          assertFits(text(story, Style.PLAIN, glyphs, width), width);
        }
      }
    }
  }

  @Test
  void staysWithinThePageWhateverIsSaid() {
    long seed = 20260301;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      int width = 40 + random.nextInt(81);
      List<RoomMessage> log = hostile(randomText(random), randomText(random));
      for (Glyphs glyphs : Glyphs.values()) {
        String text = text(log, Style.PLAIN, glyphs, width);
        assertFits(text, width);
        assertInert(text);
      }
    }
  }

  /** The same two texts wherever telemetry and people can put theirs. */
  static List<RoomMessage> hostile(String a, String b) {
    var finding = new dev.aegis.room.Hypothesis.Finding(a, "e1", 3);
    var evidence = new dev.aegis.room.Evidence("e1", b, a, "sql", List.of(b), List.of(List.of(a)));
    var change =
        new dev.aegis.telemetry.Change(
            Log.START, dev.aegis.telemetry.Change.Kind.DEPLOY, a, b, b, a, b);
    return new Log("INC-2026-0002")
        .say(
            1,
            Handle.OBSERVER,
            a,
            new dev.aegis.room.Signal(
                a,
                b,
                dev.aegis.room.Severity.SEV2,
                a,
                Log.START,
                Log.START,
                Stories.SLO,
                List.of(new dev.aegis.room.Signal.Symptom("m" + a, 1, 2, 3, b)),
                List.of(new dev.aegis.room.Signal.Suspect(change, 5, 1, b)),
                1,
                List.of(evidence)),
            Handle.DIAGNOSTICIAN)
        .say(
            2,
            Handle.DIAGNOSTICIAN,
            a,
            new dev.aegis.room.Diagnosis(
                List.of(
                    new dev.aegis.room.Hypothesis(
                        dev.aegis.room.Cause.BAD_DEPLOY, b, 1, List.of(finding))),
                List.of(evidence),
                List.of(b)),
            new Handle("@a23456789012345678901234567890123".substring(0, 33)),
            Handle.REMEDIATOR)
        .say(3, Handle.HUMAN, a, new Question(b), Handle.SECURITY)
        .say(
            4,
            Handle.COMMANDER,
            a,
            new dev.aegis.room.Escalation(b, List.of(a), List.of(b)),
            Handle.HUMAN)
        .messages();
  }

  private static String randomText(Random random) {
    int[][] kinds = {
      {'a', 26},
      {'a', 26},
      {' ', 1},
      {0, 32},
      {0x80, 32},
      {0x300, 0x70},
      {0x4e00, 2000},
      {0x1f300, 0x300},
      {0x200b, 0x20},
      {0x2066, 4},
      {0xfe00, 16},
      {0x1f1e6, 26},
      {0xd800, 0x800},
      {0xac00, 900},
      {0xff01, 90},
      {0xe000, 200},
      {0x0590, 0x200},
      {0x2500, 0x200}
    };
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(160);
    while (text.length() < length) {
      int[] kind = kinds[random.nextInt(kinds.length)];
      for (int run = random.nextInt(12); run >= 0; run--) {
        text.appendCodePoint(kind[0] + random.nextInt(kind[1]));
      }
    }
    return text.toString();
  }

  private static void assertFits(String text, int width) {
    assertThat(text.lines().filter(line -> cells(line) > width))
        .as("lines wider than %d", width)
        .isEmpty();
  }

  /** Counted apart from {@link Cells}: whatever may be two cells wide on any terminal counts so. */
  private static int cells(String line) {
    return line.codePoints()
        .map(c ->
            Character.getType(c) == Character.NON_SPACING_MARK
                    || Character.getType(c) == Character.ENCLOSING_MARK
                ? 0
                : (c >= 0x1f000 && c <= 0x1faff)
                        || Character.isIdeographic(c)
                        || Character.isEmojiPresentation(c)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xff01 && c <= 0xff60)
                    ? 2
                    : 1)
        .sum();
  }

  private static void assertInert(String text) {
    assertThat(text.codePoints().filter(c -> c != '\n'))
        .noneMatch(c ->
            switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR ->
                  true;
              default -> false;
            });
  }

  @Test
  void makesEscapeSequencesAndTurnedTextVisible() {
    String text =
        text(hostile("\u001b[2Jgone\u0007", "pay\u202eyap"), Style.COLOUR, Glyphs.UNICODE, 80);
    assertThat(text).contains("<001b>[2Jgone<0007>").contains("pay<202e>yap");
    assertThat(text).doesNotContain("\u001b[2J").doesNotContain("\u202e");
  }

  @Test
  void takesItsFiguresFromThePayloadAndNotFromTheText() {
    List<RoomMessage> log = Stories.leak();
    List<RoomMessage> reworded = new ArrayList<>();
    for (RoomMessage m : log) {
      reworded.add(
          new RoomMessage(
              m.wireVersion(),
              m.room(),
              m.seq(),
              m.id(),
              m.inReplyTo(),
              m.sender(),
              m.mentions(),
              "p99 is 9999 ms and all is well",
              m.payload(),
              m.ts()));
    }
    assertThat(text(reworded, Style.PLAIN, Glyphs.UNICODE, 80))
        .isEqualTo(text(log, Style.PLAIN, Glyphs.UNICODE, 80));
  }

  @Test
  void saysOfAnAbstentionThatTheProbabilityIsNotKnown() {
    String text = text(Stories.undecidable(), Style.PLAIN, Glyphs.UNICODE, 80);
    assertThat(text).contains("ABSTAIN  P(SLO held 30 min) not known").doesNotContain(" .50");
  }

  @Test
  void drawsNoPlotWithoutAForecast() {
    assertThat(text(Stories.undecidable(), Style.PLAIN, Glyphs.UNICODE, 80))
        .doesNotContain("log scale");
  }

  @Test
  void closesWithTheWorthOfTheDecision() {
    assertThat(text(Stories.leak(), Style.PLAIN, Glyphs.UNICODE, 80).stripTrailing())
        .endsWith("manual 42 min → 89 s · downtime $1,409 · remediation $0.31 · averted $38,491");
  }

  @Test
  void shoutsAnUnknownOutcomeInTheLastBlockToo() {
    String text = text(Stories.unknown(), Style.PLAIN, Glyphs.UNICODE, 80);
    assertThat(text.split("NOBODY CAN TELL", -1)).hasSize(4);
    assertThat(text).contains("OUTCOME UNKNOWN, A PERSON MUST LOOK");
  }

  @Test
  void refusesAPageThatIsTooNarrow() {
    assertThatThrownBy(() -> new Transcript(Style.PLAIN, Glyphs.UNICODE, 39, _ -> ""))
        .hasMessageContaining("at least 40 cells, found 39");
  }

  @Test
  void hasNothingToCloseWhenNothingWasSaid() {
    assertThat(new Transcript(Style.PLAIN, Glyphs.UNICODE, 80, _ -> "").close()).isEmpty();
  }

  @Test
  void rejectedFixesComeBeforeTheOneThatPassed() {
    String text = text(Stories.leak(), Style.PLAIN, Glyphs.UNICODE, 80);
    assertThat(text.indexOf("REJECT")).isLessThan(text.indexOf("PASS"));
    assertThat(Stories.leak().stream().filter(m -> m.payload() instanceof ValidationResult))
        .hasSize(2);
  }

  static String text(List<RoomMessage> log, Style style, Glyphs glyphs, int width) {
    String place = log.getLast().payload() instanceof dev.aegis.room.Postmortem ? PLACE : "";
    Transcript transcript = new Transcript(style, glyphs, width, _ -> place);
    List<String> lines = new ArrayList<>();
    log.forEach(message -> lines.addAll(transcript.show(message)));
    lines.addAll(transcript.close());
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
