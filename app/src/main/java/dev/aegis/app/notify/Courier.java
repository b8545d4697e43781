package dev.aegis.app.notify;

import dev.aegis.app.journal.Outbox;
import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings what waits for one channel to it, one after the other: what wakes somebody first. After a
 * failure nothing is tried for a while, twice as long each time; what was tried least goes first
 * then, so that one message that is never taken holds up no other. What was not taken within {@link
 * #DEADLINE} is dropped. {@link #step} is for one thread, {@link #state} for all.
 */
final class Courier {
  /** After so many failures in a row a channel is down. */
  static final int DOWN = 5;

  static final Duration DEADLINE = Duration.ofHours(6);
  static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 10;

  private final Channel channel;
  private final Sender sender;
  private final Outbox outbox;
  private final Function<Notice, Optional<URI>> page;
  private final Allowance allowance;
  private Instant notBefore = Instant.MIN;
  private int failures;
  private volatile String why = "";
  private volatile boolean down;

  /**
   * @param page where people see all that a notice tells of
   */
  Courier(Channel channel, Sender sender, Outbox outbox, Function<Notice, Optional<URI>> page) {
    this.channel = channel;
    this.sender = sender;
    this.outbox = outbox;
    this.page = page;
    this.allowance = new Allowance(channel.perMinute());
  }

  Channel channel() {
    return channel;
  }

  Sender sender() {
    return sender;
  }

  /**
   * How a channel is.
   *
   * @param down it has failed so often in a row that somebody should look
   * @param why what went wrong last; empty where nothing has since it was last taken
   */
  record State(boolean down, String why) {}

  State state() {
    return new State(down, why);
  }

  /**
   * Sends one message, where one waits and may be sent now.
   *
   * @return when to try again; {@link Instant#MAX} where nothing waits
   */
  Instant step(Instant now) throws InterruptedException {
    if (now.isBefore(notBefore)) {
      return notBefore;
    }
    List<Outbox.Entry> waiting = fresh(outbox.waiting(channel.name()), now);
    if (waiting.isEmpty()) {
      return Instant.MAX;
    }
    Instant allowed = allowance.next(now);
    if (allowed.isAfter(now)) {
      return allowed;
    }
    allowance.take(now);
    Fold next = Fold.of(waiting);
    switch (sender.send(next.notice(), page.apply(next.notice()), now)) {
      case Outcome.Taken _ -> {
        outbox.settle(List.of(next.entry().number()), Outbox.State.SENT);
        settle(next.folded(), Outbox.State.FOLDED);
        well("");
      }
      case Outcome.Refused refused -> {
        settle(List.of(next.entry().number()), Outbox.State.REFUSED);
        well(refused.why());
      }
      case Outcome.Later later -> {
        outbox.tried(next.entry().number());
        failed(later, now);
      }
    }
    return now.isBefore(notBefore) ? notBefore : now;
  }

  private void settle(List<Long> numbers, Outbox.State state) {
    if (!numbers.isEmpty()) {
      outbox.settle(numbers, state);
    }
  }

  private List<Outbox.Entry> fresh(List<Outbox.Entry> waiting, Instant now) {
    List<Long> late =
        waiting.stream()
            .filter(e -> e.draft().at().plus(DEADLINE).isBefore(now))
            .map(Outbox.Entry::number)
            .toList();
    settle(late, Outbox.State.DROPPED);
    return waiting.stream().filter(e -> !late.contains(e.number())).toList();
  }

  private void well(String refused) {
    failures = 0;
    down = false;
    why = refused;
  }

  private void failed(Outcome.Later later, Instant now) {
    failures++;
    why = later.why();
    down = failures >= DOWN;
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    Duration own = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    notBefore = now.plus(later.pause().compareTo(own) > 0 ? later.pause() : own);
  }
}
