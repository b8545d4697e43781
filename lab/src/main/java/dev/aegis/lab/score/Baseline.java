package dev.aegis.lab.score;

import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;

/**
 * A judge that anybody could have without Aegis. It sees the same evidence, never the outcome, and
 * has no parameter that was fitted to outcomes.
 */
public sealed interface Baseline permits AlwaysAccept, Runbook, QueueCheck {
  /** All of them, in the order in which they are shown. */
  static List<Baseline> all() {
    return List.of(new AlwaysAccept(), new Runbook(), new QueueCheck());
  }

  /** For people, at most ten characters. */
  String title();

  /** For machines. */
  String key();

  /**
   * Judges one action.
   *
   * @param telemetry the evidence, up to {@code now}
   * @param profile seen from the region in trouble
   * @param now the moment of the judgement
   */
  Opinion judge(Action action, Telemetry telemetry, ServiceProfile profile, Instant now);
}
