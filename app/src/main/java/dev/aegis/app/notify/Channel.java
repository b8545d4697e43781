package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import dev.aegis.room.Severity;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told.
 *
 * @param name names it in health, in metrics and in its queue
 * @param tells what it is told about
 * @param severity the least that it is told of; {@code null} for any
 * @param services which it is told of; empty for all
 * @param perMinute messages that it takes
 * @param answers how it proves who answers; {@code null} where it cannot
 */
public record Channel(
    String name,
    ChannelKind kind,
    Set<Topic> tells,
    @Nullable Severity severity,
    Set<String> services,
    int perMinute,
    Connection connection,
    @Nullable Answers answers) {
  public Channel {
    tells = Set.copyOf(tells);
    services = Set.copyOf(services);
  }

  /** Whether this is for it. What Aegis tells of itself has neither service nor severity. */
  boolean wants(Notice notice) {
    boolean own = notice.about().equals(Notice.OWN);
    Severity worst = notice.severity();
    boolean severe = severity == null || own || (worst != null && worst.compareTo(severity) <= 0);
    boolean concerned = services.isEmpty() || own || services.contains(notice.service());
    return tells.contains(notice.topic()) && severe && concerned;
  }

  /** Whether its messages go to this chat. */
  public boolean isSentTo(String chat) {
    return connection.to().contains(chat);
  }

  /** How it proves who answers; empty where it cannot. */
  public Optional<Answers> answering() {
    return Optional.ofNullable(answers);
  }

  /** In one line, without what is secret. */
  public String words() {
    return name + " (" + kind.word() + ") at " + connection.place();
  }
}
