package dev.aegis.room;

import java.util.List;
import java.util.function.Consumer;

/**
 * Carries messages between those in a room. Every implementation passes one contract kit.
 *
 * <ul>
 *   <li>A message is durable before {@code post} returns it.
 *   <li>A room has one order, the same for everybody, without gaps.
 *   <li>A draft whose id is already in the room's log with the same content is not added again: the
 *       message that is there is returned. The same id with other content is refused.
 *   <li>A draft whose intent the connected sender may not post is refused, and nothing is kept.
 *   <li>The drafts of one {@code post} are added all or none, next to each other.
 * </ul>
 */
public interface AgentBus extends AutoCloseable {
  /** Takes a seat under a handle; everything posted from it bears that handle. */
  Seat connect(Handle handle);

  @Override
  void close();

  /** One participant's connection. Safe for use by several threads. */
  interface Seat {
    Handle handle();

    /**
     * Adds the drafts to the room's log.
     *
     * @return the accepted messages in the order of the drafts, durable
     * @throws RoomException when one is refused or the log cannot be written; none is kept then
     */
    List<RoomMessage> post(RoomId room, List<Draft> drafts);

    /** The room's log from the message after {@code afterSeq} (0 for all), in order. */
    List<RoomMessage> history(RoomId room, long afterSeq);

    /**
     * Hands every message after {@code afterSeq} to the listener, old ones first, each once and in
     * order, until closed. The listener is called by one thread at a time; what it throws ends this
     * subscription only.
     */
    Subscription subscribe(RoomId room, long afterSeq, Consumer<RoomMessage> listener);
  }

  /** Ends when closed; closing twice does no harm. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
