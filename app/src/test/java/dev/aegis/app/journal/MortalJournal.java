package dev.aegis.app.journal;

import java.nio.file.Path;
import java.time.InstantSource;

/** A journal whose every write can be the last thing a process does. */
public final class MortalJournal {
  private MortalJournal() {}

  /**
   * Opens it.
   *
   * @param moment called before each write and again once it is durable; may throw
   */
  public static Journal open(Path directory, InstantSource clock, Runnable moment) {
    return Journal.open(
        directory,
        clock,
        new Store.Witness() {
          @Override
          public void before() {
            moment.run();
          }

          @Override
          public void after() {
            moment.run();
          }
        });
  }
}
