package dev.aegis.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.memory.Fingerprint.Fix;
import dev.aegis.memory.Fingerprint.Outcome;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark.Standing;
import dev.aegis.room.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RecollectionTest {
  private static final Sketch NOW = sketch("production", "deploy api", "p99_ms", "error_ratio");

  private static Sketch sketch(String environment, String change, String... symptoms) {
    return new Sketch(
        environment, "api", "east", new TreeSet<>(List.of(symptoms)), change, "", new TreeSet<>());
  }

  private static Fingerprint past(int number, Sketch sketch, Cause cause, Outcome outcome) {
    return new Fingerprint(
        RoomId.of(2026, number),
        Instant.EPOCH.plusSeconds(number),
        sketch,
        cause,
        "",
        cause.words(),
        List.of(new Fix("rollback_deploy api", outcome)),
        Standing.COUNTS);
  }

  @Test
  void likenessIsTheWeightedMeanOverWhatEitherIncidentHas() {
    Likeness likeness = Likeness.of(sketch("production", "flag receipts", "p99_ms"), NOW);
    // Service .25 and region .05 are the same, symptoms .25 by half, the change .20 is another.
    assertThat(likeness.share()).isCloseTo((0.25 + 0.125 + 0.05) / 0.75, within(1e-9));
    assertThat(likeness.alike()).containsExactly("service api", "1 of 2 symptoms", "region east");
    assertThat(likeness.differs())
        .containsExactly(
            "symptoms only now: error_ratio", "suspected change deploy api, then flag receipts");
  }

  @Test
  void anIncidentWithoutAnyFeatureInCommonIsNotAlike() {
    Sketch other =
        new Sketch("production", "web", "west", new TreeSet<>(), "", "", new TreeSet<>());
    assertThat(Likeness.of(other, NOW).share()).isZero();
    assertThat(Recollection.of(List.of(past(1, other, Cause.BAD_DEPLOY, Outcome.HELD)), NOW))
        .isEqualTo(Recollection.NOTHING);
  }

  @Test
  void oneIncidentWeighsLittleAndManyNotMuchMore() {
    List<Fingerprint> past = new ArrayList<>();
    for (int n = 1; n <= 50; n++) {
      past.add(past(n, NOW, Cause.BAD_DEPLOY, Outcome.HELD));
      Recollection recalled = Recollection.of(past, NOW);
      assertThat(recalled.decibans(Cause.BAD_DEPLOY, ""))
          .isEqualTo(Math.min(Recollection.MOST_OF_ALL, Math.min(n, 3) * Recollection.MOST_EACH));
      assertThat(recalled.decibans(Cause.LEAK_BY_DEPLOY, "")).isZero();
      assertThat(recalled.decibans(Cause.BAD_DEPLOY, "payments")).isZero();
    }
  }

  @Test
  void incidentsOfAnotherEnvironmentDoNotCount() {
    Sketch staging = sketch("staging", "deploy api", "p99_ms", "error_ratio");
    List<Fingerprint> past = List.of(past(1, staging, Cause.BAD_DEPLOY, Outcome.HELD));
    assertThat(Recollection.of(past, NOW).recalled()).isEmpty();
  }

  @Test
  void memoriesThatContradictEachOtherAreBothToldAndMoveNothingApart() {
    List<Fingerprint> past =
        List.of(
            past(1, NOW, Cause.BAD_DEPLOY, Outcome.HELD),
            past(2, NOW, Cause.TRAFFIC_SURGE, Outcome.DID_NOT_HOLD));
    Recollection recalled = Recollection.of(past, NOW);
    assertThat(recalled.decibans(Cause.BAD_DEPLOY, ""))
        .isEqualTo(recalled.decibans(Cause.TRAFFIC_SURGE, ""));
    assertThat(recalled.rows()).hasSize(2);
  }

  @Test
  void whatTheReplayRejectedThenIsToldAndIsNoOutcome() {
    List<Fingerprint> past = List.of(past(1, NOW, Cause.BAD_DEPLOY, Outcome.REJECTED));
    List<List<String>> rows = Recollection.of(past, NOW).rows();
    assertThat(rows.getFirst()).contains("rejected by the replay");
    assertThat(Recollection.fixes(diagnosis(rows))).isEmpty();
  }

  @Test
  void whoeverChoosesFixesReadsOutcomesFromTheRecord() {
    List<Fingerprint> past =
        List.of(
            past(1, NOW, Cause.BAD_DEPLOY, Outcome.HELD),
            past(2, NOW, Cause.BAD_DEPLOY, Outcome.DID_NOT_HOLD));
    assertThat(Recollection.fixes(diagnosis(Recollection.of(past, NOW).rows())))
        .containsExactly(
            new Recollection.Remembered(
                "rollback_deploy api", Outcome.DID_NOT_HOLD, "INC-2026-0002", "100 %"),
            new Recollection.Remembered(
                "rollback_deploy api", Outcome.HELD, "INC-2026-0001", "100 %"));
  }

  private static Diagnosis diagnosis(List<List<String>> rows) {
    return new Diagnosis(
        List.of(new Hypothesis(Cause.UNKNOWN, "unknown", 1, List.of())),
        List.of(new Evidence("e1", "", "", Fingerprint.LANGUAGE, Recollection.columns(), rows)),
        List.of());
  }
}
