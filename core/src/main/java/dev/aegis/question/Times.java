package dev.aegis.question;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, units and times as people write them. */
final class Times {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<sign>[+-]?)(?<n>\\d+(?:\\.\\d+)?|\\.\\d+)"
              + "(?:\\s|-(?=(?:second|minute|hour|day|week)s?$))?(?<unit>[a-zµ%/]*)");
  private static final Pattern CLOCK =
      Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2}))?\\s?(am|pm)?\\s?(z|utc|gmt)?");
  private static final Pattern HOUR = Pattern.compile("(\\d{1,2})\\s?(am|pm)");
  private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[t"
              + " ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)\\s?(z|utc|[+-]\\d{2}:?\\d{2})?");
  private static final Map<String, Double> WORDS =
      Map.ofEntries(
          Map.entry("two", 2.0),
          Map.entry("three", 3.0),
          Map.entry("four", 4.0),
          Map.entry("five", 5.0),
          Map.entry("six", 6.0),
          Map.entry("seven", 7.0),
          Map.entry("eight", 8.0),
          Map.entry("nine", 9.0),
          Map.entry("ten", 10.0),
          Map.entry("fifteen", 15.0),
          Map.entry("twenty", 20.0),
          Map.entry("thirty", 30.0),
          Map.entry("sixty", 60.0),
          Map.entry("twelve", 12.0));
  private static final Map<String, Duration> LENGTHS =
      Map.ofEntries(
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("sec", Duration.ofSeconds(1)),
          Map.entry("secs", Duration.ofSeconds(1)),
          Map.entry("second", Duration.ofSeconds(1)),
          Map.entry("seconds", Duration.ofSeconds(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("min", Duration.ofMinutes(1)),
          Map.entry("mins", Duration.ofMinutes(1)),
          Map.entry("minute", Duration.ofMinutes(1)),
          Map.entry("minutes", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("hr", Duration.ofHours(1)),
          Map.entry("hrs", Duration.ofHours(1)),
          Map.entry("hour", Duration.ofHours(1)),
          Map.entry("hours", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("day", Duration.ofDays(1)),
          Map.entry("days", Duration.ofDays(1)),
          Map.entry("w", Duration.ofDays(7)),
          Map.entry("week", Duration.ofDays(7)),
          Map.entry("weeks", Duration.ofDays(7)));

  private Times() {}

  /** A number, a length of time, a time of day, a day, a moment or a zone. */
  static Optional<Meaning> read(String lower) {
    try {
      return moment(lower)
          .or(() -> day(lower))
          .or(() -> clock(lower))
          .or(() -> number(lower))
          .or(() -> zone(lower));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Meaning> moment(String lower) {
    Matcher m = MOMENT.matcher(lower);
    if (!m.matches()) {
      return Optional.empty();
    }
    String zone = m.group(3);
    LocalTime time = LocalTime.parse(m.group(2));
    LocalDate date = LocalDate.parse(m.group(1));
    if (zone == null || zone.equals("z") || zone.equals("utc")) {
      return Optional.of(
          new Meaning.Moment(date.atTime(time).toInstant(ZoneOffset.UTC), zone != null));
    }
    ZoneOffset offset =
        ZoneOffset.of(zone.length() == 5 ? zone.substring(0, 3) + ":" + zone.substring(3) : zone);
    Instant at = OffsetDateTime.of(date, time, offset).toInstant();
    return Optional.of(new Meaning.Moment(at, true));
  }

  private static Optional<Meaning> day(String lower) {
    return DAY.matcher(lower).matches()
        ? Optional.of(new Meaning.Day(LocalDate.parse(lower)))
        : Optional.empty();
  }

  private static Optional<Meaning> clock(String lower) {
    Matcher m = CLOCK.matcher(lower);
    if (m.matches()) {
      int hour = hour(Integer.parseInt(m.group(1)), m.group(4));
      int second = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
      return Optional.of(
          new Meaning.Clock(LocalTime.of(hour, Integer.parseInt(m.group(2)), second)));
    }
    Matcher h = HOUR.matcher(lower);
    if (h.matches()) {
      return Optional.of(
          new Meaning.Clock(LocalTime.of(hour(Integer.parseInt(h.group(1)), h.group(2)), 0)));
    }
    return switch (lower) {
      case "noon" -> Optional.of(new Meaning.Clock(LocalTime.NOON));
      case "midnight" -> Optional.of(new Meaning.Clock(LocalTime.MIDNIGHT));
      default -> Optional.empty();
    };
  }

  private static int hour(int written, @org.jspecify.annotations.Nullable String half) {
    return half == null ? written : written % 12 + (half.equals("pm") ? 12 : 0);
  }

  private static Optional<Meaning> number(String lower) {
    Double word = WORDS.get(lower);
    if (word != null) {
      return Optional.of(new Meaning.Amount(word, ""));
    }
    Matcher m = NUMBER.matcher(lower);
    if (!m.matches()) {
      return spelt(lower);
    }
    double value = Double.parseDouble(m.group("sign") + m.group("n"));
    String unit = m.group("unit");
    if (unit.isEmpty()) {
      return Optional.of(new Meaning.Amount(value, ""));
    }
    String known =
        switch (unit) {
          case "ms", "msec", "millis", "millisecond", "milliseconds" -> "ms";
          case "us", "µs", "microseconds" -> "us";
          case "%", "percent", "pct" -> "%";
          case "k" -> "k";
          case "kb", "mb", "gb", "kib", "mib", "gib" -> unit.charAt(0) + "b";
          case "bytes", "b" -> "bytes";
          case "rps", "qps", "req/s", "/s" -> "/s";
          case "x", "times" -> "x";
          default -> "";
        };
    if (!known.isEmpty()) {
      return Optional.of(new Meaning.Amount(value, known));
    }
    Duration length = LENGTHS.get(unit);
    return length == null || value < 0
        ? Optional.empty()
        : Optional.of(new Meaning.Length(times(length, value)));
  }

  /** Such as "ten minutes" and "an hour". */
  private static Optional<Meaning> spelt(String lower) {
    int blank = lower.indexOf(' ');
    if (blank < 0 || lower.indexOf(' ', blank + 1) >= 0) {
      return Optional.empty();
    }
    Double count = WORDS.get(lower.substring(0, blank));
    Duration length = LENGTHS.get(lower.substring(blank + 1));
    if (length == null || lower.length() - blank < 4) {
      return Optional.empty();
    }
    if (count == null && !lower.startsWith("an ") && !lower.startsWith("one ")) {
      return Optional.empty();
    }
    return Optional.of(new Meaning.Length(times(length, count == null ? 1 : count)));
  }

  private static Duration times(Duration length, double count) {
    return Duration.ofMillis(Math.round(length.toMillis() * count));
  }

  private static Optional<Meaning> zone(String lower) {
    return switch (lower) {
      case "utc", "gmt", "z" -> Optional.of(new Meaning.Zone(ZoneOffset.UTC));
      case "cet", "cest" -> Optional.of(new Meaning.Zone(ZoneId.of("Europe/Paris")));
      case "est", "edt" -> Optional.of(new Meaning.Zone(ZoneId.of("America/New_York")));
      case "pst", "pdt" -> Optional.of(new Meaning.Zone(ZoneId.of("America/Los_Angeles")));
      default -> Optional.empty();
    };
  }

  /** Such as {@code p95}, {@code 95th percentile} and {@code 99.9th percentile}. */
  static Optional<Meaning.Quantile> quantile(String lower) {
    Matcher p = Pattern.compile("p(\\d{2})(\\d*)|p(\\d{2}\\.\\d+)").matcher(lower);
    if (p.matches()) {
      String digits = p.group(3) == null ? p.group(1) + "." + p.group(2) + "0" : p.group(3);
      return Optional.of(new Meaning.Quantile(Double.parseDouble(digits) / 100));
    }
    Matcher th =
        Pattern.compile("(\\d{1,2}(?:\\.\\d+)?)(?:st|nd|rd|th)? (?:percentile|quantile)(?: of)?")
            .matcher(lower);
    return th.matches()
        ? Optional.of(new Meaning.Quantile(Double.parseDouble(th.group(1)) / 100))
        : Optional.empty();
  }
}
