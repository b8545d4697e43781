package dev.aegis.app.memory;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.journal.Journal;
import dev.aegis.memory.Fingerprint;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Takes what people say of what closed incidents left behind: a message in the incident's room, as
 * a command and a page post it. One at a time; safe for use by several threads.
 */
public final class MemoryDesk {
  /** Characters of a reason; longer ones are cut. */
  public static final int LONGEST_REASON = 300;

  /** Marks of one incident, at most. */
  public static final int MOST = 100;

  private final Journal journal;
  private final AgentBus bus;
  private final UnaryOperator<String> masked;

  /**
   * @param masked hides secrets in one line of text
   */
  public MemoryDesk(Journal journal, AgentBus bus, UnaryOperator<String> masked) {
    this.journal = journal;
    this.bus = bus;
    this.masked = masked;
  }

  /** The reason as it goes into the record; empty where nothing is left of it. */
  public static String reason(String typed, UnaryOperator<String> masked) {
    return masked.apply(CleanText.line(typed, LONGEST_REASON));
  }

  /**
   * Marks an incident; durable when this returns.
   *
   * @param by who does
   * @return why it was not taken; empty where it is kept
   */
  public synchronized Optional<String> mark(
      RoomId room, MemoryMark.Standing standing, String typed, String by) {
    String reason = reason(typed, masked);
    if (reason.isBlank()) {
      return Optional.of("expected a reason, found none");
    }
    if (Fingerprint.of(journal.log(room)).isEmpty()) {
      return Optional.of(
          "nothing is remembered of this incident: it did not end with an executed fix that held");
    }
    long marks = journal.log(room).stream().filter(m -> m.payload() instanceof MemoryMark).count();
    if (marks >= MOST) {
      return Optional.of("this incident was marked " + MOST + " times; it takes no more");
    }
    MessageId id =
        MessageId.ofAnswer(room, Handle.HUMAN, "memory", Math.toIntExact(journal.length(room)));
    Draft draft =
        new Draft(
            id,
            null,
            List.of(),
            standing.words() + " in memory: " + reason,
            new MemoryMark(standing, reason, by));
    bus.connect(Handle.HUMAN).post(room, List.of(draft));
    return Optional.empty();
  }
}
