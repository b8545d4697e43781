package dev.aegis.lab.command;

import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes at a steady pace on a thread of its own, so that a turn that thinks for a while leaves no
 * gap in what is observed.
 */
final class Monitoring implements AutoCloseable {
  private final Scrape scrape;
  private final ScheduledExecutorService thread;
  private @Nullable Telemetry newest;
  private @Nullable RuntimeException failure;
  private long scrapes;
  private long taken;

  /** Reads all targets once. */
  @FunctionalInterface
  interface Scrape {
    Telemetry tick() throws InterruptedException;
  }

  private Monitoring(Scrape scrape) {
    this.scrape = scrape;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scraper").factory());
  }

  /**
   * Begins.
   *
   * @param scrape reads all targets once and gives everything observed so far
   */
  static Monitoring every(Duration interval, Scrape scrape) {
    Monitoring monitoring = new Monitoring(scrape);
    var _ =
        monitoring.thread.scheduleAtFixedRate(
            monitoring::tick, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return monitoring;
  }

  private void tick() {
    try {
      Telemetry read = scrape.tick();
      synchronized (this) {
        newest = read;
        scrapes++;
        notifyAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  /**
   * Waits for a scrape that was not taken yet.
   *
   * @throws IllegalStateException when none comes until the deadline, or scraping failed
   */
  synchronized Telemetry next(Instant deadline) {
    try {
      while (scrapes == taken && failure == null) {
        long millis = Duration.between(Instant.now(), deadline).toMillis();
        if (millis <= 0) {
          throw new IllegalStateException("no scrape until " + deadline);
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a scrape", e);
    }
    if (failure != null) {
      throw new IllegalStateException("scraping failed: " + failure.getMessage(), failure);
    }
    taken = scrapes;
    return newest == null ? Telemetry.NONE : newest;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
