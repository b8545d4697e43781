package dev.aegis.app.host;

import dev.aegis.memory.Fingerprint;
import dev.aegis.policy.Policy;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The terms on which a room's steps go to their targets. Everything that is supplied is asked for
 * again just before each order.
 *
 * @param policy what the owners allow now
 * @param stopped why the kill switch is on; empty while it is off
 * @param epoch the fencing number of this process, higher than that of every earlier one
 * @param acts the executions and verifications of every room, in the order in which they became
 *     durable
 * @param executed of every room what tells how executed plans went
 * @param remembered what closed incidents have left behind
 */
public record Terms(
    Supplier<Policy> policy,
    Supplier<Optional<String>> stopped,
    long epoch,
    Supplier<List<RoomMessage>> acts,
    Supplier<List<List<RoomMessage>>> executed,
    Supplier<List<Fingerprint>> remembered) {
  public Terms {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(stopped);
    Objects.requireNonNull(acts);
    Objects.requireNonNull(executed);
    Objects.requireNonNull(remembered);
    if (epoch < 0) {
      throw new IllegalArgumentException("expected an epoch of 0 or more, found " + epoch);
    }
  }

  /** For a room that never gives an order, such as one on a recording. */
  public static Terms nothingIsDone(Policy policy) {
    return new Terms(
        () -> policy,
        () -> Optional.of("nothing is executed here"),
        0,
        List::of,
        List::of,
        List::of);
  }
}
