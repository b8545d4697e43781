package dev.aegis.room;

import java.util.Objects;

/**
 * Someone asks.
 *
 * @param question in their words
 */
public record Question(String question) implements Payload {
  public Question {
    Objects.requireNonNull(question);
  }

  @Override
  public Intent intent() {
    return Intent.QUESTION;
  }
}
