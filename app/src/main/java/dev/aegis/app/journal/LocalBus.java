package dev.aegis.app.journal;

import dev.aegis.room.AgentBus;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The bus inside one process, over its journal.
 *
 * <p>A subscription reads the journal from a place of its own, on a virtual thread of its own: what
 * a listener gets is what is durable, a slow one delays nobody, and nothing is queued in memory.
 *
 * <p>Closing the bus ends its subscriptions; the journal stays open and belongs to whoever opened
 * it.
 */
public final class LocalBus implements AgentBus {
  private final Journal journal;
  private final FailedSubscription failures;
  private final Set<LocalSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Hears of a subscription that ended because its listener threw or its room cannot be read. */
  @FunctionalInterface
  public interface FailedSubscription {
    void ended(RoomId room, Handle subscriber, Throwable why);
  }

  public LocalBus(Journal journal, FailedSubscription failures) {
    this.journal = Objects.requireNonNull(journal);
    this.failures = Objects.requireNonNull(failures);
  }

  @Override
  public Seat connect(Handle handle) {
    return new LocalSeat(handle);
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(subscriptions).forEach(LocalSubscription::close);
  }

  private void requireOpen() {
    if (closed) {
      throw new RoomException(RoomException.Code.CLOSED, "expected an open bus, found it closed");
    }
  }

  /** A seat; which handle it has was decided when it was taken. */
  private final class LocalSeat implements Seat {
    private final Handle handle;

    LocalSeat(Handle handle) {
      this.handle = Objects.requireNonNull(handle);
    }

    @Override
    public Handle handle() {
      return handle;
    }

    @Override
    public List<RoomMessage> post(RoomId room, List<Draft> drafts) {
      requireOpen();
      drafts.forEach(this::requireAllowed);
      return drafts.isEmpty() ? List.of() : journal.append(room, handle, drafts);
    }

    @Override
    public List<RoomMessage> history(RoomId room, long afterSeq) {
      requireOpen();
      requirePlace(afterSeq);
      List<RoomMessage> all = new ArrayList<>();
      for (List<RoomMessage> page = journal.page(room, afterSeq);
          !page.isEmpty();
          page = journal.page(room, page.getLast().seq())) {
        all.addAll(page);
      }
      return List.copyOf(all);
    }

    @Override
    public Subscription subscribe(RoomId room, long afterSeq, Consumer<RoomMessage> listener) {
      requireOpen();
      requirePlace(afterSeq);
      LocalSubscription subscription =
          new LocalSubscription(journal, room, afterSeq, listener) {
            @Override
            void ended(Throwable why) {
              failures.ended(room, handle, why);
            }

            @Override
            void forget() {
              subscriptions.remove(this);
            }
          };
      subscriptions.add(subscription);
      subscription.start();
      if (closed) {
        subscription.close();
      }
      return subscription;
    }

    private void requireAllowed(Draft draft) {
      if (!draft.payload().intent().allows(handle)) {
        throw new RoomException(
            RoomException.Code.FORBIDDEN_SENDER,
            "expected "
                + draft.payload().intent().wire()
                + " from one of "
                + draft.payload().intent().senders().stream().sorted().toList()
                + ", found it from "
                + handle
                + "; nothing was kept");
      }
    }

    private void requirePlace(long afterSeq) {
      if (afterSeq < 0) {
        throw new IllegalArgumentException(
            "expected a place in the log from 0 on, found " + afterSeq);
      }
    }
  }
}
