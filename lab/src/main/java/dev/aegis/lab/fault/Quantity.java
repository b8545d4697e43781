package dev.aegis.lab.fault;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values that an effect takes, and how people write them. */
public enum Quantity {
  /** In seconds. */
  DURATION("a duration with its unit, such as 250ms, 30s or 2m"),
  /** In bytes of 1024 a kilobyte. */
  BYTES("a size with its unit, such as 24KB or 2MB"),
  /** From 0 to 1. */
  SHARE("a share such as 5% or 0.05"),
  /** Whole, 0 or more. */
  COUNT("a whole number from 0 to 1000000"),
  /** Finite, 0 or more. */
  FACTOR("a number of 0 or more"),
  /** Text without a number in it. */
  WORD("a word of letters, digits and . _ - : /");

  /** A share of 0.9 % is 0.009000000000000001 for a computer, and has to be read back. */
  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,30})?) ?([a-zA-Z%]{0,2})");

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._:/-]{1,80}");

  private final String expected;

  Quantity(String expected) {
    this.expected = expected;
  }

  /** The end of "expected ...". */
  public String expected() {
    return expected;
  }

  /** The value in its base unit; empty when the text is no such value. A word is worth 0. */
  public OptionalDouble read(String text) {
    if (this == WORD) {
      return PLAIN_WORD.matcher(text).matches() ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
    Matcher number = NUMBER.matcher(text.strip());
    if (!number.matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(number.group(1));
    double read = value * factor(number.group(2).toLowerCase(Locale.ROOT), value);
    return Double.isFinite(read) ? OptionalDouble.of(read) : OptionalDouble.empty();
  }

  /** What one of the unit is worth; NaN where this quantity does not have it. */
  private double factor(String unit, double value) {
    return switch (this) {
      case DURATION -> seconds(unit, value);
      case BYTES -> bytes(unit, value);
      case SHARE -> share(unit, value);
      case COUNT ->
          unit.isEmpty() && value == Math.rint(value) && value <= 1_000_000 ? 1 : Double.NaN;
      case FACTOR -> unit.isEmpty() ? 1 : Double.NaN;
      case WORD -> Double.NaN;
    };
  }

  private static double seconds(String unit, double value) {
    return switch (unit) {
      case "ms" -> 1e-3;
      case "s" -> 1;
      case "m" -> 60;
      default -> value == 0 && unit.isEmpty() ? 1 : Double.NaN;
    };
  }

  private static double bytes(String unit, double value) {
    return switch (unit) {
      case "b" -> 1;
      case "kb" -> 1024;
      case "mb" -> 1024 * 1024;
      default -> value == 0 && unit.isEmpty() ? 1 : Double.NaN;
    };
  }

  private static double share(String unit, double value) {
    double factor = unit.equals("%") ? 0.01 : unit.isEmpty() ? 1 : Double.NaN;
    return value * factor <= 1 ? factor : Double.NaN;
  }
}
