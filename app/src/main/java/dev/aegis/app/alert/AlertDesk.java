package dev.aegis.app.alert;

import dev.aegis.app.alert.OutsideAlert.State;
import dev.aegis.app.journal.Inbox;
import dev.aegis.room.RoomException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes alerts: each is durable in the inbox before {@link #accept} returns, and the same alert in
 * the same state is kept once, however often it is sent. Messages that arrive while one is being
 * synced share the next sync. One that is resolved is over, also when its firing comes later. The
 * oldest are removed, so that the inbox has an end. Thread-safe.
 */
public final class AlertDesk implements AutoCloseable {
  /** Messages that wait to be written. */
  static final int QUEUE = 2_000;

  /** Alerts whose course is remembered for those without a time of their own. */
  static final int REMEMBERED = 100_000;

  /**
   * Alerts that are remembered over a restart; what is younger than {@link #FRESH} stays beyond.
   */
  static final int KEPT = 100_000;

  /** Alerts in the inbox above which no more are taken. */
  static final int MOST = 1_000_000;

  static final Duration AGE = Duration.ofDays(30);
  static final Duration FRESH = Duration.ofHours(1);

  /** Alerts that are heard again after a restart, the newest. */
  static final int PENDING = 20_000;

  private static final int REMOVED_AT_ONCE = 1_000;
  private static final Duration TIDY = Duration.ofMinutes(1);
  private static final Duration TIDY_ON = Duration.ofSeconds(1);
  private static final int TOGETHER = 500;

  private final Inbox inbox;
  private final String own;
  private final long epoch;
  private final InstantSource clock;
  private final Consumer<Kept> listener;
  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Map<String, Course> courses = new Courses();
  private final Thread writer = Thread.ofPlatform().name("alerts").daemon().unstarted(this::run);
  private final List<Kept> pending;
  private long firings;
  private final AtomicLong held = new AtomicLong();
  private Instant nextTidy = Instant.MIN;
  private volatile boolean ended;

  /**
   * Reads what an earlier process acknowledged, and goes on where it ended.
   *
   * @param own the source of Aegis's own alerts, which are none of others
   * @param epoch of this process: new firings without a time of their own are told apart by it
   * @param listener hears of each new alert once it is durable; must not wait
   */
  public AlertDesk(
      Inbox inbox, String own, long epoch, InstantSource clock, Consumer<Kept> listener) {
    this.inbox = inbox;
    this.own = own;
    this.epoch = epoch;
    this.clock = clock;
    this.listener = listener;
    this.pending = restored();
    held.set(inbox.count());
    writer.start();
  }

  /**
   * An alert that is in the inbox.
   *
   * @param id its id there
   */
  public record Kept(String id, String source, OutsideAlert alert) {}

  /** What became of a message. */
  public record Taken(int fresh, int known) {}

  /**
   * How one key has gone on so far: by the ids of its newest firing and of its newest end, and
   * which firing that was the end of.
   */
  private static final class Course {
    private String over = "";
    private String fired = "";
    private String resolved = "";
    private boolean firing;
  }

  /** The oldest is forgotten first. */
  private static final class Courses extends LinkedHashMap<String, Course> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Course> eldest) {
      return size() > REMEMBERED;
    }
  }

  private record Message(
      String source,
      AlertFormat format,
      List<OutsideAlert> alerts,
      CompletableFuture<Taken> taken) {}

  /**
   * Keeps the alerts of one message.
   *
   * @return {@code null} when too many messages wait: nothing was kept, and it may be sent again
   * @throws RoomException when they could not be kept
   * @throws InterruptedException when the thread was interrupted; they may have been kept
   */
  public @Nullable Taken accept(String source, AlertFormat format, List<OutsideAlert> alerts)
      throws InterruptedException {
    if (alerts.isEmpty()) {
      return new Taken(0, 0);
    }
    Message message = new Message(source, format, alerts, new CompletableFuture<>());
    if (ended || held.get() >= MOST || !queue.offer(message)) {
      return null;
    }
    try {
      return message.taken().get();
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RoomException failure) {
        throw failure;
      }
      throw new IllegalStateException("alerts could not be kept", e.getCause());
    }
  }

  /**
   * The alerts that an earlier process acknowledged, that no room has taken, and that were firing
   * when they were heard of last; in their order, the newest {@link #PENDING}.
   */
  public List<Kept> pending() {
    return pending;
  }

  private List<Kept> restored() {
    Instant now = clock.instant();
    Map<String, Kept> newest = new LinkedHashMap<>();
    inbox.each(each -> {
      if (!each.source().equals(own)) {
        read(each, now)
            .ifPresent(kept -> {
              remember(kept);
              String key = kept.source() + "\n" + kept.alert().key();
              newest.remove(key);
              if (each.assigned().isEmpty()
                  && kept.alert().state() == State.FIRING
                  && !isOver(kept)) {
                newest.put(key, kept);
              }
              if (newest.size() > PENDING) {
                newest.remove(newest.keySet().iterator().next());
              }
            });
      }
    });
    return List.copyOf(newest.values());
  }

  private void remember(Kept kept) {
    Course course = course(kept.source(), kept.alert());
    switch (kept.alert().state()) {
      case FIRING -> {
        course.firing = true;
        course.fired = kept.id();
      }
      case RESOLVED -> {
        course.firing = false;
        course.resolved = kept.id();
        course.over = kept.alert().occurrence();
      }
      case ACKNOWLEDGED, HINT -> {}
    }
  }

  /** Whether its end came before it. */
  private boolean isOver(Kept kept) {
    OutsideAlert alert = kept.alert();
    return alert.state() == State.FIRING
        && !alert.occurrence().isEmpty()
        && alert.occurrence().equals(course(kept.source(), alert).over);
  }

  private Course course(String source, OutsideAlert alert) {
    return courses.computeIfAbsent(source + "\n" + alert.key(), _ -> new Course());
  }

  /** What lies in the inbox, read again; nothing where it is of another form. */
  private static Optional<Kept> read(Inbox.Alert each, Instant now) {
    String[] parts = each.body().split("\n", 2);
    try {
      return parts.length < 2
          ? Optional.empty()
          : Arrays.stream(AlertFormat.values())
              .filter(format -> format.name().equals(parts[0]))
              .flatMap(format -> format.read(parts[1], now).stream())
              .findFirst()
              .map(alert -> new Kept(each.id(), each.source(), alert));
    } catch (AlertException e) {
      return Optional.empty();
    }
  }

  private void run() {
    while (!ended || !queue.isEmpty()) {
      try {
        Message first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Message> together = new ArrayList<>(List.of(first));
          queue.drainTo(together, TOGETHER - 1);
          write(together);
        }
        tidy();
      } catch (InterruptedException e) {
        ended = true;
      }
    }
  }

  /** Removes what is too old or too much, a little at a time. */
  private void tidy() {
    Instant now = clock.instant();
    if (now.isBefore(nextTidy)) {
      return;
    }
    try {
      int removed = inbox.removeOldest(own, now.minus(AGE), REMOVED_AT_ONCE);
      long tooMany = held.addAndGet(-removed) - KEPT;
      if (removed < REMOVED_AT_ONCE && tooMany > 0) {
        int most = (int) Math.min(tooMany, REMOVED_AT_ONCE - removed);
        int more = inbox.removeOldest(own, now.minus(FRESH), most);
        held.addAndGet(-more);
        removed += more;
      }
      nextTidy = now.plus(removed < REMOVED_AT_ONCE ? TIDY : TIDY_ON);
    } catch (RoomException e) {
      // What is too old does no harm; whoever sends an alert hears that nothing can be written.
      nextTidy = now.plus(TIDY);
    }
  }

  private void write(List<Message> messages) {
    Map<String, Kept> byId = new LinkedHashMap<>();
    Map<String, String> bodies = new LinkedHashMap<>();
    Map<Message, List<String>> idsOf = new LinkedHashMap<>();
    for (Message message : messages) {
      List<String> ids = new ArrayList<>();
      for (OutsideAlert alert : message.alerts()) {
        String id = id(message.source(), alert);
        byId.putIfAbsent(id, new Kept(id, message.source(), alert));
        bodies.putIfAbsent(id, message.format().name() + "\n" + alert.words());
        ids.add(id);
      }
      idsOf.put(message, ids);
    }
    try {
      List<Inbox.Arrival> arrivals = new ArrayList<>();
      byId.values()
          .forEach(k ->
              arrivals.add(new Inbox.Arrival(k.id(), k.source(), bodies.getOrDefault(k.id(), ""))));
      Set<String> fresh = inbox.acceptAll(arrivals);
      held.addAndGet(fresh.size());
      byId.values().stream()
          .filter(kept -> fresh.contains(kept.id()) && !isOver(kept))
          .forEach(listener);
      idsOf.forEach((message, ids) -> {
        int own = (int) ids.stream().distinct().filter(fresh::contains).count();
        message.taken().complete(new Taken(own, ids.size() - own));
      });
    } catch (RuntimeException e) {
      messages.forEach(message -> message.taken().completeExceptionally(e));
    }
  }

  /**
   * Messages of formats that do not tell one firing from the next are told apart by their course.
   */
  private String id(String source, OutsideAlert alert) {
    Course course = course(source, alert);
    String id = id(source, alert, course);
    remember(new Kept(id, source, alert));
    return id;
  }

  private String id(String source, OutsideAlert alert, Course course) {
    if (!alert.occurrence().isEmpty()) {
      return alert.id(source, alert.occurrence());
    }
    return switch (alert.state()) {
      case FIRING -> course.firing ? course.fired : alert.id(source, next());
      case RESOLVED ->
          course.firing || course.resolved.isEmpty()
              ? alert.id(source, course.fired.isEmpty() ? next() : course.fired)
              : course.resolved;
      case ACKNOWLEDGED, HINT -> alert.id(source, course.fired);
    };
  }

  private String next() {
    return epoch + "." + firings++;
  }

  /** Writes what waits, and takes no more. */
  @Override
  public void close() {
    ended = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
