package dev.aegis.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Signal.Suspect;
import dev.aegis.telemetry.Change;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeCorrelationTest {
  private static final Instant ONSET = Instant.parse("2026-11-22T03:14:00Z");
  private static final String HERE = "checkout-api";
  private static final String EAST = "us-east-1";

  private final ChangeCorrelation correlation =
      new ChangeCorrelation(HERE, EAST, "orders-db", "production", ONSET);

  private static Change of(String environment, String commit) {
    return new Change(
        ONSET.minusSeconds(40),
        Change.Kind.DEPLOY,
        HERE,
        EAST,
        "v2.3.1",
        "",
        "",
        "",
        environment,
        commit);
  }

  @Test
  void aDeployToStagingIsADecoyAndAnEnvironmentThatNobodyKnowsMayBeThisOne() {
    Change staging = of("stg", "");
    Change namespace = of("shop", "");
    Change live = of("Live", "1a2b3c4d5e6f7a8b9c");

    assertThat(correlation.rank(List.of(staging, live)).getFirst().change()).isEqualTo(live);
    assertThat(correlation.reaches(staging)).isFalse();
    assertThat(correlation.plausibility(namespace)).isEqualTo(correlation.plausibility(live));
    assertThat(correlation.rank(List.of(live)).getFirst().why())
        .isEqualTo("40 s before onset, same service and region, in Live, commit 1a2b3c4d5e6f");
    assertThat(correlation.rank(List.of(staging)).getFirst().why())
        .endsWith("same service and region, in stg alone");
  }

  @Test
  void theDeployShortlyBeforeInTheSamePlaceBeatsEveryDecoy() {
    Change culprit = deploy(-40, HERE, EAST, "v2.3.1");
    List<Change> changes =
        List.of(
            deploy(-10, HERE, "us-west-2", "v2.3.1"),
            deploy(-10, "cart", EAST, "v9"),
            deploy(5, HERE, EAST, "v2.3.2"),
            deploy(12, HERE, EAST, "v2.3.3"),
            deploy(-86_400, HERE, EAST, "v2.3.0"),
            change(-20, Change.Kind.SCALE, HERE, EAST, "6"),
            culprit);

    List<Suspect> suspects = correlation.rank(changes);

    assertThat(suspects.getFirst().change()).isEqualTo(culprit);
    assertThat(suspects.getFirst().share()).isGreaterThan(0.6);
    assertThat(suspects.getFirst().why()).isEqualTo("40 s before onset, same service and region");
    assertThat(suspects).noneMatch(s -> s.secondsBefore() < -10);
    assertThat(suspects).noneMatch(s -> s.change().version().equals("v2.3.0"));
  }

  @Test
  void anOnsetThatChancePutASecondTooEarlyDoesNotClearTheDeploy() {
    List<Suspect> suspects = correlation.rank(List.of(deploy(1, HERE, EAST, "v2.3.1")));

    assertThat(suspects.getFirst().why())
        .isEqualTo("1 s after the estimated onset, same service and region");
    assertThat(correlation.plausibility(suspects.getFirst().change())).isGreaterThan(0.85);
  }

  @Test
  void nothingPlausibleMeansNoSuspect() {
    assertThat(
            correlation.rank(
                List.of(deploy(60, HERE, EAST, "v3"), deploy(-90_000, "cart", "eu", "v1"))))
        .isEmpty();
    assertThat(correlation.rank(List.of())).isEmpty();
  }

  @Test
  void ofTwoAlikeTheNearerIsLikelier() {
    List<Suspect> suspects =
        correlation.rank(List.of(deploy(-1_800, HERE, EAST, "a"), deploy(-60, HERE, EAST, "b")));
    assertThat(suspects).extracting(s -> s.change().version()).containsExactly("b", "a");
  }

  @Test
  void sharesAddUpToOneAndTheOrderOfInputChangesNothing() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Change> changes = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        changes.add(
            change(
                -random.nextInt(5_000) + 500,
                List.of(Change.Kind.values()).get(random.nextInt(4)),
                random.nextBoolean() ? HERE : "cart",
                random.nextBoolean() ? EAST : "",
                "v" + random.nextInt(5)));
      }
      List<Suspect> suspects = correlation.rank(changes);
      Collections.shuffle(changes, random);
      assertThat(correlation.rank(changes)).as("seed " + seed).isEqualTo(suspects);
      if (!suspects.isEmpty()) {
        assertThat(
                suspects.stream()
                    .map(s -> BigDecimal.valueOf(s.share()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add))
            .as("seed " + seed + ", round " + round)
            .isEqualByComparingTo("1");
      }
    }
  }

  private static Change deploy(int seconds, String service, String region, String version) {
    return change(seconds, Change.Kind.DEPLOY, service, region, version);
  }

  private static Change change(
      int seconds, Change.Kind kind, String service, String region, String version) {
    return new Change(ONSET.plusSeconds(seconds), kind, service, region, version, "", "");
  }
}
