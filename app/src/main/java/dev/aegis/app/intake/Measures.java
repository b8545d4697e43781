package dev.aegis.app.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations and shares as people write them in settings: {@code 1m30s}, {@code 250ms}, {@code
 * 1%}.
 */
final class Measures {
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?(ms|us|s|sec|m|min|h|d)");

  private Measures() {}

  /** A duration with its unit; empty where the text is none, or has no unit. */
  static Optional<Duration> duration(String text) {
    String rest = text.strip();
    double nanos = 0;
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    while (!rest.isEmpty()) {
      Matcher part = PART.matcher(rest);
      if (!part.lookingAt()) {
        return Optional.empty();
      }
      nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
      rest = rest.substring(part.end()).strip();
    }
    return nanos < 9e18 ? Optional.of(Duration.ofNanos(Math.round(nanos))) : Optional.empty();
  }

  /** A share: per cent with its sign, or a number from 0 to 1. */
  static OptionalDouble share(String text) {
    String bare = text.strip();
    boolean percent = bare.endsWith("%");
    String number = percent ? bare.substring(0, bare.length() - 1).strip() : bare;
    double value = Decimal.parse(number, 0, number.length()) * (percent ? 0.01 : 1);
    return value >= 0 && value <= 1 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static double nanosOf(String unit) {
    return switch (unit) {
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s", "sec" -> 1e9;
      case "m", "min" -> 6e10;
      case "h" -> 3.6e12;
      case "d" -> 8.64e13;
      default -> throw new IllegalArgumentException("expected a unit of time, found " + unit);
    };
  }
}
