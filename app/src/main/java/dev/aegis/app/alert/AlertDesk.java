package dev.aegis.app.alert;

import dev.aegis.app.alert.OutsideAlert.State;
import dev.aegis.app.journal.Inbox;
import dev.aegis.room.RoomException;
import java.time.Instant;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes alerts: each is durable in the inbox before {@link #accept} returns, and the same alert in
 * the same state is kept once, however often it is sent. Messages that arrive while one is being
 * synced share the next sync. One that is resolved is over, also when its firing comes later.
 * Thread-safe.
 */
public final class AlertDesk implements AutoCloseable {
  /** Messages that wait to be written. */
  static final int QUEUE = 2_000;

  /** Alerts whose course is remembered for those without a time of their own. */
  static final int REMEMBERED = 100_000;

  private static final int TOGETHER = 500;

  private final Inbox inbox;
  private final long epoch;
  private final Consumer<Kept> listener;
  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Map<String, Course> courses = new Courses();
  private final Thread writer = Thread.ofPlatform().name("alerts").daemon().unstarted(this::run);
  private volatile boolean ended;

  /**
   * @param epoch of this process: firings without a time of their own are told apart by it, so that
   *     after a restart one may be kept twice, and none is taken for an earlier one
   * @param listener hears of each new alert once it is durable; must not wait
   */
  public AlertDesk(Inbox inbox, long epoch, Consumer<Kept> listener) {
    this.inbox = inbox;
    this.epoch = epoch;
    this.listener = listener;
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

  /** How one key has gone on so far: firings that ended, and whether one is going on. */
  private static final class Course {
    private int ended;
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
    if (ended || !queue.offer(message)) {
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
   * when they were heard of last; in their order.
   *
   * @param own the source of Aegis's own alerts, which are none of others
   */
  public List<Kept> pending(String own, Instant now) {
    Map<String, Kept> newest = new LinkedHashMap<>();
    for (Inbox.Alert each : inbox.all()) {
      if (!each.source().equals(own)) {
        read(each, now)
            .ifPresent(kept -> {
              String key = kept.source() + "\n" + kept.alert().key();
              newest.remove(key);
              if (each.assigned().isEmpty()) {
                newest.put(key, kept);
              }
            });
      }
    }
    return newest.values().stream().filter(k -> k.alert().state() == State.FIRING).toList();
  }

  /** What lies in the inbox, read again; nothing where it is of another form. */
  private static Optional<Kept> read(Inbox.Alert each, Instant now) {
    String[] parts = each.body().split("\n", 2);
    return parts.length < 2
        ? Optional.empty()
        : Arrays.stream(AlertFormat.values())
            .filter(format -> format.name().equals(parts[0]))
            .flatMap(format -> format.read(parts[1], now).stream())
            .findFirst()
            .map(alert -> new Kept(each.id(), each.source(), alert));
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
      } catch (InterruptedException e) {
        ended = true;
      }
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
      byId.values().stream().filter(k -> fresh.contains(k.id())).forEach(listener);
      idsOf.forEach((message, ids) -> {
        int own = (int) ids.stream().distinct().filter(fresh::contains).count();
        message.taken().complete(new Taken(own, ids.size() - own));
      });
    } catch (RuntimeException e) {
      messages.forEach(message -> message.taken().completeExceptionally(e));
    }
  }

  /** Firings of formats without a time are counted; the others name themselves. */
  private String id(String source, OutsideAlert alert) {
    if (!alert.occurrence().isEmpty()) {
      return alert.id(source, alert.occurrence());
    }
    Course course = courses.computeIfAbsent(source + "\n" + alert.key(), _ -> new Course());
    if (alert.state() == State.RESOLVED) {
      int which = course.firing ? course.ended++ : Math.max(0, course.ended - 1);
      course.firing = false;
      return alert.id(source, epoch + "." + which);
    }
    course.firing = true;
    return alert.id(source, epoch + "." + course.ended);
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
