package dev.aegis.room;

import java.util.Objects;

/**
 * A person tells the room something. It asks nobody to act, is no evidence and decides nothing.
 *
 * @param words theirs
 * @param by who they are
 */
public record Remark(String words, String by) implements Payload {
  public Remark {
    Objects.requireNonNull(words);
    Objects.requireNonNull(by);
  }

  @Override
  public Intent intent() {
    return Intent.REMARK;
  }
}
