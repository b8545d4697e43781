package dev.aegis.app.live;

import java.time.Duration;

/**
 * How a live production is read.
 *
 * @param tailWindow over which the 99th percentile is taken, at every scrape anew. Of 240 requests
 *     (120 a second, 2 s) the 99th percentile is the third slowest: too few to tell noise from an
 *     incident, hence several scrapes together. The price is delay: a shift of all requests shows
 *     at the next scrape all the same, since 1 % of the window is slow at once; one that slows a
 *     share only just above 1 % shows when nearly the whole window has it; and a recovery shows
 *     after the last slow scrape has left the window, that is up to one window later
 * @param history how long points are kept
 * @param forgetAfter a target not read for so long counts from zero again, since one rate over a
 *     long silence would say nothing about now
 * @param coresPerPod processors that a pod may use, for {@code cpu_ratio}
 * @param logLines kept at most
 */
public record LiveSettings(
    Duration tailWindow, Duration history, Duration forgetAfter, double coresPerPod, int logLines) {
  public static final LiveSettings DEFAULTS =
      new LiveSettings(
          Duration.ofSeconds(6), Duration.ofMinutes(60), Duration.ofSeconds(30), 1, 5_000);

  public LiveSettings {
    if (!tailWindow.isPositive()
        || history.compareTo(tailWindow) < 0
        || forgetAfter.compareTo(Duration.ofSeconds(1)) < 0
        || !(coresPerPod > 0)
        || logLines < 0) {
      throw new IllegalArgumentException(
          "expected windows above 0 and a history no shorter than the tail's, found "
              + tailWindow
              + ", "
              + history
              + ", "
              + forgetAfter
              + ", "
              + coresPerPod
              + " cores, "
              + logLines
              + " log lines");
    }
  }
}
