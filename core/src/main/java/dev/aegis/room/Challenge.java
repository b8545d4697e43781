package dev.aegis.room;

import java.util.Objects;

/**
 * A person doubts what an agent said. Whoever said it looks at it again; the doubt itself is no
 * evidence.
 *
 * @param claim the message that is doubted
 * @param reason why, in their words; may be empty
 * @param by who they are
 */
public record Challenge(MessageId claim, String reason, String by) implements Payload {
  public Challenge {
    Objects.requireNonNull(claim);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(by);
  }

  @Override
  public Intent intent() {
    return Intent.CHALLENGE;
  }
}
