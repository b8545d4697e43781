package dev.aegis.app.notify;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.Outbox;
import dev.aegis.app.mask.Masking;
import dev.aegis.incident.Incident;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Notices;
import dev.aegis.notice.Topic;
import dev.aegis.postmortem.StakeholderUpdate.Published;
import dev.aegis.postmortem.StakeholderUpdate.Stage;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells all channels what they want to hear. Whoever says that a room has grown never waits: a
 * thread of its own reads the room, and a thread for each channel brings what waits there. What is
 * told is read from the log, so that after a crash it is read again, and what was put in a queue
 * before is known there. Thread-safe.
 */
public final class Messenger implements AutoCloseable {
  /** Rooms that are read again at the start. */
  static final int NEWEST = 50;

  /** Between two looks at rooms in which somebody may leave a request unanswered. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  /** Users who were told nothing for so long look no more. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Journal journal;
  private final Outbox outbox;
  private final Function<RoomId, Optional<Published>> told;
  private final Masking masking;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final List<Courier> couriers = new ArrayList<>();
  private final List<Semaphore> bells = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<RoomId> grown = ConcurrentHashMap.newKeySet();
  private final Semaphore bell = new Semaphore(0);
  private final Set<RoomId> open = new HashSet<>();

  /**
   * Makes the queues; nothing is sent before {@link #start}.
   *
   * @param page where people see what a notice tells of
   * @param told what users were told of an incident last; empty for nothing
   * @param notices takes one sentence where a channel is down, or is there again
   */
  public Messenger(
      List<Channel> channels,
      Journal journal,
      Masking masking,
      Function<Notice, Optional<URI>> page,
      Function<RoomId, Optional<Published>> told,
      InstantSource clock,
      Consumer<String> notices) {
    this.journal = journal;
    this.outbox = journal.outbox();
    this.masking = masking;
    this.told = told;
    this.clock = clock;
    this.notices = notices;
    for (Channel channel : channels) {
      outbox.open(channel.name(), clock.instant());
      couriers.add(new Courier(channel, sender(channel), outbox, page));
      bells.add(new Semaphore(0));
    }
  }

  static Sender sender(Channel channel) {
    return channel.kind() == ChannelKind.EMAIL
        ? new MailSender(channel.connection())
        : new HttpSender(channel);
  }

  /** Begins to read and to send. */
  public void start() {
    if (couriers.isEmpty()) {
      return;
    }
    List<RoomId> rooms = journal.rooms();
    grown.addAll(rooms.subList(Math.max(0, rooms.size() - NEWEST), rooms.size()));
    bell.release();
    threads.add(Thread.ofVirtual().name("messages").start(this::read));
    for (int i = 0; i < couriers.size(); i++) {
      Courier courier = couriers.get(i);
      Semaphore rung = bells.get(i);
      String name = "messages-" + courier.channel().name();
      threads.add(Thread.ofVirtual().name(name).start(() -> bring(courier, rung)));
    }
  }

  /** A room has grown; returns at once. */
  public void heard(RoomMessage message) {
    if (!couriers.isEmpty()) {
      grown.add(message.room());
      bell.release();
    }
  }

  /** Tells of Aegis itself; durable when this returns. */
  public void own(String key, Topic topic, String detail) {
    put(List.of(Notice.own(key, topic, detail, clock.instant())));
  }

  private void read() {
    Instant nextLook = clock.instant().plus(LOOK);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean rung = bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
        if (!rung || !clock.instant().isBefore(nextLook)) {
          grown.addAll(open);
          nextLook = clock.instant().plus(LOOK);
        }
        for (RoomId room : Set.copyOf(grown)) {
          grown.remove(room);
          guarded(() -> read(room));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void guarded(Runnable work) throws InterruptedException {
    try {
      work.run();
    } catch (RuntimeException e) {
      notices.accept("messages could not be made ready and are tried again: " + e.getMessage());
      grown.addAll(open);
      Thread.sleep(AFTER_FAILURE);
    }
  }

  private void read(RoomId room) {
    open.add(room);
    List<RoomMessage> log = journal.log(room);
    Instant now = clock.instant();
    put(Notices.of(log, now));
    Optional<Published> last = told.apply(room);
    last.flatMap(update -> Notices.updateDue(log, update, now)).ifPresent(due -> put(List.of(due)));
    if (Incident.of(log).phase().terminal() && !usersWait(last, now)) {
      open.remove(room);
    }
  }

  /** Who was told that it goes on has to hear how it ended. */
  private static boolean usersWait(Optional<Published> last, Instant now) {
    return last.filter(update -> update.stage() != Stage.RESOLVED)
        .filter(update -> now.isBefore(update.at().plus(LONGEST_WAIT)))
        .isPresent();
  }

  private void put(List<Notice> all) {
    List<Notice> masked = all.stream().map(this::masked).toList();
    for (int i = 0; i < couriers.size(); i++) {
      Channel channel = couriers.get(i).channel();
      List<Outbox.Draft> drafts =
          masked.stream()
              .filter(channel::wants)
              .map(n -> new Outbox.Draft(n.key(), n.topic().pages(), NoticeJson.write(n), n.at()))
              .toList();
      if (outbox.put(channel.name(), drafts) > 0) {
        bells.get(i).release();
      }
    }
  }

  /** One line each, without what must not be told. */
  private Notice masked(Notice notice) {
    return notice.worded(
        masking.text(CleanText.line(notice.headline(), Notice.LONGEST_HEADLINE)),
        masking.text(CleanText.line(notice.detail(), 2 * Notice.LONGEST_DETAIL)));
  }

  private void bring(Courier courier, Semaphore rung) {
    try {
      outbox.forget(clock.instant().minus(REMEMBERED));
      while (!Thread.currentThread().isInterrupted()) {
        Instant due = stepped(courier);
        Duration sleep = sleep(due);
        if (sleep.isPositive()) {
          boolean _ = rung.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS);
          rung.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Instant stepped(Courier courier) throws InterruptedException {
    boolean wasDown = courier.state().down();
    try {
      Instant due = courier.step(clock.instant());
      Courier.State now = courier.state();
      if (now.down() != wasDown) {
        String name = courier.channel().name();
        notices.accept(
            now.down()
                ? "messages to " + name + " are not taken: " + now.why() + "; they wait"
                : "messages to " + name + " are taken again");
      }
      return due;
    } catch (RoomException e) {
      notices.accept("what waits for " + courier.channel().name() + ": " + e.getMessage());
      return clock.instant().plus(AFTER_FAILURE);
    }
  }

  private Duration sleep(Instant due) {
    if (due.equals(Instant.MAX)) {
      return LONGEST_SLEEP;
    }
    Duration left = Duration.between(clock.instant(), due);
    return left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left;
  }

  /**
   * How a channel is.
   *
   * @param waiting messages in its queue
   * @param why what went wrong last; empty where nothing has
   */
  public record ChannelState(
      Channel channel,
      boolean down,
      String why,
      long waiting,
      long sent,
      long folded,
      long refused,
      long dropped) {}

  /** How every channel is, in the order of the file. */
  public List<ChannelState> states() {
    return couriers.stream().map(this::state).toList();
  }

  private ChannelState state(Courier courier) {
    String name = courier.channel().name();
    return new ChannelState(
        courier.channel(),
        courier.state().down(),
        courier.state().why(),
        outbox.waiting(name).size(),
        outbox.count(name, Outbox.State.SENT),
        outbox.count(name, Outbox.State.FOLDED),
        outbox.count(name, Outbox.State.REFUSED),
        outbox.count(name, Outbox.State.DROPPED));
  }

  /** Ends; what waits is sent after the next start. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    couriers.forEach(courier -> courier.sender().close());
  }
}
