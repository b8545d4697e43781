package dev.aegis.app.serve;

import dev.aegis.app.pull.PullException;
import dev.aegis.app.series.SeriesTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks every server that is to be pulled, once a step, a thread each. One that fails is said once
 * for each reason, and once more when it is back; what it missed meanwhile is asked for again, up
 * to a few minutes.
 */
final class Pulls implements AutoCloseable {
  private static final Duration LONGEST_GAP = Duration.ofMinutes(5);

  private final SeriesTable table;
  private final List<String> names;
  private final Duration step;
  private final InstantSource clock;
  private final Traffic traffic;
  private final Consumer<String> notices;
  private final List<PulledServer> servers;
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
    Instant upTo = clock.instant().minus(step.multipliedBy(2));
    this.servers =
        config.sources().stream()
            .filter(source -> source.kind() == Kind.PROMETHEUS)
            .map(source -> new PulledServer(source, upTo))
            .toList();
    this.threads =
        Executors.newScheduledThreadPool(
            Math.max(1, servers.size()), Thread.ofPlatform().daemon().name("pull-", 0).factory());
  }

  /** Those that are asked; of nobody else's once {@link #start} was called. */
  List<PulledServer> servers() {
    return servers;
  }

  void start() {
    for (PulledServer server : servers) {
      var _ =
          threads.scheduleWithFixedDelay(
              () -> ask(server), 0, step.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void ask(PulledServer one) {
    try {
      Instant now = clock.instant();
      Instant oldest = now.minus(LONGEST_GAP);
      Instant after = one.upTo().isBefore(oldest) ? oldest : one.upTo();
      long samples = one.server().pull(table, names, after, now);
      // What is scraped now may show a moment later; it is asked for once more, and known.
      one.upTo(now.minus(step.dividedBy(2)));
      traffic.add(one.counter("aegis_pulled_samples_total"), samples);
      if (one.answered()) {
        notices.accept(one.name() + ": answers again");
      }
    } catch (PullException e) {
      traffic.add(one.counter("aegis_pull_failures_total"), 1);
      if (one.failed(e.reason())) {
        notices.accept(one.name() + ": " + e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      notices.accept(one.name() + ": unexpected failure, " + e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    servers.forEach(PulledServer::close);
  }
}
