package dev.aegis.room;

import java.util.Objects;

/**
 * Someone asks.
 *
 * @param question in their words
 * @param by which person; empty where an agent asks
 */
public record Question(String question, String by) implements Payload {
  public Question {
    Objects.requireNonNull(question);
    Objects.requireNonNull(by);
  }

  /** Asked by an agent. */
  public Question(String question) {
    this(question, "");
  }

  @Override
  public Intent intent() {
    return Intent.QUESTION;
  }
}
