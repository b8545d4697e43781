package dev.aegis.lab.score;

import dev.aegis.room.Action;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;

/**
 * What many runbooks say: roll back when something was deployed lately, else scale out. It rests on
 * some 70 % of outages being due to changes (Beyer et al., <i>Site Reliability Engineering</i>,
 * 2016, chapter 1). A deploy counts when the change feed has it, of whichever service and region,
 * in the last 15 minutes. The action it would take is accepted, every other one rejected; a
 * rollback together with a failover is another one. It never abstains and forecasts nothing.
 */
record Runbook() implements Baseline {
  private static final Duration LATELY = Duration.ofMinutes(15);

  @Override
  public String title() {
    return "runbook";
  }

  @Override
  public String key() {
    return "runbook";
  }

  @Override
  public Opinion judge(Action action, Telemetry telemetry, ServiceProfile profile, Instant now) {
    Action.Kind would =
        deployedLately(telemetry, now) ? Action.Kind.ROLLBACK_DEPLOY : Action.Kind.SCALE_PODS;
    return Opinion.of(action.kind() == would ? Verdict.PASS : Verdict.REJECT);
  }

  private static boolean deployedLately(Telemetry telemetry, Instant now) {
    return telemetry.changes().stream()
        .filter(c -> c.kind() == Change.Kind.DEPLOY)
        .anyMatch(c -> !c.at().isAfter(now) && !c.at().isBefore(now.minus(LATELY)));
  }
}
