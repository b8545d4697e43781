package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * An answer to a question.
 *
 * @param answer in words
 * @param evidence what it rests on
 */
public record Answer(String answer, List<Evidence> evidence) implements Payload {
  public Answer {
    Objects.requireNonNull(answer);
    evidence = List.copyOf(evidence);
  }

  @Override
  public Intent intent() {
    return Intent.ANSWER;
  }
}
