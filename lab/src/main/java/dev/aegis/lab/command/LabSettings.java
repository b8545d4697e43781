package dev.aegis.lab.command;

import dev.aegis.agent.CommandSettings;
import dev.aegis.app.cli.LabRun;
import dev.aegis.twin.ReplaySettings;
import java.time.Duration;

/**
 * The lab's sense of time: a pod starts in seconds and traffic moves in seconds, so what takes
 * minutes in a data centre is given tens of seconds here.
 */
final class LabSettings {
  /** Between two scrapes. */
  static final Duration SCRAPE_EVERY = Duration.ofSeconds(2);

  /**
   * Over which a 99th percentile is read: no longer than between two scrapes, or one slow moment
   * would count as several breaches in a row.
   */
  static final Duration TAIL_WINDOW = SCRAPE_EVERY;

  /** Normal scrapes in a row that make a baseline. */
  static final int NORMAL_SCRAPES = 20;

  static final Duration LONGEST_START = Duration.ofMinutes(3);
  static final Duration LONGEST_TO_NORMAL = Duration.ofMinutes(5);
  static final Duration LONGEST_RUN = Duration.ofMinutes(8);

  /** How long a fault that nobody noticed is waited for. */
  static final Duration LONGEST_UNNOTICED = Duration.ofMinutes(3);

  /** How long after an incident became certain a pair of the matrix is judged. */
  static final Duration EVIDENCE = Duration.ofSeconds(LabRun.Capture.SECONDS);

  static final int FAILOVER_RAMP_SECONDS = 6;

  static final ReplaySettings REPLAY =
      new ReplaySettings(
          Duration.ofSeconds(45),
          Duration.ofSeconds(75),
          Duration.ofSeconds(90),
          Duration.ofSeconds(180),
          40,
          32,
          0.95,
          0.60,
          0.05,
          2_000_000);

  static final CommandSettings COMMAND =
      new CommandSettings(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(75));

  private LabSettings() {}
}
