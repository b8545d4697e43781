package dev.aegis.app.live;

import dev.aegis.app.live.Place.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The windows over which the slowest requests are looked for, one for each that is asked for. */
final class Tails {
  private final Duration length;
  private final Map<Whose, TailWindow> windows = new HashMap<>();

  Tails(Duration length) {
    this.length = length;
  }

  private record Whose(Fleet fleet, String version, Fact fact) {}

  /** Adds the requests of one scrape, and gives those of the window that ends with it. */
  Histogram add(Instant at, Fleet fleet, String version, Fact fact, Histogram requests) {
    TailWindow window =
        windows.computeIfAbsent(new Whose(fleet, version, fact), w -> new TailWindow(length));
    window.add(at, requests);
    return window.requests();
  }

  void dropBefore(Instant oldest) {
    windows.values().removeIf(window -> window.newest().isBefore(oldest));
  }
}
