package dev.aegis.room;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * No fix can be vouched for so far, and more is about to be observed: everything is judged again
 * then. A person is told at once and may take over at any time; until then nothing is done.
 *
 * @param sentence why not yet, for people
 * @param missing what would help to decide, one sentence each
 * @param judgeAgainAt when causes and fixes are looked at again
 */
public record Deferral(String sentence, List<String> missing, Instant judgeAgainAt)
    implements Payload {
  public Deferral {
    Objects.requireNonNull(sentence);
    Objects.requireNonNull(judgeAgainAt);
    missing = List.copyOf(missing);
  }

  @Override
  public Intent intent() {
    return Intent.DEFERRAL;
  }
}
