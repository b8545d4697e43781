package dev.aegis.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lies beside the stories, which are the shell's; what it tests is pure. */
class ReportTest {
  private static final List<List<RoomMessage>> STORIES =
      List.of(
          Stories.leak(),
          Stories.denied(),
          Stories.unknown(),
          Stories.undecidable(),
          Stories.waiting(),
          Stories.talk());

  /** What nobody outside the team would know. */
  private static final Pattern TRADE =
      Pattern.compile(
          "\\bSLO\\b|\\bp99\\b|P\\(|verdict|\\btwin\\b|deciban|replay|replication|blast radius"
              + "|head-room|hypothes|\\bpods?\\b|rollback|failover|armed|dispatched|abstain"
              + "|escalat|\\bREJECT\\b|\\bPASS\\b|onset|remediation|horizon",
          Pattern.CASE_INSENSITIVE);

  @Test
  void speaksToPeopleWhoWereNotThere() {
    for (List<RoomMessage> log : STORIES) {
      ownWords(Report.of(log))
          .forEach(words ->
              assertThat(TRADE.matcher(words).results().map(r -> r.group()).toList())
                  .as(words)
                  .isEmpty());
    }
  }

  @Test
  void explainsEachWordOfTheTradeThatItCites() {
    Report leak = Report.of(Stories.leak());
    String cited = sentences(leak).map(Block.Sentence::quoted).collect(Collectors.joining("\n"));
    assertThat(cited).contains("p99");
    assertThat(terms(leak)).contains("p99").doesNotContain("slot");
  }

  @Test
  void isADraftWhileTheIncidentIsNotOver() {
    Report waiting = Report.of(Stories.waiting());
    assertThat(waiting.draft()).isTrue();
    assertThat(waiting.sentences(Section.Kind.SUMMARY))
        .anyMatch(s -> s.words().startsWith("This is a draft"));
    assertThat(Report.of(Stories.leak()).draft()).isFalse();
    assertThat(Report.of(Stories.denied()).draft()).isFalse();
  }

  @Test
  void saysWhatTheRecordDoesNotHave() {
    Block.Fact revenue = fact(Report.of(Stories.undecidable()), "revenue_per_minute");
    assertThat(revenue.value()).isEmpty();
    assertThat(revenue.words()).isEqualTo("not on record");
    assertThat(Report.of(Stories.undecidable()).sentences(Section.Kind.DONE))
        .anyMatch(s -> s.words().equals("Nothing was changed."));
  }

  @Test
  void saysHowItWasCheckedWhatWasAtStakeAndHowItIsTakenBack() {
    Report leak = Report.of(Stories.leak());
    assertThat(leak.sentences(Section.Kind.DONE))
        .anyMatch(s -> s.words().startsWith("If it goes wrong: all users of a region are touched"))
        .anyMatch(s -> s.words().contains("taken back"));
    assertThat(leak.sentences(Section.Kind.CHECKED))
        .singleElement()
        .satisfies(s ->
            assertThat(s.words())
                .startsWith("Read from telemetry, ")
                .contains("the promise is kept again", "301 ms"));
    assertThat(Report.of(Stories.undecidable()).section(Section.Kind.CHECKED)).isEmpty();
    Report unknown = Report.of(Stories.unknown());
    assertThat(unknown.sentences(Section.Kind.DONE))
        .anyMatch(s -> s.words().startsWith("Nothing was repeated on a guess"));
    assertThat(unknown.sentences(Section.Kind.CHECKED))
        .anyMatch(s -> s.words().startsWith("Whether it helped was not checked"));
  }

  @Test
  void saysThatNobodyCanTellWhetherAStepWasDone() {
    assertThat(Report.of(Stories.unknown()).sentences(Section.Kind.DONE))
        .anyMatch(s -> s.words().contains("nobody can tell whether it was done"));
  }

  @Test
  void namesWhoRefusedAndWhy() {
    assertThat(Report.of(Stories.denied()).sentences(Section.Kind.DONE))
        .anyMatch(
            s -> s.words().startsWith("Refused by alice") && s.quoted().equals("sale is running"));
  }

  @Test
  void praisesNothingThatDidNotHappen() {
    assertThat(Report.of(Stories.undecidable()).sentences(Section.Kind.WENT_WELL))
        .noneMatch(s -> s.words().contains("served again") || s.words().contains("held back"));
    assertThat(Report.of(Stories.leak()).sentences(Section.Kind.WENT_WELL))
        .anyMatch(s -> s.words().startsWith("Fix 1 was held back before it touched anything"));
  }

  @Test
  void countsTheRequestsThatFailedFromTheRowsOfTheSignal() {
    Signal signal =
        signal(
            List.of(
                List.of("2026-03-01T03:00:00Z", "0.5", "100"),
                List.of("2026-03-01T02:59:50Z", "0.1", "100"),
                List.of("2026-03-01T02:59:40Z", "0.9", "100"),
                List.of("2026-03-01T03:00:05Z", "NULL", "100")));
    // From the onset at 02:59:50: 10 s of 10 a second, then 10 s of 50 a second.
    assertThat(Impact.failedRequests(signal).orElseThrow()).isEqualTo(600);
    assertThat(Impact.failedRequests(signal(List.of()))).isEmpty();
  }

  @Test
  void changesWithEveryRecord() {
    long seed = 20;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      double share = 0.01 + 0.9 * random.nextDouble();
      double rate = 1 + random.nextInt(5000);
      Signal signal =
          signal(
              List.of(
                  List.of("2026-03-01T02:59:50Z", "0", "0"),
                  List.of("2026-03-01T03:00:00Z", Double.toString(share), Double.toString(rate))));
      assertThat(Impact.failedRequests(signal).orElseThrow())
          .isCloseTo(10 * share * rate, org.assertj.core.data.Offset.offset(1e-6));
      String before = PostmortemReport.of(Stories.leak());
      String after = PostmortemReport.of(replaced(signal));
      assertThat(after).isNotEqualTo(before).contains(Figures.number(Math.rint(10 * share * rate)));
    }
  }

  private static List<RoomMessage> replaced(Signal signal) {
    List<RoomMessage> log = new ArrayList<>(Stories.leak());
    RoomMessage m = log.getFirst();
    log.set(
        0,
        new RoomMessage(
            m.wireVersion(),
            m.room(),
            m.seq(),
            m.id(),
            m.inReplyTo(),
            m.sender(),
            m.mentions(),
            m.text(),
            signal,
            m.ts()));
    return log;
  }

  private static Signal signal(List<List<String>> rows) {
    return new Signal(
        "checkout-api",
        "",
        Severity.SEV2,
        "",
        Instant.parse("2026-03-01T02:59:50Z"),
        Instant.parse("2026-03-01T03:00:05Z"),
        Stories.SLO,
        List.of(),
        List.of(),
        0,
        List.of(
            new Evidence(
                "e1",
                "figures",
                "SELECT 1",
                "sql",
                List.of("ts", "error_ratio", "requests_per_second"),
                rows)));
  }

  private static Block.Fact fact(Report report, String key) {
    return report.sections().stream()
        .flatMap(s -> s.blocks().stream())
        .filter(Block.Facts.class::isInstance)
        .flatMap(b -> ((Block.Facts) b).all().stream())
        .filter(f -> f.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Block.Sentence> sentences(Report report) {
    return report.sections().stream()
        .flatMap(s -> s.blocks().stream())
        .flatMap(b ->
            switch (b) {
              case Block.Sentences s -> s.all().stream();
              case Block.Moments m -> m.all().stream().map(Block.Moment::what);
              default -> Stream.empty();
            });
  }

  private static List<String> terms(Report report) {
    return report.sections().stream()
        .flatMap(s -> s.blocks().stream())
        .filter(Block.Terms.class::isInstance)
        .flatMap(b -> ((Block.Terms) b).all().stream())
        .map(Block.Term::word)
        .toList();
  }

  private static Stream<String> ownWords(Report report) {
    Stream<String> others =
        report.sections().stream()
            .flatMap(s -> s.blocks().stream())
            .flatMap(b ->
                switch (b) {
                  case Block.Facts f ->
                      f.all().stream().flatMap(x -> Stream.of(x.label(), x.words()));
                  case Block.Compared c ->
                      c.all().stream().flatMap(x -> Stream.of(x.label(), x.foreseenWords()));
                  case Block.Tasks t ->
                      t.all().stream()
                          .map(Block.Task::what)
                          .filter(x -> !x.startsWith("Close the gap: "));
                  default -> Stream.empty();
                });
    Stream<String> titles = report.sections().stream().map(s -> s.kind().title());
    return Stream.of(
            Stream.of(report.title()), titles, others, sentences(report).map(Block.Sentence::words))
        .flatMap(x -> x);
  }
}
