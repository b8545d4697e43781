package dev.aegis.lab.plant;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One serving process. A thread of its own tells it what it shall know and asks whether it is
 * ready, so that a process that hangs holds up nobody else.
 */
final class PodProcess {
  /** Where it is in its life. */
  enum Phase {
    /** It starts, serves, or has died. */
    SERVING,
    /** It gets no new requests; those that are on their way may come in. */
    LEAVING,
    /** It finishes what it has. */
    DRAINING,
    /** It is being ended. */
    ENDING
  }

  private static final int FAILURES_UNTIL_NOT_READY = 3;
  private static final long STARTING_MILLIS = 100;
  private static final long SERVING_MILLIS = 1_000;
  private static final long TELLING_MILLIS = 50;
  private static final String UPSTREAMS = "/control/upstreams";

  private final int index;
  private final String version;
  private final long restartGeneration;
  private final int restarts;
  private final OwnProcess process;
  private final Loopback loopback;
  private final long bornNanos = System.nanoTime();
  private final Map<String, String> wanted = new ConcurrentHashMap<>();
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private volatile boolean ready;
  private volatile Phase phase = Phase.SERVING;
  private volatile long phaseNanos = System.nanoTime();
  private volatile boolean drained;

  PodProcess(
      int index,
      String version,
      long restartGeneration,
      int restarts,
      OwnProcess process,
      Loopback loopback) {
    this.index = index;
    this.version = version;
    this.restartGeneration = restartGeneration;
    this.restarts = restarts;
    this.process = process;
    this.loopback = loopback;
  }

  void attend() {
    Thread.ofVirtual().name("attendant of " + name()).start(this::watch);
  }

  private void watch() {
    int failures = 0;
    long nextProbe = System.nanoTime();
    while (process.alive() && phase != Phase.ENDING) {
      OptionalInt port = process.port();
      if (port.isPresent()) {
        boolean toldAll = tell(port.getAsInt());
        if (toldAll && System.nanoTime() - nextProbe >= 0) {
          boolean answered = loopback.ready(port.getAsInt());
          failures = answered ? 0 : failures + 1;
          ready = answered || (ready && failures < FAILURES_UNTIL_NOT_READY);
          drained = phase == Phase.DRAINING && !answered;
          nextProbe = System.nanoTime() + (quiet() ? SERVING_MILLIS : STARTING_MILLIS) * 1_000_000;
        }
      }
      Pause.millis(TELLING_MILLIS);
    }
    ready = false;
  }

  private boolean quiet() {
    return ready && phase == Phase.SERVING;
  }

  private boolean tell(int port) {
    for (Map.Entry<String, String> each : new LinkedHashMap<>(wanted).entrySet()) {
      if (!each.getValue().equals(told.get(each.getKey()))) {
        try {
          loopback.ask("PUT", port, each.getKey(), each.getValue());
          told.put(each.getKey(), each.getValue());
        } catch (IOException e) {
          // It is told again soon; a process that never listens never becomes ready.
          return ready;
        }
      }
    }
    return true;
  }

  /** What it shall know of settings, dependencies and effects; told when it differs. */
  void want(String settings, String upstreams, String effects) {
    wanted.put("/control/settings", settings);
    wanted.put("/control/effects", effects);
    if (!upstreams.isEmpty()) {
      wanted.put(UPSTREAMS, upstreams);
    }
  }

  /** Whether it knows these dependencies and no others. */
  boolean knows(String upstreams) {
    return upstreams.equals(told.get(UPSTREAMS));
  }

  void enter(Phase next) {
    phase = next;
    phaseNanos = System.nanoTime();
    if (next == Phase.DRAINING) {
      Thread.ofVirtual().start(this::drain);
    } else if (next == Phase.ENDING) {
      Thread.ofVirtual().start(process::close);
    }
  }

  private void drain() {
    try {
      loopback.ask("POST", process.port().orElse(0), "/control/drain", "");
    } catch (IOException e) {
      // A process that cannot finish its requests is ended when its time is up.
      drained = !process.alive();
    }
  }

  /** Ends it at once, as a crash would. */
  void kill() {
    process.kill();
  }

  void close() {
    phase = Phase.ENDING;
    process.close();
  }

  void forget() {
    process.forget();
  }

  int index() {
    return index;
  }

  String name() {
    return process.name();
  }

  String version() {
    return version;
  }

  long restartGeneration() {
    return restartGeneration;
  }

  int restarts() {
    return restarts;
  }

  OptionalInt port() {
    return process.port();
  }

  boolean alive() {
    return process.alive();
  }

  Phase phase() {
    return phase;
  }

  boolean serving() {
    return phase == Phase.SERVING && process.alive();
  }

  boolean ready() {
    return ready && serving();
  }

  boolean drained() {
    return drained;
  }

  long millisInPhase() {
    return (System.nanoTime() - phaseNanos) / 1_000_000;
  }

  long millisAlive() {
    return (System.nanoTime() - bornNanos) / 1_000_000;
  }
}
