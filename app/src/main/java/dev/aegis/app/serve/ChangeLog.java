package dev.aegis.app.serve;

import dev.aegis.telemetry.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The changes that were told, newest kept, up to an age. Thread-safe. */
final class ChangeLog {
  static final int MOST = 5_000;
  static final Duration AGE = Duration.ofDays(1);

  private final Deque<Change> changes = new ArrayDeque<>();

  synchronized void add(Change change) {
    changes.addLast(change);
    if (changes.size() > MOST) {
      changes.removeFirst();
    }
  }

  synchronized List<Change> as(Instant now) {
    changes.removeIf(change -> change.at().isBefore(now.minus(AGE)));
    return List.copyOf(changes);
  }
}
