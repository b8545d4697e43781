package dev.aegis.app.serve;

import dev.aegis.app.pull.PrometheusServer;
import dev.aegis.app.pull.PullException;
import dev.aegis.app.series.SeriesTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks every server that is to be pulled, once a step, a thread each. One that fails is said once,
 * and once more when it is back; what it missed meanwhile is asked for again, up to a few minutes.
 */
final class Pulls implements AutoCloseable {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_GAP = Duration.ofMinutes(5);

  private final SeriesTable table;
  private final List<String> names;
  private final Duration step;
  private final InstantSource clock;
  private final Traffic traffic;
  private final Consumer<String> notices;
  private final List<One> all = new ArrayList<>();
  private final ScheduledExecutorService threads;

  Pulls(
      ServeConfig config,
      SeriesTable table,
      InstantSource clock,
      Traffic traffic,
      Consumer<String> notices) {
    this.table = table;
    this.names = config.names().all();
    this.step = config.step();
    this.clock = clock;
    this.traffic = traffic;
    this.notices = notices;
    for (Source source : config.sources()) {
      if (source.kind() == Kind.PROMETHEUS) {
        PrometheusServer server =
            new PrometheusServer(
                source.url(), source.proof().authorization(), source.match(), TIME_LIMIT);
        all.add(new One(source, server, clock.instant().minus(step.multipliedBy(2))));
      }
    }
    this.threads =
        Executors.newScheduledThreadPool(
            Math.max(1, all.size()), Thread.ofPlatform().daemon().name("pull-", 0).factory());
  }

  /** One server, and up to when it was asked. */
  private static final class One {
    private final Source source;
    private final PrometheusServer server;
    private Instant upTo;
    private boolean failed;

    One(Source source, PrometheusServer server, Instant upTo) {
      this.source = source;
      this.server = server;
      this.upTo = upTo;
    }
  }

  void start() {
    for (One one : all) {
      var _ =
          threads.scheduleWithFixedDelay(() -> ask(one), 0, step.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void ask(One one) {
    String label = "{source=\"" + one.source.label() + "\"}";
    try {
      Instant now = clock.instant();
      Instant after = one.upTo.isBefore(now.minus(LONGEST_GAP)) ? now.minus(LONGEST_GAP) : one.upTo;
      long samples = one.server.pull(table, names, after, now);
      // What is scraped now may show a moment later; it is asked for once more, and known.
      one.upTo = now.minus(step.dividedBy(2));
      traffic.add("aegis_pulled_samples_total" + label, samples);
      if (one.failed) {
        notices.accept(one.source.name() + ": answers again");
      }
      one.failed = false;
    } catch (PullException e) {
      traffic.add("aegis_pull_failures_total" + label, 1);
      if (!one.failed) {
        notices.accept(one.source.name() + ": " + e.getMessage());
      }
      one.failed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      notices.accept(one.source.name() + ": unexpected failure, " + e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    all.forEach(one -> one.server.close());
  }
}
