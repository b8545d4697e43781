package dev.aegis.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Log;
import dev.aegis.app.testkit.Stories;
import dev.aegis.incident.Incident;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lies beside the stories, which are the shell's; what it tests is pure. */
class PostmortemReportTest {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:,\\d{3})*(?:\\.\\d+)?");

  @Test
  void readsAsRecorded() {
    Golden.matches("golden/postmortem/leak.md", PostmortemReport.of(Stories.leak()));
    Golden.matches("golden/postmortem/unknown.md", PostmortemReport.of(Stories.unknown()));
    Golden.matches("golden/postmortem/undecidable.md", PostmortemReport.of(Stories.undecidable()));
  }

  @Test
  void isTheSameForTheSameLog() {
    assertThat(PostmortemReport.of(Stories.leak())).isEqualTo(PostmortemReport.of(Stories.leak()));
  }

  @Test
  void saysThatAnEmptyLogHoldsNothing() {
    assertThat(PostmortemReport.of(List.of())).contains("holds nothing to report");
  }

  @Test
  void changesWithTheMoney() {
    List<RoomMessage> log =
        changed(
            Decision.class,
            d ->
                new Decision(
                    d.outcome(),
                    d.action(),
                    d.decidedBy(),
                    d.sentence(),
                    new Decision.Worth(600, 1800, 9500, 2.5, 18_997.5)));
    assertThat(PostmortemReport.of(log))
        .contains(
            "| Revenue lost | \\$9,500 |",
            "| Loss averted against people alone | \\$18,998 |",
            "| Time until users were served again | 10 min |")
        .doesNotContain("$1,409", "42 min");
  }

  @Test
  void changesWithTheCause() {
    List<RoomMessage> log =
        changed(
            Diagnosis.class,
            d ->
                new Diagnosis(
                    List.of(
                        new Hypothesis(
                            dev.aegis.room.Cause.SLOW_DEPENDENCY,
                            "payments is slow",
                            1,
                            List.of(new Hypothesis.Finding("its latency tripled", "e1", 9)))),
                    d.evidence(),
                    List.of()));
    assertThat(PostmortemReport.of(log))
        .contains("payments is slow", "Ask the owners of the dependency")
        .doesNotContain("Find and fix the leak");
  }

  @Test
  void changesWithTheVerdict() {
    List<RoomMessage> log =
        changed(
            ValidationResult.class,
            v ->
                v.verdict() == Verdict.PASS
                    ? v
                    : new ValidationResult(
                        v.action(),
                        Verdict.REJECT,
                        v.reason(),
                        "Too little.",
                        0.11,
                        64,
                        Duration.ofMinutes(10),
                        -1,
                        v.doNothing(),
                        v.withFix(),
                        v.observed(),
                        List.of(),
                        List.of()));
    assertThat(PostmortemReport.of(log))
        .contains("“Too little.”")
        .doesNotContain("The new pods leak too");
  }

  @Test
  void leavesOutWhatTheLogDoesNotHold() {
    assertThat(PostmortemReport.of(Stories.undecidable()))
        .doesNotContain("Permission was asked for", "Step 1", "## What was foreseen", "averted");
    assertThat(PostmortemReport.of(Stories.denied()))
        .contains("Refused by alice", "sale is running")
        .doesNotContain("Step 1");
  }

  @Test
  void inventsNoFigure() {
    for (List<RoomMessage> log :
        List.of(Stories.leak(), Stories.unknown(), Stories.denied(), Stories.undecidable())) {
      Set<String> known = new HashSet<>();
      log.forEach(m -> collect(m, known));
      derived(log, known);
      List<String> invented =
          NUMBER
              .matcher(PostmortemReport.of(log))
              .results()
              .map(r -> r.group())
              .filter(n -> !known.contains(n))
              .toList();
      assertThat(invented).as("figures that are not in the record").isEmpty();
    }
  }

  /** Every number of a value in each form in which figures are written. */
  private static void collect(Object value, Set<String> known) {
    switch (value) {
      case Double d ->
          List.of(
                  Figures.millis(d),
                  Figures.money(d),
                  Figures.percent(d),
                  Figures.seconds(d),
                  Figures.probability(Math.clamp(d, 0, 1)))
              .forEach(text -> numbers(text, known));
      case Duration d -> numbers(Figures.duration(d), known);
      case Instant at -> numbers(Figures.dateTime(at), known);
      case Collection<?> all -> all.forEach(each -> collect(each, known));
      case Record record -> parts(record, known);
      default -> numbers(value.toString(), known);
    }
  }

  private static void parts(Record record, Set<String> known) {
    for (var component : record.getClass().getRecordComponents()) {
      try {
        Object part = component.getAccessor().invoke(record);
        if (part != null) {
          collect(part, known);
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  private static void numbers(String text, Set<String> known) {
    NUMBER.matcher(text).results().forEach(r -> known.add(r.group()));
  }

  /** What is computed: times between messages, steps counted from 1, the short hash of a plan. */
  private static void derived(List<RoomMessage> log, Set<String> known) {
    Incident record = Incident.of(log);
    Signal signal = record.signal().orElseThrow();
    collect(Duration.between(signal.startedAt(), signal.detectedAt()), known);
    record.between(Signal.class, Decision.class).ifPresent(d -> collect(d, known));
    record
        .approvalRequest()
        .ifPresent(r -> {
          numbers(r.planHash(), known);
          numbers(r.planHash().substring(0, 8), known);
        });
    record.executions().forEach(e -> known.add(String.valueOf(e.step() + 1)));
    // "99 of 100 requests": what a promise about the slowest 1 % says.
    known.addAll(List.of("99", "100", "1"));
    // "90 % between": the band of the forecast runs from its 5th to its 95th percentile.
    known.add("90");
    // "&#8203;" keeps a mention from being one.
    known.add("8203");
  }

  @Test
  void letsTextFromOutsideBeNothingButText() {
    String attack =
        "<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![i](http://evil/x.png) |"
            + " https://evil.example www.evil.example `code` **bold** @alice \n# heading\n```";
    List<RoomMessage> log =
        changed(
            Diagnosis.class,
            d ->
                new Diagnosis(
                    List.of(
                        new Hypothesis(
                            dev.aegis.room.Cause.BAD_DEPLOY,
                            attack,
                            1,
                            List.of(new Hypothesis.Finding(attack, attack, 9)))),
                    List.of(
                        new dev.aegis.room.Evidence(
                            "e1",
                            attack,
                            attack,
                            "sql<script>",
                            List.of(attack, "b"),
                            List.of(List.of(attack, attack)))),
                    List.of(attack)));
    String report = PostmortemReport.of(log);
    String outsideCode = withoutCode(report);
    assertThat(outsideCode)
        .doesNotContain(
            "<img", "](", "![", "https://", "www.evil", "**bold**", "@alice", "<script");
    assertThat(outsideCode.lines()).noneMatch(line -> line.equals("# heading"));
    assertThat(outsideCode.lines().filter(line -> line.startsWith("| ")))
        .allMatch(line -> line.endsWith(" |"));
    assertThat(report).contains("````sqlscript\n");
  }

  private static String withoutCode(String markdown) {
    return markdown
        .replaceAll("(?s)\n````.*?\n````\n", "\n")
        .replaceAll("\\\\\\p{Punct}", "")
        .replaceAll("(?<!`)(`+)(?!`)[^\n]*?(?<!`)\\1(?!`)", "");
  }

  private static <T extends Payload> List<RoomMessage> changed(
      Class<T> type, UnaryOperator<T> change) {
    List<RoomMessage> log = new ArrayList<>();
    for (RoomMessage m : Stories.leak()) {
      Payload payload =
          type.isInstance(m.payload()) ? change.apply(type.cast(m.payload())) : m.payload();
      log.add(
          new RoomMessage(
              m.wireVersion(),
              m.room(),
              m.seq(),
              m.id(),
              m.inReplyTo(),
              m.sender(),
              m.mentions(),
              m.text(),
              payload,
              m.ts()));
    }
    assertThat(Log.START).isBefore(log.getLast().ts());
    return log;
  }
}
