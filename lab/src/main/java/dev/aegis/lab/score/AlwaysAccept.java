package dev.aegis.lab.score;

import dev.aegis.room.Action;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;

/** No check at all: whatever is proposed is done. Its false accepts are all there can be. */
record AlwaysAccept() implements Baseline {
  @Override
  public String title() {
    return "accept all";
  }

  @Override
  public String key() {
    return "alwaysAccept";
  }

  @Override
  public Opinion judge(Action action, Telemetry telemetry, ServiceProfile profile, Instant now) {
    return Opinion.of(Verdict.PASS);
  }
}
