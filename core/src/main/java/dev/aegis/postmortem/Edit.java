package dev.aegis.postmortem;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change that a person made to the report on an incident that is over. It lies beside the
 * record, which stays as it is: a report is the record's with its edits applied in their order.
 */
public sealed interface Edit {
  /** Characters of a section's text, at most. */
  int LONGEST_TEXT = 10_000;

  /** Characters of a task, a name or a moment's key, at most. */
  int LONGEST_LINE = 1_000;

  /** Who made it. */
  String by();

  /** When it was made. */
  Instant at();

  /**
   * The text of a section was replaced.
   *
   * @param before what stood there, line by line
   * @param text one sentence a line; not blank
   */
  record Rewritten(Section.Kind section, String before, String text, String by, Instant at)
      implements Edit {
    public Rewritten {
      Objects.requireNonNull(section);
      Objects.requireNonNull(before);
      require(!text.isBlank() && text.length() <= LONGEST_TEXT, "1 to 10000 characters of text");
      requirePerson(by, at);
      require(section.rewritable(), "a section whose text can be replaced");
    }
  }

  /** A section was given the record's own text again. */
  record Reverted(Section.Kind section, String before, String by, Instant at) implements Edit {
    public Reverted {
      Objects.requireNonNull(section);
      Objects.requireNonNull(before);
      requirePerson(by, at);
    }
  }

  /**
   * A task was given an owner and a day, or loses them.
   *
   * @param task its words; one that the record does not have is a further task
   * @param before who owned it until when, in words; empty for nobody
   * @param owner empty for nobody
   * @param due {@code null} for no day
   */
  record Assigned(
      String task, String before, String owner, @Nullable LocalDate due, String by, Instant at)
      implements Edit {
    public Assigned {
      Objects.requireNonNull(before);
      require(!task.isBlank() && task.length() <= LONGEST_LINE, "a task of 1 to 1000 characters");
      require(owner.length() <= LONGEST_LINE, "an owner of at most 1000 characters");
      requirePerson(by, at);
    }
  }

  /**
   * A task is not to be done. Whoever adds it again takes that back.
   *
   * @param task its words
   * @param reason not blank
   */
  record Dropped(String task, String reason, String by, Instant at) implements Edit {
    public Dropped {
      require(!task.isBlank() && task.length() <= LONGEST_LINE, "a task of 1 to 1000 characters");
      require(
          !reason.isBlank() && reason.length() <= LONGEST_LINE, "a reason of 1 to 1000 characters");
      requirePerson(by, at);
    }
  }

  /**
   * A moment of the timeline was given another time; its recorded one takes that back.
   *
   * @param moment its {@linkplain Block.Moment#key() key}
   * @param before when it stood there
   * @param to when it was
   */
  record Retimed(String moment, Instant before, Instant to, String by, Instant at) implements Edit {
    public Retimed {
      require(!moment.isBlank() && moment.length() <= LONGEST_LINE, "the key of a moment");
      Objects.requireNonNull(before);
      Objects.requireNonNull(to);
      requirePerson(by, at);
    }
  }

  private static void requirePerson(String by, Instant at) {
    require(!by.isBlank(), "the name of a person");
    Objects.requireNonNull(at);
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", found another");
    }
  }
}
