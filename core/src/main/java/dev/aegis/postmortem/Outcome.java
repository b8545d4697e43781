package dev.aegis.postmortem;

import dev.aegis.room.Decision;

/** How an incident ended, in words for people who were not there. */
final class Outcome {
  private Outcome() {}

  static String words(Decision.Outcome outcome) {
    return switch (outcome) {
      case RESOLVED -> "users are served as promised again";
      case DENIED -> "a person refused the fix; nothing was changed";
      case REVERTED -> "the fix did not help and was taken back; a person takes over";
      case LEFT_IN_PLACE -> "the fix did not help and was left in place; a person takes over";
      case NOT_EXECUTED -> "the fix was permitted and never begun; a person takes over";
      case RECOMMENDED -> "a fix was recommended to a person; nothing was changed";
      case EXPIRED -> "nobody answered in time; nothing was changed";
      case UNKNOWN -> "nobody can tell whether the fix was carried out; a person has to look";
    };
  }
}
