package dev.aegis.app.bandbus;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.MirrorLog;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Rooms on Band. A post is durable in the local journal, which gives order and identity, before it
 * returns; from there it is carried to the room's chat, which is caught up whenever Band is there.
 * What is said in the chat is heard by our agents and enters the room through the same journal.
 *
 * <p>Closing ends what goes on with Band, and the subscriptions; the journal stays open.
 */
public final class BandBus implements AgentBus {
  /** Rooms of earlier processes that are carried on with. */
  private static final int MOST_ROOMS = 200;

  private final Journal journal;
  private final LocalBus local;
  private final BandSettings settings;
  private final Rhythm rhythm;
  private final Consumer<String> notices;
  private final BandRest rest;
  private final BandChats chats;
  private final HttpClient sockets;
  private final Heard heard;
  private final List<Ear> ears = new ArrayList<>();
  private final Map<RoomId, Carrying> carried = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Semaphore progress = new Semaphore(0);
  private volatile boolean closed;

  /** A room on its way. */
  private record Carrying(Mirror mirror, Subscription subscription) {}

  private BandBus(
      Journal journal,
      BandSettings settings,
      Rhythm rhythm,
      UnaryOperator<String> masking,
      Consumer<String> notices) {
    this.journal = journal;
    this.settings = settings;
    this.rhythm = rhythm;
    this.notices = notices;
    this.local =
        new LocalBus(
            journal, (room, handle, why) -> notices.accept(handle + " of " + room + ": " + why));
    this.rest = new BandRest(settings.rest(), rhythm.answer());
    this.chats = new BandChats(settings, rest);
    this.sockets =
        HttpClient.newBuilder()
            .connectTimeout(rhythm.answer())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.heard = new Heard(settings, chats, journal.mirrors(), local, masking);
  }

  /**
   * A bus over this journal. Rooms that were being carried are carried on with.
   *
   * @param masking hides secrets and personal data in what people and strangers say
   * @param notices takes a sentence when Band goes away and when it is back; must not wait
   */
  public static BandBus open(
      Journal journal,
      BandSettings settings,
      Rhythm rhythm,
      UnaryOperator<String> masking,
      Consumer<String> notices) {
    BandBus bus = new BandBus(journal, settings, rhythm, masking, notices);
    settings
        .agents()
        .keySet()
        .forEach(agent ->
            bus.ears.add(
                new Ear(agent, settings, bus.chats, bus.sockets, rhythm, bus.heard, notices)));
    List<RoomId> known = journal.mirrors().rooms();
    known.subList(Math.max(0, known.size() - MOST_ROOMS), known.size()).forEach(bus::carry);
    bus.ears.forEach(Ear::start);
    return bus;
  }

  /** From now on a room is carried, from its beginning; once, however often it is called. */
  public void carry(RoomId room) {
    var _ = carried.computeIfAbsent(room, this::carrying);
  }

  private Carrying carrying(RoomId room) {
    MirrorLog log = journal.mirrors();
    log.chat(room).ifPresent(chat -> listen(room, chat));
    byte[] mark = new byte[4];
    random.nextBytes(mark);
    Mirror mirror =
        new Mirror(
            settings,
            chats,
            log,
            new Trying(rhythm, notices),
            HexFormat.of().formatHex(mark),
            (message, chat) -> listen(message.room(), chat));
    Subscription subscription =
        local
            .connect(Handle.AEGIS)
            .subscribe(
                room,
                Math.max(0, log.last(room).seq() - 1),
                message -> {
                  mirror.carry(message);
                  progress.release();
                });
    return new Carrying(mirror, subscription);
  }

  private void listen(RoomId room, UUID chat) {
    heard.about(chat, room);
    ears.forEach(ear -> ear.listen(chat));
  }

  /**
   * Waits until all that is in the rooms by now lies on Band.
   *
   * @return how many messages are still on their way when the time is over
   */
  public long settle(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      long left = waiting();
      while (left > 0 && System.nanoTime() < end) {
        if (progress.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          progress.drainPermits();
        }
        left = waiting();
      }
      return left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return waiting();
    }
  }

  private long waiting() {
    return carried.keySet().stream()
        .mapToLong(room -> {
          MirrorLog.Place last = journal.mirrors().last(room);
          long from = last.isWhole() ? last.seq() : last.seq() - 1;
          return local.connect(Handle.AEGIS).history(room, Math.max(0, from)).size();
        })
        .sum();
  }

  @Override
  public Seat connect(Handle handle) {
    return new BandSeat(local.connect(handle));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ears.forEach(Ear::close);
    carried.values().forEach(each -> each.mirror().close());
    carried.values().forEach(each -> each.subscription().close());
    local.close();
    rest.close();
    sockets.shutdownNow();
    sockets.close();
  }

  /** A seat of the local bus whose rooms are carried. */
  private final class BandSeat implements Seat {
    private final Seat seat;

    BandSeat(Seat seat) {
      this.seat = seat;
    }

    @Override
    public Handle handle() {
      return seat.handle();
    }

    @Override
    public List<RoomMessage> post(RoomId room, List<Draft> drafts) {
      List<RoomMessage> posted = seat.post(room, drafts);
      if (!closed && !posted.isEmpty()) {
        carry(room);
      }
      return posted;
    }

    @Override
    public List<RoomMessage> history(RoomId room, long afterSeq) {
      return seat.history(room, afterSeq);
    }

    @Override
    public Subscription subscribe(RoomId room, long afterSeq, Consumer<RoomMessage> listener) {
      return seat.subscribe(room, afterSeq, listener);
    }
  }
}
