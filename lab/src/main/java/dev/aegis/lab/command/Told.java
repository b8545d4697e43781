package dev.aegis.lab.command;

import dev.aegis.app.cli.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** One line a step for the person who waits, with the time since the command began. */
final class Told {
  private final Streams streams;
  private final Instant begun = Instant.now();

  Told(Streams streams) {
    this.streams = streams;
  }

  void say(String line) {
    double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    streams.note(String.format(Locale.ROOT, "[%5.1f s] %s", seconds, line));
  }
}
