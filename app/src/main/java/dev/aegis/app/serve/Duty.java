package dev.aegis.app.serve;

import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.change.ChangeLog;
import dev.aegis.app.live.ReceivedLogs;
import dev.aegis.app.live.ReceivedScrapes;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.series.SeriesTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that is on call: looks at what came in once a step, and leads open rooms from round to
 * round in between. A service whose round fails is said so and tried again; the others go on.
 */
final class Duty implements AutoCloseable {
  /** Alerts that wait for the next round; all of them are in the inbox. */
  static final int MOST_HEARD = 20_000;

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final List<Watched> services;
  private final ReceivedScrapes received;
  private final SeriesTable table;
  private final Backfill backfill;
  private final Runnable whenRemembered;
  private final ChangeLog changes;
  private final ReceivedLogs logs;
  private final Traces traces;
  private final Duration step;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final Queue<AlertDesk.Kept> heard = new ArrayBlockingQueue<>(MOST_HEARD);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("on-call").unstarted(this::run);
  private Instant nextStep = Instant.MIN;
  private Instant nextSweep = Instant.MIN;
  private final Object rounds = new Object();
  private volatile Instant lastRound = Instant.MIN;

  /**
   * @param whenRemembered is done when the past is known, and before the first look at what came in
   */
  Duty(
      List<Watched> services,
      ReceivedScrapes received,
      SeriesTable table,
      Backfill backfill,
      Runnable whenRemembered,
      ChangeLog changes,
      ReceivedLogs logs,
      Traces traces,
      Duration step,
      InstantSource clock,
      Consumer<String> notices) {
    this.services = services;
    this.received = received;
    this.table = table;
    this.backfill = backfill;
    this.whenRemembered = whenRemembered;
    this.changes = changes;
    this.logs = logs;
    this.traces = traces;
    this.step = step;
    this.clock = clock;
    this.notices = notices;
  }

  /** Hears of an alert that is in the inbox; heard in the next round. */
  void hear(AlertDesk.Kept alert) {
    if (!heard.offer(alert)) {
      notices.accept("too many alerts at once: " + alert.id() + " waits for the next start");
    }
  }

  void start() {
    thread.start();
  }

  /** Waits for the end of the round that comes next, for as long as one may take. */
  void awaitRound() throws InterruptedException {
    synchronized (rounds) {
      Instant last = lastRound;
      long deadline = System.nanoTime() + LONGEST_ROUND.toNanos();
      for (long left = deadline - System.nanoTime();
          last.equals(lastRound) && left > 0;
          left = deadline - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(rounds, left);
      }
    }
  }

  /** When everybody had a round last. */
  Instant lastRound() {
    return lastRound;
  }

  /** How many series are known of each service, by its name. */
  Map<String, Integer> known() {
    Map<String, Integer> known = new TreeMap<>();
    services.forEach(each -> known.put(each.service(), each.series()));
    return known;
  }

  /** The services whose figures are those that spans tell. */
  List<String> knownBySpans() {
    return services.stream().filter(Watched::knownBySpans).map(Watched::service).toList();
  }

  int points(String service) {
    return services.stream()
        .filter(each -> each.service().equals(service))
        .mapToInt(Watched::points)
        .sum();
  }

  private void run() {
    try {
      remember();
      do {
        round(clock.instant());
      } while (!ended.await(ROUND.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      services.forEach(Watched::close);
    }
  }

  /**
   * What was measured before this process began is a baseline, and opens no room once it is over.
   */
  private void remember() {
    try {
      boolean any =
          !services.isEmpty()
              && backfill.run(
                  scrape -> services.forEach(each -> guarded(each, () -> each.observe(scrape))));
      if (any) {
        Instant now = clock.instant();
        services.forEach(each ->
            guarded(each, () -> each.know(changes.asOf(now), logs.lines(), traces.spans())));
        services.forEach(each -> guarded(each, each::remember));
      }
    } catch (RuntimeException e) {
      notices.accept("the past could not be read: " + e);
    }
    whenRemembered.run();
  }

  /** One round; for the thread, and for tests that own their time. */
  void round(Instant now) {
    if (!now.isBefore(nextStep)) {
      nextStep = nextStep.equals(Instant.MIN) ? now.plus(step) : after(nextStep, now);
      traces.measure(now);
      Scrape scrape = received.read(now);
      services.forEach(each -> guarded(each, () -> each.observe(scrape)));
      logs.flush(now, services.stream().map(Watched::live).toList());
      services.forEach(
          each -> guarded(each, () -> each.know(changes.asOf(now), logs.lines(), traces.spans())));
    }
    for (AlertDesk.Kept alert = heard.poll(); alert != null; alert = heard.poll()) {
      tell(alert, now);
    }
    services.forEach(each -> guarded(each, () -> each.round(now)));
    if (!now.isBefore(nextSweep)) {
      nextSweep = now.plus(SWEEP);
      table.sweep();
    }
    synchronized (rounds) {
      lastRound = now;
      rounds.notifyAll();
    }
  }

  /** An alert of a service that nobody watches stays in the inbox. */
  private void tell(AlertDesk.Kept alert, Instant now) {
    for (Watched service : services) {
      if (service.service().equals(alert.alert().service())) {
        guarded(service, () -> service.told(alert, now));
      }
    }
  }

  /** On the grid of steps; steps that were missed are left out. */
  private Instant after(Instant last, Instant now) {
    long missed = Duration.between(last, now).dividedBy(step);
    return last.plus(step.multipliedBy(missed + 1));
  }

  private void guarded(Watched service, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      notices.accept(service.service() + ": a round failed and is tried again: " + e);
    }
  }

  @Override
  public void close() {
    ended.countDown();
    backfill.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
