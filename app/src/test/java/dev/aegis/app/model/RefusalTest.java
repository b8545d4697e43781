package dev.aegis.app.model;

import static dev.aegis.app.model.Provider.AIML;
import static dev.aegis.app.model.Provider.FEATHERLESS;
import static dev.aegis.app.model.Provider.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the two providers mean by their codes, which is not what others mean. */
class RefusalTest {
  @Test
  void aColdModelAtFeatherlessIsNotAskedAgain() {
    assertThat(of(FEATHERLESS, 400)).isInstanceOf(Refusal.Elsewhere.class);
    assertThat(of(AIML, 400)).isInstanceOf(Refusal.Never.class);
  }

  @Test
  void creditsAndGatesAndKeysSendElsewhere() {
    assertThat(of(AIML, 403).why()).contains("credits");
    assertThat(of(FEATHERLESS, 403).why()).contains("gated");
    assertThat(of(OPENAI, 401)).isInstanceOf(Refusal.Elsewhere.class);
  }

  @Test
  void tooManyRequestsWaitAsLongAsTheProviderSaysButNotLongerThanAMinute() {
    assertThat(Refusal.of(AIML, 429, Optional.of("7"), ""))
        .isEqualTo(new Refusal.Again("too many requests at once (429)", Duration.ofSeconds(7)));
    assertThat(Refusal.of(AIML, 429, Optional.of("86400"), ""))
        .extracting(r -> ((Refusal.Again) r).after())
        .isEqualTo(Refusal.LONGEST_PAUSE);
    assertThat(Refusal.of(AIML, 429, Optional.of("soon"), ""))
        .extracting(r -> ((Refusal.Again) r).after())
        .isEqualTo(Refusal.PAUSE);
  }

  @Test
  void aRefusalThatIsWrappedInA500IsTakenForWhatItIs() {
    assertThat(of(AIML, 500)).isInstanceOf(Refusal.Again.class);
    assertThat(
            Refusal.of(AIML, 500, Optional.empty(), "{\"message\":\"400 Unable to access model\"}"))
        .isInstanceOf(Refusal.Elsewhere.class);
  }

  @Test
  void aRedirectIsNotFollowed() {
    assertThat(of(OPENAI, 302)).isInstanceOf(Refusal.Elsewhere.class);
  }

  private static Refusal of(Provider provider, int status) {
    return Refusal.of(provider, status, Optional.empty(), "");
  }
}
