package dev.aegis.app.intake;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads times: ISO 8601 with {@code T} or a space, with or without a zone (then UTC), and seconds,
 * milliseconds, microseconds or nanoseconds since 1970, told apart by magnitude. Keeps count of the
 * zones it met. One reader a file: not thread-safe.
 */
final class Timestamps {
  /** What is returned for text that is no time. */
  static final long NONE = Long.MIN_VALUE;

  private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
  private static final double SECONDS_BELOW = 1e11;
  private static final double MILLIS_BELOW = 1e14;
  private static final double MICROS_BELOW = 1e17;

  private long zoneless;
  private long utc;
  private long offset;
  private int end;
  private String lastText = "";
  private long lastMillis = NONE;
  private long lastDay = NONE;
  private int lastDayKey = -1;

  /** The whole of the text as a time, or {@link #NONE}. */
  long parse(String text, int from, int to) {
    if (to - from == lastText.length()
        && lastMillis != NONE
        && text.regionMatches(from, lastText, 0, to - from)) {
      return lastMillis;
    }
    long millis = number(text, from, to);
    if (millis == NONE) {
      millis = parsePrefix(text, from, to);
      if (millis != NONE && end < to && !text.startsWith(" m=", end)) {
        millis = NONE;
      }
    }
    lastText = text.substring(from, to);
    lastMillis = millis;
    return millis;
  }

  long parse(String text) {
    String trimmed = text.strip();
    return parse(trimmed, 0, trimmed.length());
  }

  /** Where the time ended that {@link #parsePrefix} found. */
  int end() {
    return end;
  }

  /** Whether more than one convention for zones was met. */
  boolean mixedZones() {
    return (zoneless > 0 ? 1 : 0) + (utc > 0 ? 1 : 0) + (offset > 0 ? 1 : 0) > 1;
  }

  boolean anyZoneless() {
    return zoneless > 0;
  }

  /** A time in ISO 8601 at the start of the text, whatever follows; or {@link #NONE}. */
  long parsePrefix(String s, int from, int to) {
    int at = from;
    if (to - at < 10 || !separates(s.charAt(at + 4)) || s.charAt(at + 7) != s.charAt(at + 4)) {
      return NONE;
    }
    int year = digits(s, at, 4);
    int month = digits(s, at + 5, 2);
    int day = digits(s, at + 8, 2);
    long days = epochDay(year, month, day);
    if (days == NONE) {
      return NONE;
    }
    at += 10;
    long millis = days * 86_400_000L;
    if (at < to && (s.charAt(at) == 'T' || s.charAt(at) == 't' || s.charAt(at) == ' ')) {
      int hour = to - at >= 6 ? digits(s, at + 1, 2) : -1;
      if (hour >= 0 && s.charAt(at + 3) == ':') {
        return withTime(s, at + 1, to, millis, hour);
      }
    }
    if (at < to && Character.isLetterOrDigit(s.charAt(at))) {
      return NONE;
    }
    zoneless++;
    end = at;
    return inRange(millis);
  }

  private long withTime(String s, int start, int to, long day, int hour) {
    int at = start + 3;
    int minute = digits(s, at, 2);
    at += 2;
    int second = 0;
    long millis = 0;
    if (at + 2 < to && s.charAt(at) == ':') {
      second = digits(s, at + 1, 2);
      at += 3;
      if (at + 1 < to && isFraction(s.charAt(at)) && isDigit(s.charAt(at + 1))) {
        int scale = 100;
        for (at++; at < to && isDigit(s.charAt(at)); at++) {
          millis += (long) (s.charAt(at) - '0') * scale;
          scale /= 10;
        }
      }
    }
    if (hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return NONE;
    }
    long local =
        day + hour * 3_600_000L + minute * 60_000L + Math.min(second, 59) * 1_000L + millis;
    return zoned(s, at, to, local);
  }

  private long zoned(String s, int start, int to, long local) {
    if (start < to && (s.charAt(start) == 'Z' || s.charAt(start) == 'z')) {
      utc++;
      return done(start + 1, local);
    }
    int sign = start < to && s.charAt(start) == ' ' ? start + 1 : start;
    if (sign + 2 < to && (s.charAt(sign) == '+' || s.charAt(sign) == '-')) {
      int hours = digits(s, sign + 1, 2);
      if (hours >= 0 && hours <= 18) {
        return withOffset(s, sign, to, local, hours);
      }
    }
    int after = skipUtcWord(s, start, to);
    if (after > start) {
      utc++;
    } else {
      zoneless++;
    }
    return done(after, local);
  }

  private long withOffset(String s, int sign, int to, long local, int hours) {
    int at = sign + 3;
    int colon = at < to && s.charAt(at) == ':' ? 1 : 0;
    int minutes = at + colon + 2 <= to ? digits(s, at + colon, 2) : -1;
    if (minutes >= 0) {
      at += colon + 2;
    }
    long shift = hours * 3_600_000L + Math.max(minutes, 0) * 60_000L;
    if (shift == 0) {
      utc++;
    } else {
      offset++;
    }
    return done(skipUtcWord(s, at, to), s.charAt(sign) == '+' ? local - shift : local + shift);
  }

  private static int skipUtcWord(String s, int at, int to) {
    int word = at < to && s.charAt(at) == ' ' ? at + 1 : at;
    return word + 3 <= to && (s.startsWith("UTC", word) || s.startsWith("GMT", word))
        ? word + 3
        : at;
  }

  private long done(int at, long millis) {
    end = at;
    return inRange(millis);
  }

  private static long inRange(long millis) {
    return millis >= 0 && millis < LATEST ? millis : NONE;
  }

  /** A number since 1970 as milliseconds, its unit told by its magnitude; or {@link #NONE}. */
  private static long number(String s, int from, int to) {
    if (from >= to || to - from > 32 || !isDigit(s.charAt(from))) {
      return NONE;
    }
    long whole = 0;
    int at = from;
    for (; at < to && isDigit(s.charAt(at)); at++) {
      if (at - from >= 18) {
        return NONE;
      }
      whole = whole * 10 + (s.charAt(at) - '0');
    }
    if (at == to) {
      return fromNumber(whole);
    }
    char next = s.charAt(at);
    if (next != '.' && next != 'e' && next != 'E') {
      return NONE;
    }
    double value = Decimal.parse(s, from, to);
    return Double.isNaN(value) ? NONE : fromNumber(value);
  }

  private static long fromNumber(long value) {
    if (value < SECONDS_BELOW) {
      return inRange(value * 1_000);
    }
    if (value < MILLIS_BELOW) {
      return inRange(value);
    }
    return inRange(value < MICROS_BELOW ? value / 1_000 : value / 1_000_000);
  }

  private static long fromNumber(double value) {
    if (value < SECONDS_BELOW) {
      return inRange(Math.round(value * 1_000));
    }
    return value < 9e18 ? fromNumber((long) value) : NONE;
  }

  private long epochDay(int year, int month, int day) {
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) {
      return NONE;
    }
    int key = (year * 16 + month) * 32 + day;
    if (key != lastDayKey) {
      boolean exists = day <= java.time.YearMonth.of(year, month).lengthOfMonth();
      lastDay = exists ? LocalDate.of(year, month, day).toEpochDay() : NONE;
      lastDayKey = key;
    }
    return lastDay;
  }

  private static int digits(String s, int at, int count) {
    if (at + count > s.length()) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + count; i++) {
      if (!isDigit(s.charAt(i))) {
        return -1;
      }
      value = value * 10 + (s.charAt(i) - '0');
    }
    return value;
  }

  private static boolean separates(char c) {
    return c == '-' || c == '/';
  }

  private static boolean isFraction(char c) {
    return c == '.' || c == ',';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
