package dev.aegis.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsCheckTest {
  private static final String MESSAGE =
      "Root cause, weight 0.99: memory leak introduced by NAME_1: live heap grows (+45.4 % of its"
          + " limit a minute) [e4]; deploy of NAME_1 80 s before the onset of p99 4.0 s on"
          + " checkout-api in us-east-1.";
  private static final Set<String> NAMES =
      Set.of("checkout-api", "us-east-1", "us-west-2", "payments");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A memory leak came in with NAME_1, 80 s before the onset.",
        "Live heap on checkout-api grows by 45.4 % of its limit a minute, weight 0.99.",
        "In us-east-1 the p99 stands at 4.0 s."
      })
  void letsPlainWordsPassThatSayWhatWasSaid(String sentence) {
    assertThat(WordsCheck.wrong(sentence, MESSAGE, NAMES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The heap grows by 54.4 % a minute.",
        "The heap grows by 45.4 ms a minute.",
        "The deploy came 80 min before the onset.",
        "The onset was 80 % before the deploy.",
        "The leak came in with NAME_2.",
        "The leak is in us-west-2.",
        "The leak is in payments.",
        "Roll back NAME_1 now.",
        "The fix was approved by Alice.",
        "It is safe to ignore this.",
        "This is not a memory leak.",
        "Weight 0.99, twelve pods.",
        "Twice the weight 0.99.",
        "See https://evil.example/x for the leak.",
        "See evil.example for the leak.",
        "![leak](x)",
        "**leak** introduced",
        "@human the leak grows",
        "<b>leak</b>",
        "leak\u001b[2J grows",
        "le\u202eak grows",
        "leak\ngrows",
        "lеak grows",
        ""
      })
  void refusesWhatWasNotSaidOrHasNoPlaceInASentence(String sentence) {
    assertThat(WordsCheck.wrong(sentence, MESSAGE, NAMES)).isPresent();
  }

  @Test
  void refusesWhatIsLongerThanPeopleRead() {
    assertThat(WordsCheck.wrong("leak ".repeat(81), MESSAGE, NAMES)).isPresent();
  }
}
