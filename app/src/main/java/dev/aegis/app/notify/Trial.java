package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import java.time.Instant;
import java.util.Optional;

/** Tries a channel once, without a queue. */
public final class Trial {
  private Trial() {}

  /** Sends a real message; why it was not taken, or empty where it was. */
  public static Optional<String> send(Channel channel, Instant now) throws InterruptedException {
    Notice notice =
        Notice.own(
            "test/" + now.toEpochMilli(),
            Topic.TEST,
            "Somebody tries this channel. Nothing is wrong, and nothing has to be done.",
            now);
    try (Sender sender = Messenger.sender(channel)) {
      return switch (sender.send(notice, Optional.empty(), now)) {
        case Outcome.Taken _ -> Optional.empty();
        case Outcome.Later later -> Optional.of(later.why());
        case Outcome.Refused refused -> Optional.of(refused.why());
      };
    }
  }

  /** Why a beat could not be taken now, without one; empty where nothing speaks against. */
  public static Optional<String> check(Beat beat) {
    return HttpSender.check(beat.url());
  }

  /** Why a channel could take nothing now, without sending; empty where nothing speaks against. */
  public static Optional<String> check(Channel channel) throws InterruptedException {
    try (Sender sender = Messenger.sender(channel)) {
      return sender.check();
    }
  }
}
