package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Decision.Worth;
import dev.aegis.telemetry.ServiceProfile.Costs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Costs COSTS = new Costs(950, Duration.ofMinutes(42), 0.2, 0.02, 40);

  @Test
  void countsWhatWasAvertedAgainstTheManualBaseline() {
    Worth worth = Ledger.worth(COSTS, Duration.ofSeconds(89), true, 1.2, Duration.ofMinutes(3));
    assertThat(worth.downtimeDollars()).isEqualTo(89 / 60.0 * 950);
    assertThat(worth.remediationDollars()).isEqualTo(1.2);
    assertThat(worth.avertedDollars()).isEqualTo((2520 - 89) / 60.0 * 950 - 1.2);
  }

  @Test
  void billsEveryHourThatWasBegun() {
    Worth worth = Ledger.worth(COSTS, Duration.ofSeconds(89), true, 1.5, Duration.ofMinutes(61));
    assertThat(worth.remediationDollars()).isEqualTo(3.0);
  }

  @Test
  void avertsNothingWhileTheServiceIsNotBack() {
    Worth worth = Ledger.worth(COSTS, Duration.ofMinutes(10), false, 0, Duration.ZERO);
    assertThat(worth.avertedDollars()).isZero();
    assertThat(worth.remediationDollars()).isZero();
  }

  @Test
  void anIncidentLongerThanTheManualBaselineAvertsLessThanNothing() {
    Worth worth = Ledger.worth(COSTS, Duration.ofHours(1), true, 0, Duration.ofMinutes(1));
    assertThat(worth.avertedDollars()).isNegative();
  }
}
