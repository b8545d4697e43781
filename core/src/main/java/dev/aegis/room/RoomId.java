package dev.aegis.room;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names the room of one incident, and so the incident.
 *
 * @param value such as {@code INC-2026-0001}
 */
public record RoomId(String value) {
  private static final Pattern FORM = Pattern.compile("INC-\\d{4}-\\d{4,9}");

  public RoomId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expected an incident such as INC-2026-0001, found \"" + value + "\"");
    }
  }

  /** The room of the given incident of a year, counted from 1. */
  public static RoomId of(int year, int number) {
    return new RoomId(String.format(Locale.ROOT, "INC-%04d-%04d", year, number));
  }

  @Override
  public String toString() {
    return value;
  }
}
