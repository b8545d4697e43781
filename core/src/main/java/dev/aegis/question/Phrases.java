package dev.aegis.question;

import java.time.Duration;
import java.util.List;

/** Pieces of sentences. */
final class Phrases {
  private Phrases() {}

  static String duration(Duration length) {
    long seconds = length.toSeconds();
    if (seconds == 0 || length.toMillis() % 1000 != 0) {
      return length.toMillis() + " ms";
    }
    if (seconds % 604_800 == 0) {
      return count(seconds / 604_800, "week");
    }
    if (seconds % 86_400 == 0) {
      return count(seconds / 86_400, "day");
    }
    if (seconds % 3_600 == 0) {
      return count(seconds / 3_600, "hour");
    }
    return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
  }

  private static String count(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  static String listed(List<String> parts) {
    return parts.size() < 2
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }
}
