package dev.aegis.app.notify;

import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.notice.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells somebody outside that the loop on call goes round, and says nothing while it does not: a
 * loop that hangs must look like a process that is dead. Where the loop stands still and this
 * thread does not, the channels are told, too. Sending a beat is waited for by nobody.
 */
public final class Pulse implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
  private static final int MOST = 64 << 10;

  private final @Nullable Beat beat;
  private final Predicate<Instant> alive;
  private final Messenger messenger;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final BoundedHttp http = new BoundedHttp(TIME_LIMIT, "", null);
  private final Thread thread = Thread.ofVirtual().name("pulse").unstarted(this::run);
  private Instant next = Instant.MIN;
  private @Nullable Instant stoodStill;
  private boolean silent;

  /**
   * @param beat to whom; {@code null} for nobody
   * @param alive whether the loop goes round at a time
   */
  public Pulse(
      @Nullable Beat beat,
      Predicate<Instant> alive,
      Messenger messenger,
      InstantSource clock,
      Consumer<String> notices) {
    this.beat = beat;
    this.alive = alive;
    this.messenger = messenger;
    this.clock = clock;
    this.notices = notices;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        look(clock.instant());
      } while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look; for the thread, and for tests that own their time. */
  void look(Instant now) throws InterruptedException {
    boolean goes = alive.test(now);
    tell(goes, now);
    if (goes && beat != null && !now.isBefore(next)) {
      next = now.plus(beat.every());
      send(beat);
    }
  }

  private void tell(boolean goes, Instant now) {
    Instant since = stoodStill;
    try {
      if (!goes && since == null) {
        messenger.own(
            "still/" + now.toEpochMilli(),
            Topic.OWN_FAILURE,
            "The loop on call stands still; nothing is watched. Start aegis serve again.");
        stoodStill = now;
      } else if (goes && since != null) {
        messenger.own(
            "goes/" + since.toEpochMilli(), Topic.OWN_RECOVERY, "The loop on call goes on.");
        stoodStill = null;
      }
    } catch (RuntimeException e) {
      notices.accept("the loop on call stands still, and nobody can be told: " + e.getMessage());
    }
  }

  private void send(Beat to) throws InterruptedException {
    String why = "";
    try {
      int status = http.post(to.url(), Map.of(), new byte[0], MOST).status();
      why = status / 100 == 2 ? "" : "it answered " + status;
    } catch (FetchException e) {
      why = "it cannot be reached";
    }
    (why.isEmpty() ? sent : failed).incrementAndGet();
    if (why.isEmpty() == silent) {
      notices.accept(
          why.isEmpty()
              ? "the beat is taken by " + to.place() + " again"
              : "the beat is not taken by " + to.place() + ": " + why);
    }
    silent = !why.isEmpty();
  }

  /** Beats that were taken. */
  public long sent() {
    return sent.get();
  }

  /** Beats that were not. */
  public long failed() {
    return failed.get();
  }

  @Override
  public void close() {
    ended.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
