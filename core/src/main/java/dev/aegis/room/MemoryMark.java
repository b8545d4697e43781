package dev.aegis.room;

import java.util.Objects;

/**
 * A person says whether later incidents may learn from this one, once it is closed. The newest mark
 * of a room holds; the record itself is not changed.
 *
 * @param standing what it is from now on
 * @param reason why, in their words
 * @param by who they are
 */
public record MemoryMark(Standing standing, String reason, String by) implements Payload {
  /** What a closed incident is to later ones. */
  public enum Standing {
    /** It is recalled, and weighs. */
    COUNTS("counts"),
    /** It is recalled for people to see, and weighs nothing. */
    DOUBTED("doubted"),
    /** It is not recalled. */
    FORGOTTEN("forgotten");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  public MemoryMark {
    Objects.requireNonNull(standing);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(by);
  }

  @Override
  public Intent intent() {
    return Intent.MEMORY_MARK;
  }
}
