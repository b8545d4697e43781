package dev.aegis.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import dev.aegis.room.Remark;
import org.junit.jupiter.api.Test;

class ContributionTest {
  @Test
  void whoeverIsMentionedIsAskedOnceInTheOrderOfTheWords() {
    assertThat(mentions("@Validator and @observer, what now, @validator?"))
        .containsExactly(Handle.VALIDATOR, Handle.OBSERVER);
  }

  @Test
  void whoIsNoAgentIsNotAsked() {
    assertThat(mentions("@aegis @policy @human @bob mail me at ops@observer.example"))
        .containsExactly(Handle.DIAGNOSTICIAN);
  }

  @Test
  void withoutAMentionItIsAQuestionOrARemarkAsThePersonWants() {
    assertThat(Contribution.typed("p99?", "anna", true).payload())
        .isEqualTo(new Question("p99?", "anna"));
    assertThat(Contribution.typed("all quiet here", "anna", false).payload())
        .isEqualTo(new Remark("all quiet here", "anna"));
  }

  @Test
  void controlCharactersAreTakenOutAndLongWordsAreCut() {
    Question hostile =
        (Question)
            Contribution.typed("a\u001b[31m\n\u202eb" + "x".repeat(600), "anna", true).payload();

    assertThat(hostile.question())
        .hasSizeLessThanOrEqualTo(Contribution.LONGEST)
        .doesNotContain("\u001b", "\n", "\u202e");
  }

  @Test
  void whatMustNotBeToldIsHiddenInWhatPeopleSay() {
    Contribution said = Contribution.typed("the key is s3cret", "anna", false);

    assertThat(said.masked(words -> words.replace("s3cret", "<secret>")).payload())
        .isEqualTo(new Remark("the key is <secret>", "anna"));
  }

  private static java.util.List<Handle> mentions(String words) {
    return Contribution.typed(words, "anna", true).mentions();
  }
}
