package dev.aegis.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A stretch of time in which something is allowed or not. All times are UTC. */
public sealed interface Span {
  /** Whether the instant lies in it. */
  boolean contains(Instant instant);

  /** For people. */
  String describe();

  /**
   * One stretch.
   *
   * @param from its first instant
   * @param until the first instant after it
   */
  record Once(Instant from, Instant until) implements Span {
    public Once {
      if (!from.isBefore(until)) {
        throw new IllegalArgumentException(
            "expected a start before the end, found " + from + " and " + until);
      }
    }

    @Override
    public boolean contains(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(until);
    }

    @Override
    public String describe() {
      return from + " to " + until;
    }
  }

  /**
   * Hours that come back every week.
   *
   * @param days the days on which it begins
   * @param from its first minute
   * @param until the first minute after it; not after {@code from} means on the next day
   */
  record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime until) implements Span {
    public Weekly {
      Objects.requireNonNull(from);
      Objects.requireNonNull(until);
      days = Set.copyOf(days);
      if (days.isEmpty()) {
        throw new IllegalArgumentException("expected one day of the week or more, found none");
      }
    }

    @Override
    public boolean contains(Instant instant) {
      ZonedDateTime at = instant.atZone(ZoneOffset.UTC);
      LocalTime time = at.toLocalTime();
      if (from.isBefore(until)) {
        return days.contains(at.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(until);
      }
      boolean begunToday = days.contains(at.getDayOfWeek()) && !time.isBefore(from);
      boolean begunYesterday = days.contains(at.getDayOfWeek().minus(1)) && time.isBefore(until);
      return begunToday || begunYesterday;
    }

    @Override
    public String describe() {
      String named =
          new TreeSet<>(days)
              .stream()
                  .map(d -> d.name().substring(0, 3).toLowerCase(java.util.Locale.ROOT))
                  .collect(Collectors.joining(", "));
      return named + " " + from + " to " + until + " UTC";
    }
  }
}
