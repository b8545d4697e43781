package dev.aegis.room;

import java.util.Objects;

/**
 * Asks the security specialist to look at a plan before a person is asked.
 *
 * @param plan the plan
 * @param why what makes a review necessary, one sentence
 */
public record SecurityReview(Plan plan, String why) implements Payload {
  public SecurityReview {
    Objects.requireNonNull(plan);
    Objects.requireNonNull(why);
  }

  @Override
  public Intent intent() {
    return Intent.SECURITY_REVIEW;
  }
}
