package dev.aegis.app.notify;

import java.util.Map;

/**
 * How a channel proves who answers in it.
 *
 * @param secret by which the other side proves that a request is its own; never shown
 * @param people account here by the id of a person there
 */
public record Answers(String secret, Map<String, String> people) {
  public Answers {
    people = Map.copyOf(people);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Answers[" + people + "]";
  }
}
