package dev.aegis.lab.command;

import dev.aegis.app.page.HealthView;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Looks at the lab that is up from scrape to scrape: first until it is normal, then on call for it.
 * Used by one thread, but for {@link #health}.
 */
final class UpWatch {
  private final ObservedLab lab;
  private final LabOnCall onCall;

  /** Whether to go on. */
  private final BooleanSupplier up;

  private volatile HealthView health = HealthView.NOTHING;

  UpWatch(ObservedLab lab, LabOnCall onCall, BooleanSupplier up) {
    this.lab = lab;
    this.onCall = onCall;
    this.up = up;
    waiting();
  }

  /** What is watched, as of the last scrape. */
  HealthView health() {
    return health;
  }

  /** Waits until the lab is normal; false where it was ended before. */
  boolean awaitNormal() {
    while (up.getAsBoolean()) {
      if (lab.normal()) {
        return true;
      }
      waiting();
      lab.next();
    }
    return false;
  }

  /** Is on call for as long as the lab is up. */
  void run() {
    watched();
    while (up.getAsBoolean()) {
      Telemetry seen = lab.next();
      // What ends with the lab is no incident of it.
      if (up.getAsBoolean()) {
        onCall.tick(seen);
        watched();
      }
    }
  }

  private void waiting() {
    says(
        "warn",
        "waits for normal",
        String.format(
            Locale.ROOT,
            "%d of %d scrapes in a row met the objective; nothing is watched before",
            lab.normalScrapes(),
            LabSettings.NORMAL_SCRAPES));
  }

  private void watched() {
    says(
        "good",
        "watched",
        String.format(
            Locale.ROOT,
            "%d series of the lab, %s, scraped every %d s, last at %tT UTC",
            lab.telemetry().series().size(),
            LabProfile.policy().autonomy().word(),
            LabSettings.SCRAPE_EVERY.toSeconds(),
            Instant.now().atZone(ZoneOffset.UTC)));
  }

  private void says(String tone, String word, String detail) {
    health = HealthView.watching(new HealthView.Row(lab.profile().service(), tone, word, detail));
  }
}
