package dev.aegis.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EditedReportTest {
  private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");
  private final Report recorded = Report.of(Stories.leak());

  private static Edit.Rewritten summary(String before, String text) {
    return new Edit.Rewritten(Section.Kind.SUMMARY, before, text, "anna", AT);
  }

  private static Section section(Report report, Section.Kind kind) {
    return report.section(kind).orElseThrow();
  }

  private static List<Block.Moment> moments(Report report, Section.Kind kind) {
    return section(report, kind).blocks().stream()
        .flatMap(b -> ((Block.Moments) b).all().stream())
        .toList();
  }

  @Test
  void withoutEditsItIsTheRecordsOwn() {
    assertThat(recorded.with(List.of())).isEqualTo(recorded);
  }

  @Test
  void aReplacedTextIsMarkedAndKeepsWhatTheRecordSays() {
    Section before = section(recorded, Section.Kind.SUMMARY);

    Report edited = recorded.with(List.of(summary(before.text(), "One line.\n\nAnother.")));

    Section after = section(edited, Section.Kind.SUMMARY);
    assertThat(after.text()).isEqualTo("One line.\nAnother.");
    assertThat(after.edited().orElseThrow())
        .isEqualTo(new Section.Edited("anna", AT, before.blocks(), false));
    assertThat(after.edited().orElseThrow().words())
        .isEqualTo("Edited by anna at 2026-03-02 09:00:00 UTC.");
    assertThat(moments(edited, Section.Kind.EDITS))
        .singleElement()
        .satisfies(m -> {
          assertThat(m.who()).isEqualTo("anna");
          assertThat(m.what().quoted()).isEqualTo(before.text());
        });
  }

  @Test
  void anEditOfARecordThatHasGrownSinceSaysSo() {
    Report edited =
        recorded.with(
            List.of(summary("What it said then.", "Mine."), summary("Mine.", "Mine, shorter.")));

    Section after = section(edited, Section.Kind.SUMMARY);
    assertThat(after.text()).isEqualTo("Mine, shorter.");
    assertThat(after.edited().orElseThrow().words())
        .endsWith("The record says something else now than it did then.");
    String now = section(recorded, Section.Kind.SUMMARY).text();
    assertThat(
            section(
                    recorded.with(List.of(summary(now, "Mine."), summary("Mine.", "Shorter."))),
                    Section.Kind.SUMMARY)
                .edited()
                .orElseThrow()
                .outdated())
        .isFalse();
  }

  @Test
  void aDroppedTaskIsGoneWithItsReasonToldUntilSomebodyAddsItAgain() {
    String task = tasks(recorded).getFirst().what();
    Edit.Dropped dropped = new Edit.Dropped(task, "done by hand already", "ben", AT);

    Report without = recorded.with(List.of(dropped));
    assertThat(tasks(without)).extracting(Block.Task::what).doesNotContain(task);
    assertThat(tasks(without)).hasSize(tasks(recorded).size() - 1);
    assertThat(moments(without, Section.Kind.EDITS))
        .singleElement()
        .satisfies(m -> {
          assertThat(m.what().words()).contains("because done by hand already");
          assertThat(m.what().quoted()).isEqualTo(task);
        });
    Report again =
        recorded.with(
            List.of(dropped, new Edit.Assigned(task, "", "anna", null, "anna", AT.plusSeconds(9))));
    assertThat(tasks(again))
        .filteredOn(t -> t.what().equals(task))
        .singleElement()
        .satisfies(t -> assertThat(t.owner()).isEqualTo("anna"));
  }

  private static List<Block.Task> tasks(Report report) {
    return section(report, Section.Kind.FOLLOW_UPS).blocks().stream()
        .flatMap(b -> ((Block.Tasks) b).all().stream())
        .toList();
  }

  @Test
  void aRevertGivesTheRecordsTextBackAndBothStayTold() {
    Report edited =
        recorded.with(
            List.of(
                summary("", "Mine."),
                new Edit.Reverted(Section.Kind.SUMMARY, "Mine.", "ben", AT.plusSeconds(60))));

    assertThat(section(edited, Section.Kind.SUMMARY))
        .isEqualTo(section(recorded, Section.Kind.SUMMARY));
    assertThat(moments(edited, Section.Kind.EDITS)).hasSize(2);
    assertThat(moments(edited, Section.Kind.EDITS).getLast().what().quoted()).isEqualTo("Mine.");
  }

  @Test
  void tasksGetOwnersAndDaysAndFurtherOnesAreMarkedAsAdded() {
    String first =
        ((Block.Tasks) section(recorded, Section.Kind.FOLLOW_UPS).blocks().getFirst())
            .all()
            .getFirst()
            .what();
    Report edited =
        recorded.with(
            List.of(
                new Edit.Assigned(first, "", "ben", LocalDate.parse("2026-03-31"), "anna", AT),
                new Edit.Assigned("Tell support.", "", "carl", null, "anna", AT),
                new Edit.Assigned("Forget this.", "", "carl", null, "anna", AT),
                new Edit.Assigned("Forget this.", "carl", "", null, "anna", AT)));

    String markdown = PostmortemReport.of(edited, java.time.ZoneOffset.UTC);
    assertThat(markdown)
        .contains("| What | Owner | Due |")
        .contains("| ben (named by anna) | 2026-03-31 |")
        .contains("| Tell support. | carl (added by anna) |  |")
        .doesNotContain("| Forget this. |");
  }

  @Test
  void aCorrectedTimeMovesItsMomentAndNamesTheRecordedOne() {
    Block.Moment last = moments(recorded, Section.Kind.TIMELINE).getLast();
    Instant earlier = last.at().minusSeconds(3600);
    Report edited =
        recorded.with(List.of(new Edit.Retimed(last.key(), last.at(), earlier, "anna", AT)));

    Block.Moment moved = moments(edited, Section.Kind.TIMELINE).getFirst();
    assertThat(moved.at()).isEqualTo(earlier);
    assertThat(moved.key()).isEqualTo(last.key());
    assertThat(moved.told().line())
        .contains("time edited by anna, recorded " + Figures.dateTime(last.at()));

    Report back =
        recorded.with(
            List.of(
                new Edit.Retimed(last.key(), last.at(), earlier, "anna", AT),
                new Edit.Retimed(last.key(), earlier, last.at(), "anna", AT)));
    assertThat(section(back, Section.Kind.TIMELINE))
        .isEqualTo(section(recorded, Section.Kind.TIMELINE));
  }

  @Test
  void whatPeopleWriteIsOnlyEverText() {
    Report edited =
        recorded.with(List.of(summary("", "<script>x</script> [a](http://b) @all | `c`")));

    assertThat(PostmortemReport.of(edited, java.time.ZoneOffset.UTC))
        .contains("- &lt;script&gt;x&lt;/script&gt; \\[a\\](http\\://b) @&#8203;all \\| \\`c\\`");
  }

  @Test
  void evidenceAndTheListOfEditsCannotBeReplaced() {
    for (Section.Kind kind : List.of(Section.Kind.EVIDENCE, Section.Kind.EDITS)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> new Edit.Rewritten(kind, "", "mine", "anna", AT))
          .hasMessageContaining("expected a section whose text can be replaced");
    }
  }
}
