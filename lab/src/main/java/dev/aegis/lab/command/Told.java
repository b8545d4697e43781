package dev.aegis.lab.command;

import dev.aegis.app.cli.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** One line a step for the person who waits, with the time since the command began. */
final class Told {
  private final Streams streams;
  private final BooleanSupplier ending;
  private final Instant begun = Instant.now();

  Told(Streams streams) {
    this(streams, () -> false);
  }

  /**
   * @param ending whether the lab is being ended; what fails then is nobody's trouble
   */
  Told(Streams streams, BooleanSupplier ending) {
    this.streams = streams;
    this.ending = ending;
  }

  void say(String line) {
    if (ending.getAsBoolean()) {
      return;
    }
    double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    streams.note(String.format(Locale.ROOT, "[%5.1f s] %s", seconds, line));
  }
}
