package dev.aegis.app.page;

import java.util.Objects;

/**
 * One figure of a room's head. Where it grows or runs out, the page counts it on between two
 * messages.
 *
 * @param name what it is
 * @param value as of the last message
 * @param note what stands below it
 * @param tone as of a {@link Standing}; empty for none
 * @param since milliseconds since 1970 from which {@code value} grows; 0 where it stands
 * @param dollarsPerMinute by which it grows; 0 where it is a time
 */
public record Fact(
    String name, String value, String note, String tone, long since, double dollarsPerMinute) {
  public Fact {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
    Objects.requireNonNull(note);
    Objects.requireNonNull(tone);
  }

  static Fact standing(String name, String value, String note, String tone) {
    return new Fact(name, value, note, tone, 0, 0);
  }
}
