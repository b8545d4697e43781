package dev.aegis.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T03:00:00Z");

  @Test
  void leavesAnEndpointAloneAfterThreeFailuresAndThenTriesOnce() {
    Breaker breaker = new Breaker();
    breaker.failed(NOW, false);
    breaker.failed(NOW, false);
    assertThat(breaker.admits(NOW)).isTrue();
    breaker.failed(NOW, false);

    assertThat(breaker.admits(NOW.plusSeconds(59))).isFalse();
    assertThat(breaker.admits(NOW.plusSeconds(60))).isTrue();
    assertThat(breaker.admits(NOW.plusSeconds(61))).as("one call tries").isFalse();
    breaker.succeeded();
    assertThat(breaker.admits(NOW.plusSeconds(62))).isTrue();
  }

  @Test
  void leavesAnEndpointAloneAtOnceWhenTheFailureLasts() {
    Breaker breaker = new Breaker();
    breaker.failed(NOW, true);

    assertThat(breaker.admits(NOW.plusSeconds(1))).isFalse();
  }

  @Test
  void anAnswerInBetweenStartsTheCountAgain() {
    Breaker breaker = new Breaker();
    breaker.failed(NOW, false);
    breaker.failed(NOW, false);
    breaker.succeeded();
    breaker.failed(NOW, false);

    assertThat(breaker.admits(NOW)).isTrue();
  }

  @Test
  void eachOfTokensMoneyAndSecondsEndsABudget() {
    Budget tokens = budget();
    tokens.spent(1_000, 0);
    assertThat(tokens.usedUp()).contains("1000 tokens");

    Budget money = budget();
    money.spent(1, 0.5);
    assertThat(money.usedUp()).contains("0.5 USD");

    Budget seconds = budget();
    seconds.waited(Duration.ofSeconds(25));
    assertThat(seconds.left()).isEqualTo(Duration.ofSeconds(5));
    assertThat(seconds.usedUp()).isEmpty();
    seconds.waited(Duration.ofSeconds(5));
    assertThat(seconds.usedUp()).contains("30 s");
  }

  @Test
  void aProviderThatCountsBelowZeroGivesNothingBack() {
    Budget budget = budget();
    budget.spent(999, 0.4);
    budget.spent(-900, -0.4);
    budget.spent(1, 0);

    assertThat(budget.usedUp()).isNotEmpty();
  }

  private static Budget budget() {
    return new Budget(
        ModelSettings.of(
            Map.of(
                "LLM_MODE", "aiml",
                "AIML_API_KEY", "k",
                "LLM_MAX_TOKENS", "1000",
                "LLM_MAX_USD", "0.5",
                "LLM_MAX_SECONDS", "30",
                "LLM_TURN_SECONDS", "10")));
  }
}
