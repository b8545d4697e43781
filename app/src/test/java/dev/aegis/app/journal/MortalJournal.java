package dev.aegis.app.journal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A journal whose every write can be the last thing a process does. */
public final class MortalJournal {
  public static final String BEFORE = "before a write";
  public static final String AFTER = "after a write";

  private MortalJournal() {}

  /**
   * Opens it.
   *
   * @param moment called before each write and again once it is durable, and told which; may throw
   */
  public static Journal open(Path directory, InstantSource clock, Consumer<String> moment) {
    return Journal.open(
        directory,
        clock,
        new Store.Witness() {
          @Override
          public void before() {
            moment.accept(BEFORE);
          }

          @Override
          public void after() {
            moment.accept(AFTER);
          }
        });
  }
}
