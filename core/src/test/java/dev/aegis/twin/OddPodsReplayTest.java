package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.room.Reason;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that are not like their siblings; production's seed varies, the replay's is 42. */
class OddPodsReplayTest {
  private static final long SEED = 42;

  private static ValidationResult judge(Production p, long seed, Action action) {
    return judge(p, seed, 20, action);
  }

  private static ValidationResult judge(Production p, long seed, double goOn, Action action) {
    double now = p.run(seed, 3, 900, null, goOn);
    return ChaosReplay.judge(
        action,
        p.telemetry(),
        p.profile(),
        Production.at(now),
        ReplaySettings.STANDARD,
        SEED,
        Replications.SEQUENTIAL);
  }

  private static void expect(ValidationResult result, Verdict verdict, Reason reason, long seed) {
    assertThat(result.verdict() + " " + result.reason())
        .as("%s; %s (seeds %d, %d)", result.sentence(), result.unknowns(), seed, SEED)
        .isEqualTo(verdict + " " + reason);
  }

  /** One of six pods fails 60 % of what it is asked from the 150th second on. */
  private static Production onePod() {
    Production p = new Production();
    p.podsToldApart = true;
    p.badPods = new ServiceModel.BadPods(1, 0.6, 150);
    return p;
  }

  /** All pods of us-east-1 fail a tenth of what they are asked, and those of us-west-2 none. */
  private static Production oneRegion() {
    Production p = new Production();
    p.badPods = new ServiceModel.BadPods(ServiceModel.BadPods.ALL, 0.1, 150);
    return p;
  }

  /** Soon after, and when it has been so for longer than it was not. */
  @ParameterizedTest
  @CsvSource({"1, 20", "2, 20", "3, 20", "1, 200", "2, 200", "3, 200"})
  void doesNotCarryWhatAilsOnePodToTheOtherRegion(long seed, double goOn) {
    expect(judge(onePod(), seed, goOn, Production.failover()), Verdict.PASS, Reason.HOLDS, seed);
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "2, 20", "3, 20", "1, 200", "2, 200", "3, 200"})
  void doesNotCarryWhatAilsARegionToTheOther(long seed, double goOn) {
    expect(judge(oneRegion(), seed, goOn, Production.failover()), Verdict.PASS, Reason.HOLDS, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void morePodsInARegionThatFailsFailLikeTheOthers(long seed) {
    expect(judge(oneRegion(), seed, Production.scale(12)), Verdict.REJECT, Reason.NOT_ENOUGH, seed);
    expect(judge(oneRegion(), seed, Production.restart()), Verdict.REJECT, Reason.NOT_ENOUGH, seed);
  }

  @Test
  void aVersionThatFailsInBothRegionsIsCarriedWithTheTraffic() {
    Production p = oneRegion();
    p.westBadPods = p.badPods;
    assertThat(judge(p, 3, 200, Production.failover()).verdict()).isEqualTo(Verdict.REJECT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void rejectsMorePodsThatDoNotThinTheErrorsEnough(long seed) {
    expect(judge(onePod(), seed, Production.scale(12)), Verdict.REJECT, Reason.NOT_ENOUGH, seed);
  }

  @Test
  void abstainsOnPuttingAnotherPodInThePlaceOfTheBadOne() {
    ValidationResult result = judge(onePod(), 3, Production.restart());
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED, 3);
    assertThat(result.sentence()).contains("p0 (1 of 6 pods)");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void takesWhatAilsAllPodsForTheVersions(long seed) {
    Production p = Production.badDeploy();
    p.podsToldApart = true;
    expect(judge(p, seed, Production.rollback()), Verdict.PASS, Reason.HOLDS, seed);
    expect(judge(p, seed, Production.restart()), Verdict.REJECT, Reason.NOT_ENOUGH, seed);
  }

  @Test
  void doesNotRejectGivingTheRequestsOfSlowPodsToOthers() {
    Production p = Production.badDeploy();
    p.newErrors = 0;
    p.newSlowdown = 1.9;
    p.podsToldApart = true;
    p.slowPods = 1;
    ValidationResult result = judge(p, 3, Production.scale(8));
    assertThat(result.verdict()).as(result.sentence()).isNotEqualTo(Verdict.REJECT);
  }
}
