package dev.aegis.app.scrape;

import dev.aegis.app.scrape.FetchException.Reason;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Scrapes targets side by side, a virtual thread each, so that a slow one costs its own time-out
 * and nobody else's. A target that is down is a fact, not an error. One caller at a time.
 */
public final class Scraper {
  private final Fetch http;
  private final TextLimits limits;
  private final InstantSource clock;
  private final Map<URI, PrometheusText> parsers = new HashMap<>();

  /**
   * Connects to nobody yet.
   *
   * @param http whose time-out has to be shorter than the interval between two scrapes
   */
  public Scraper(Fetch http, TextLimits limits, InstantSource clock) {
    this.http = http;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Reads all of them once.
   *
   * @throws InterruptedException when the thread was interrupted; what was on its way is given up
   */
  public Scrape scrape(List<Target> targets) throws InterruptedException {
    Instant at = clock.instant();
    keepParsersOf(targets);
    List<Scrape.Answer> answers = new ArrayList<>();
    List<Scrape.Failure> failures = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Scrape.Answer>> running = new ArrayList<>();
      for (Target target : targets) {
        PrometheusText parser = parser(target);
        running.add(threads.submit(() -> read(target, parser)));
      }
      for (int i = 0; i < targets.size(); i++) {
        collect(targets.get(i), running.get(i), answers, failures);
      }
    } finally {
      threads.shutdownNow();
    }
    return new Scrape(at, answers, failures);
  }

  private Scrape.Answer read(Target target, PrometheusText parser) throws InterruptedException {
    Fetch.Answer said = http.fetch(target.metrics(), Dialect.ACCEPT, limits.bytes());
    Instant at = clock.instant();
    try {
      return new Scrape.Answer(
          target, at, parser.parse(said.body(), Dialect.of(said.contentType())));
    } catch (ExpositionException e) {
      throw new FetchException(Reason.UNREADABLE, target.metrics() + ", " + e.getMessage(), e);
    }
  }

  private static void collect(
      Target target,
      Future<Scrape.Answer> running,
      List<Scrape.Answer> answers,
      List<Scrape.Failure> failures)
      throws InterruptedException {
    try {
      answers.add(running.get());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof FetchException failure)) {
        throw new IllegalStateException("a target could not be read: " + target, e.getCause());
      }
      failures.add(
          new Scrape.Failure(
              target, failure.reason(), Objects.requireNonNullElse(failure.getMessage(), "")));
    }
  }

  private PrometheusText parser(Target target) {
    return parsers.computeIfAbsent(target.metrics(), uri -> new PrometheusText(limits));
  }

  private void keepParsersOf(List<Target> targets) {
    Set<URI> there = new HashSet<>();
    targets.forEach(t -> there.add(t.metrics()));
    if (there.size() != targets.size()) {
      throw new IllegalArgumentException("expected each address once, found one twice");
    }
    parsers.keySet().retainAll(there);
  }
}
