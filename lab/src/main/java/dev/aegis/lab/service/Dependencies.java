package dev.aegis.lab.service;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The services a pod calls: where they are, how long it waits for them, how often it asks again.
 */
final class Dependencies {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Supplier<Settings> settings;
  private final Durations durations =
      new Durations(
          "http_client_request_duration_seconds", "How long calls to a dependency took, each try.");
  private volatile Map<String, Pods> byName = Map.of();

  Dependencies(Supplier<Settings> settings) {
    this.settings = settings;
  }

  /** The pods of one service, asked in turn. */
  private record Pods(List<Upstream> upstreams, AtomicInteger next) {
    Upstream turn() {
      return upstreams.get(Math.floorMod(next.getAndIncrement(), upstreams.size()));
    }
  }

  /** Lines of {@code NAME URL}; they replace all that were told before. */
  synchronized void tell(String lines) {
    Map<String, Pods> told = new TreeMap<>();
    for (String line : lines.lines().filter(l -> !l.isBlank()).toList()) {
      String[] words = line.strip().split(" +", -1);
      if (words.length != 2 || !words[0].matches("[a-z][a-z-]{0,39}")) {
        throw new RefusedException("expected lines of NAME URL, found " + line);
      }
      told.computeIfAbsent(words[0], _ -> new Pods(new ArrayList<>(), new AtomicInteger()))
          .upstreams()
          .add(known(words[0], Upstream.of(words[1])));
    }
    Map<String, Pods> before = byName;
    byName = told;
    before.values().stream()
        .flatMap(pods -> pods.upstreams().stream())
        .filter(old -> told.values().stream().noneMatch(p -> p.upstreams().contains(old)))
        .forEach(Upstream::close);
  }

  /** The upstream that is known already, with its open connections; else the new one. */
  private Upstream known(String name, Upstream told) {
    Pods before = byName.get(name);
    return before == null
        ? told
        : before.upstreams().stream().filter(u -> u.port() == told.port()).findFirst().orElse(told);
  }

  /**
   * Calls a service, and again as often as the settings say, with a pause that doubles and is drawn
   * at random so that callers do not come back together.
   *
   * @return the status of the answer; 504 where none came in time, 502 where nobody was there
   */
  int call(String name, String pathAndQuery) throws InterruptedException {
    int retries = (int) settings.get().number(name + ".retries");
    int status = once(name, pathAndQuery);
    for (int retry = 0; retry < retries && status >= 500; retry++) {
      long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(retry, 10));
      Thread.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
      status = once(name, pathAndQuery);
    }
    return status;
  }

  private int once(String name, String pathAndQuery) {
    long begun = System.nanoTime();
    Pods pods = byName.get(name);
    int status = 502;
    String told = "unreachable";
    try {
      if (pods != null) {
        status = pods.turn().get(pathAndQuery, begun + settings.get().nanos(name + ".timeout"));
        told = Integer.toString(status);
      }
    } catch (SocketTimeoutException e) {
      status = 504;
      told = "timeout";
    } catch (IOException e) {
      status = 502;
    }
    durations.record(
        MetricText.label("dependency", name) + MetricText.label("status", told),
        System.nanoTime() - begun);
    return status;
  }

  void write(MetricText text) {
    durations.write(text);
  }
}
