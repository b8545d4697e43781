package dev.aegis.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.incident.Incident.Judged;
import dev.aegis.room.Action;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Forecast;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MessageId;
import dev.aegis.room.Reason;
import dev.aegis.room.Remediation;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.ServiceProfile.Costs;
import dev.aegis.telemetry.ServiceProfile.Region;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant ONSET = Instant.parse("2026-03-14T03:00:00Z");
  private static final Duration RECOVER_WITHIN = Duration.ofMinutes(3);
  private static final Slo SLO = new Slo(1000, 0.01);
  private static final Change DEPLOY =
      new Change(ONSET.minusSeconds(40), Change.Kind.DEPLOY, "shop", "east", "v2", "v1", "release");

  private Duration podStart = Duration.ofSeconds(45);
  private double utilisation = 1.0;
  private double offered = 900;
  private double completed = 540;
  private List<Region> regions = List.of(new Region("east", 6, 12), new Region("west", 8, 16));
  private List<Signal.Suspect> suspects =
      List.of(new Signal.Suspect(DEPLOY, 40, 0.95, "40 s before onset"));

  @Test
  void triesTheLeastDrasticFixFirst() {
    Candidate first = next(Cause.LEAK_BY_DEPLOY, List.of()).candidate().orElseThrow();
    assertThat(first.action()).isEqualTo(new Action.ScalePods("shop", "east", 6, 12));
    assertThat(first.dollarsPerHour()).isEqualTo(6 * 0.2);
  }

  @Test
  void saysWhatWasNotMeasuredInsteadOfAFigure() {
    completed = Double.NaN;
    assertThat(next(Cause.TRAFFIC_SURGE, List.of()).why())
        .isEqualTo("the pods are 100 % busy; how much 12 carry was not measured");
  }

  @Test
  void removesTheCauseOnceItIsSeenToPersist() {
    Planner.Choice choice =
        next(Cause.LEAK_BY_DEPLOY, List.of(rejected(scale(), Reason.CAUSE_PERSISTS)));
    assertThat(choice.candidate().orElseThrow().action().kind())
        .isEqualTo(Action.Kind.ROLLBACK_AND_FAILOVER);
    assertThat(choice.considered())
        .anyMatch(s -> s.startsWith("rollback_deploy: it takes 270 s while users are hurt"));
  }

  @Test
  void aQuickRollbackNeedsNoFailover() {
    podStart = Duration.ofSeconds(15);
    Planner.Choice choice =
        next(Cause.LEAK_BY_DEPLOY, List.of(rejected(scale(), Reason.CAUSE_PERSISTS)));
    assertThat(choice.candidate().orElseThrow().action().kind())
        .isEqualTo(Action.Kind.ROLLBACK_DEPLOY);
  }

  @Test
  void rollsBackTheCalledServiceThatIsBlamedAndNotItsOwnDeploy() {
    podStart = Duration.ofSeconds(15);
    Change theirs =
        new Change(
            ONSET.minusSeconds(5), Change.Kind.DEPLOY, "stock", "east", "s2", "s1", "new index");
    Hypothesis blamed =
        new Hypothesis(
            Cause.BAD_DEPLOY, "stock", List.of(), "stock: s2 is slow", 1, List.of(), theirs);
    Planner.Choice choice =
        new Planner(
                situation(blamed),
                List.of(rejected(scale(), Reason.CAUSE_PERSISTS)),
                RECOVER_WITHIN)
            .next();
    assertThat(choice.candidate().orElseThrow().action())
        .isEqualTo(new Action.RollbackDeploy("stock", "east", "s2", "s1"));
    assertThat(choice.considered())
        .anyMatch(s -> s.equals("rollback_deploy: it does nothing about stock: s2 is slow"));
  }

  @Test
  void leavesTheBottleneckAloneWhenMoreLoadMadeItWorse() {
    suspects = List.of();
    Planner.Choice choice = next(Cause.SLOW_DEPENDENCY, List.of(rejected(scale(), Reason.WORSENS)));
    assertThat(choice.candidate().orElseThrow().action().kind())
        .isEqualTo(Action.Kind.FAILOVER_REGION);
  }

  @Test
  void theReasonDecidesAndNotTheNumberOfTheAttempt() {
    Action larger = new Action.ScalePods("shop", "east", 6, 8);
    Planner.Choice notEnough =
        next(Cause.TRAFFIC_SURGE, List.of(rejected(larger, Reason.NOT_ENOUGH)));
    assertThat(notEnough.candidate().orElseThrow().action().kind())
        .isEqualTo(Action.Kind.SCALE_PODS);
    Planner.Choice worse = next(Cause.TRAFFIC_SURGE, List.of(rejected(larger, Reason.WORSENS)));
    assertThat(worse.candidate().orElseThrow().action().kind())
        .isEqualTo(Action.Kind.FAILOVER_REGION);
  }

  @Test
  void doesNotMoveTrafficAgainWhenTheOtherRegionCannotCarryIt() {
    suspects = List.of();
    Action failover = new Action.FailoverRegion("shop", "east", "west");
    Planner.Choice choice =
        next(
            Cause.SLOW_DEPENDENCY,
            List.of(rejected(scale(), Reason.WORSENS), rejected(failover, Reason.NO_HEADROOM)));
    assertThat(choice.candidate()).isEmpty();
  }

  @Test
  void doesNotScalePodsThatAreNotBusy() {
    utilisation = 0.4;
    Planner.Choice choice = next(Cause.BAD_DEPLOY, List.of());
    assertThat(choice.candidate().orElseThrow().action().kind())
        .isNotEqualTo(Action.Kind.SCALE_PODS);
    assertThat(choice.considered()).anyMatch(s -> s.contains("the pods are 40 % busy"));
  }

  @Test
  void refusesUsersOnlyAsFarAsTheSloAllows() {
    Planner.Choice choice = next(Cause.TRAFFIC_SURGE, List.of());
    assertThat(choice.considered())
        .anyMatch(s -> s.startsWith("shed_load: it would have to refuse 58 %"));
  }

  @Test
  void proposesNothingForACauseThatNothingFits() {
    suspects = List.of();
    utilisation = 0.3;
    regions = List.of(new Region("east", 6, 12));
    assertThat(next(Cause.UNKNOWN, List.of()).candidate()).isEmpty();
  }

  @Test
  void neverRollsBackADecoyWithLittleBelief() {
    suspects = List.of(new Signal.Suspect(DEPLOY, 40, 0.05, "elsewhere"));
    Planner.Choice choice =
        next(Cause.LEAK_BY_DEPLOY, List.of(rejected(scale(), Reason.CAUSE_PERSISTS)));
    assertThat(choice.considered()).anyMatch(s -> s.startsWith("rollback_deploy: no deploy"));
    assertThat(choice.candidate()).isEmpty();
  }

  @Test
  void aSuspectedDeployOfAServiceBesideItCanBeRolledBackThere() {
    utilisation = 0.4;
    regions = List.of(new Region("east", 6, 12));
    Change beside =
        new Change(
            ONSET.minusSeconds(20), Change.Kind.DEPLOY, "stock", "east", "w2", "w1", "release");
    suspects = List.of(new Signal.Suspect(beside, 20, 0.9, "20 s before onset"));
    podStart = Duration.ofSeconds(15);
    assertThat(next(Cause.BAD_DEPLOY, List.of()).candidate().orElseThrow().action())
        .isEqualTo(new Action.RollbackDeploy("stock", "east", "w2", "w1"));
    suspects =
        List.of(
            new Signal.Suspect(beside, 20, 0.6, "20 s before onset"),
            new Signal.Suspect(DEPLOY, 40, 0.3, "40 s before onset"));
    assertThat(next(Cause.BAD_DEPLOY, List.of()).candidate().orElseThrow().action())
        .as("the service's own deploy comes first")
        .isEqualTo(new Action.RollbackDeploy("shop", "east", "v2", "v1"));
  }

  @Test
  void tellsAPersonWhatNoReplayVouchesForAndNothingSpeaksAgainst() {
    List<Judged> attempts =
        List.of(
            rejected(scale(), Reason.CAUSE_PERSISTS),
            judged(rollback(), Verdict.ABSTAIN, Reason.DOES_NOT_REPRODUCE));
    assertThat(unproved(attempts, List.of()))
        .as("a rollback may take longer than Aegis would wait, and was not decided")
        .containsExactly(Action.Kind.ROLLBACK_DEPLOY, Action.Kind.ROLLBACK_AND_FAILOVER);
    assertThat(unproved(attempts, List.of(rollback())))
        .as("it was done and did not help")
        .containsExactly(Action.Kind.ROLLBACK_AND_FAILOVER);
    assertThat(unproved(List.of(), List.of()))
        .as("what ends the cause comes first")
        .startsWith(Action.Kind.ROLLBACK_DEPLOY)
        .contains(Action.Kind.SCALE_PODS, Action.Kind.FAILOVER_REGION);
  }

  private List<Action.Kind> unproved(List<Judged> attempts, List<Action> failed) {
    return new Planner(situation(Cause.LEAK_BY_DEPLOY), attempts, RECOVER_WITHIN, failed)
        .unproved().stream().map(c -> c.action().kind()).toList();
  }

  private static Action rollback() {
    return new Action.RollbackDeploy("shop", "east", "v2", "v1");
  }

  @Test
  void setsBackAFlagThatTheChangeNamesAndNeverOneThatItsTextNames() {
    utilisation = 0.4;
    regions = List.of(new Region("east", 6, 12));
    suspects = List.of(suspect(""));
    assertThat(next(Cause.BAD_DEPLOY, List.of()).candidate()).isEmpty();
    suspects = List.of(suspect("new-checkout"));
    assertThat(next(Cause.BAD_DEPLOY, List.of()).candidate().orElseThrow().action())
        .isEqualTo(new Action.SetFlag("shop", "new-checkout", "on", "off"));
  }

  private static Signal.Suspect suspect(String setting) {
    Change flag =
        new Change(
            ONSET.minusSeconds(20),
            Change.Kind.FLAG,
            "shop",
            "east",
            "on",
            "off",
            "drop-all-tables now",
            setting);
    return new Signal.Suspect(flag, 20, 0.9, "20 s before onset");
  }

  private Planner.Choice next(Cause cause, List<Judged> attempts) {
    return new Planner(situation(cause), attempts, RECOVER_WITHIN).next();
  }

  private Situation situation(Cause cause) {
    return situation(new Hypothesis(cause, cause.words(), 1, List.of()));
  }

  private Situation situation(Hypothesis leading) {
    ServiceProfile profile =
        new ServiceProfile(
            "shop",
            SLO,
            "east",
            regions,
            20,
            100,
            Duration.ofSeconds(5),
            podStart,
            Duration.ofSeconds(30),
            "payments",
            new Costs(950, Duration.ofMinutes(42), 0.2, 0.02, 40));
    Signal signal =
        new Signal(
            "shop",
            "east",
            Severity.SEV1,
            "burning",
            ONSET,
            ONSET.plusSeconds(10),
            SLO,
            List.of(),
            suspects,
            100,
            List.of());
    Diagnosis diagnosis = new Diagnosis(List.of(leading), List.of(), List.of());
    return new Situation(
        signal, diagnosis, profile, 6, offered, completed, utilisation, 0.3, "v2", suspects);
  }

  private static Action scale() {
    return new Action.ScalePods("shop", "east", 6, 12);
  }

  private static Judged rejected(Action action, Reason reason) {
    return judged(action, Verdict.REJECT, reason);
  }

  private static Judged judged(Action action, Verdict verdict, Reason reason) {
    Remediation proposal =
        new Remediation(
            1,
            action,
            "why",
            null,
            "no way back",
            Duration.ofSeconds(45),
            dev.aegis.room.BlastRadius.SMALL,
            0,
            "state",
            List.of());
    Forecast none = new Forecast("none", List.of());
    ValidationResult result =
        new ValidationResult(
            action,
            verdict,
            reason,
            "it does not hold",
            0.1,
            4,
            Duration.ofMinutes(10),
            -1,
            none,
            none,
            none,
            List.of(),
            List.of());
    return new Judged(proposal, result, new MessageId("m-1"));
  }
}
