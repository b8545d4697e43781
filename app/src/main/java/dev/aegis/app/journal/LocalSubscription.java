package dev.aegis.app.journal;

import dev.aegis.room.AgentBus;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Reads one room's log from a place of its own and hands it to one listener.
 *
 * <p>When {@code close} has returned, no call of the listener begins. It waits for a call in
 * progress, but no longer than {@link #CLOSE_SECONDS}, and not when it is called by the listener
 * itself.
 */
abstract class LocalSubscription implements AgentBus.Subscription {
  static final int CLOSE_SECONDS = 5;

  private final Journal journal;
  private final RoomId room;
  private final Consumer<RoomMessage> listener;
  private final Bells.Bell bell;

  /** Held during a call of the listener. */
  private final ReentrantLock calling = new ReentrantLock();

  private volatile boolean closed;

  /** The last message handed out; touched by the subscription's thread only. */
  private long cursor;

  LocalSubscription(Journal journal, RoomId room, long afterSeq, Consumer<RoomMessage> listener) {
    this.journal = journal;
    this.room = room;
    this.cursor = afterSeq;
    this.listener = listener;
    this.bell = journal.bell(room);
  }

  /** Hears why it ended before it was closed. */
  abstract void ended(Throwable why);

  /** It has ended, in whatever way. */
  abstract void forget();

  void start() {
    Thread.ofVirtual().name("subscription-" + room).start(this::run);
  }

  @Override
  public void close() {
    closed = true;
    bell.wake();
    try {
      if (calling.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        calling.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        List<RoomMessage> page = journal.page(room, cursor);
        if (page.isEmpty()) {
          bell.await(cursor, () -> closed);
        }
        page.forEach(this::hand);
      }
    } catch (Throwable e) {
      // Whatever a listener throws must reach those who listen for failures, or it would end here.
      if (!closed) {
        ended(e);
      }
    } finally {
      closed = true;
      forget();
    }
  }

  private void hand(RoomMessage message) {
    calling.lock();
    try {
      if (!closed) {
        listener.accept(message);
        cursor = message.seq();
      }
    } finally {
      calling.unlock();
    }
  }
}
