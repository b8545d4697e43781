package dev.aegis.policy;

import dev.aegis.room.Action;
import dev.aegis.room.Action.FailoverRegion;
import dev.aegis.room.Action.RollbackDeploy;
import dev.aegis.room.Forecast;
import dev.aegis.room.Plan;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.ServiceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can still go wrong with a proved plan, and what must hold while it is carried out: derived
 * from the plan, its verdict and what the owners declared.
 */
public final class SecurityAssessment {
  /** Below this probability a plan that cannot be taken back is not signed off. */
  static final double NEEDED_WITHOUT_UNDO = 0.9;

  /** A forecast above this share of the objective has little room left. */
  private static final double NARROW = 0.8;

  private final Plan plan;
  private final ValidationResult result;
  private final ServiceProfile profile;
  private final List<String> risks = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();

  private SecurityAssessment(Plan plan, ValidationResult result, ServiceProfile profile) {
    this.plan = plan;
    this.result = result;
    this.profile = profile;
  }

  public static SecuritySignoff of(Plan plan, ValidationResult result, ServiceProfile profile) {
    return new SecurityAssessment(plan, result, profile).assess();
  }

  private SecuritySignoff assess() {
    for (Action step : plan.action().steps()) {
      look(step);
    }
    forecastRisk();
    undoRisk();
    for (String unknown : result.unknowns()) {
      risks.add("not known to the replay: " + unknown);
    }
    conditions.add("the targets are still as observed: " + plan.observedState());
    return new SecuritySignoff(plan.hash(), accepted(), risks, conditions);
  }

  private boolean accepted() {
    boolean proved = result.verdict() == Verdict.PASS && result.action().equals(plan.action());
    return proved && (plan.undoable() || result.probability() >= NEEDED_WITHOUT_UNDO);
  }

  private void look(Action step) {
    if (step instanceof FailoverRegion failover) {
      risks.add(
          "requests and the data in them of users of "
              + failover.fromRegion()
              + " are handled in "
              + failover.toRegion());
      conditions.add(
          "data of users of "
              + failover.fromRegion()
              + " may be handled in "
              + failover.toRegion());
      profile
          .region(failover.toRegion())
          .ifPresent(r ->
              conditions.add(
                  failover.toRegion() + " keeps its " + r.pods() + " pods while it lasts"));
    }
    if (step instanceof RollbackDeploy rollback) {
      risks.add(
          "every fix that came with "
              + rollback.fromVersion()
              + " is gone while "
              + rollback.toVersion()
              + " runs");
      conditions.add(rollback.toVersion() + " is an artifact that was signed and ran here before");
    }
  }

  private void forecastRisk() {
    risks.add(
        String.format(
            Locale.ROOT,
            "in %.0f %% of futures the SLO is not held for %d min",
            100 * (1 - result.probability()),
            result.horizon().toMinutes()));
    double worst =
        result.withFix().points().stream()
            .filter(p -> p.secondsFromNow() > Math.max(0, result.recoverySeconds()))
            .mapToDouble(Forecast.Point::p99HighMillis)
            .max()
            .orElse(0);
    double objective = profile.slo().latencyP99Millis();
    if (worst > NARROW * objective) {
      risks.add(
          String.format(
              Locale.ROOT,
              "little room: p99 reaches %.0f ms of %.0f ms in one of twenty futures",
              worst,
              objective));
    }
  }

  private void undoRisk() {
    if (!plan.undoable()) {
      risks.add("there is no way back: " + plan.whyUndo());
    }
  }
}
