package dev.aegis.question;

import dev.aegis.question.Meaning.Held;
import dev.aegis.question.Meaning.Particle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that is about points in time, and how long a time is. */
final class AnchorGrammar {
  private final Cursor cursor;
  private final Schema schema;

  /** The day that times of day belong to, where it was said before them. */
  private @Nullable LocalDate said;

  AnchorGrammar(Cursor cursor, Schema schema) {
    this.cursor = cursor;
    this.schema = schema;
  }

  /** Sets the day that times of day belong to; {@code null} when none was said. */
  void on(@Nullable LocalDate day) {
    said = day;
  }

  /** A length of time, such as {@code 5 minutes} or {@code an hour}. */
  @Nullable Duration length() {
    int mark = cursor.mark();
    Meaning.Length whole = cursor.take(Meaning.Length.class);
    if (whole != null) {
      return whole.duration();
    }
    Meaning.Amount count = cursor.take(Meaning.Amount.class);
    Meaning.Unit unit = count == null ? null : cursor.take(Meaning.Unit.class);
    if (count != null && unit != null && count.unit().isEmpty() && count.value() > 0) {
      return Duration.ofMillis(Math.round(unit.duration().toMillis() * count.value()));
    }
    cursor.reset(mark);
    return null;
  }

  /** A point in time; {@code null}, with nothing taken, where there is none. */
  @Nullable Anchor read() {
    int mark = cursor.mark();
    cursor.skipFiller();
    int start = cursor.mark();
    Anchor found = point(start);
    if (found == null) {
      cursor.reset(mark);
    }
    return found;
  }

  private @Nullable Anchor point(int start) {
    Meaning.Moment moment = cursor.take(Meaning.Moment.class);
    if (moment != null) {
      Meaning.Zone zone = moment.zoned() ? null : cursor.take(Meaning.Zone.class);
      Instant at =
          zone == null
              ? moment.at()
              : moment.at().atZone(ZoneOffset.UTC).withZoneSameLocal(zone.zone()).toInstant();
      return new Anchor.At(at, cursor.text(start));
    }
    Meaning.Day day = cursor.take(Meaning.Day.class);
    boolean at = day != null && cursor.take(Particle.AT);
    Meaning.Clock clock = cursor.take(Meaning.Clock.class);
    if (day != null || clock != null) {
      return clock(start, day == null ? null : day.date(), clock, at);
    }
    LocalDate weekday = weekday();
    if (weekday != null) {
      cursor.take(Particle.AT);
      return clock(start, weekday, cursor.take(Meaning.Clock.class), false);
    }
    if (cursor.nextIs(Particle.YESTERDAY, Particle.TODAY)) {
      boolean today = cursor.nextIs(Particle.TODAY);
      cursor.take(Particle.YESTERDAY, Particle.TODAY);
      LocalDate on = schema.to().atZone(ZoneOffset.UTC).toLocalDate().minusDays(today ? 0 : 1);
      cursor.take(Particle.AT);
      return clock(start, on, cursor.take(Meaning.Clock.class), false);
    }
    if (cursor.take(Particle.START)) {
      return new Anchor.At(schema.from(), "the start of the data");
    }
    Duration ago = length();
    if (ago != null && cursor.take(Particle.AGO)) {
      return new Anchor.At(schema.to().minus(ago), cursor.text(start));
    }
    if (ago != null) {
      boolean after = cursor.nextIs(Particle.AFTER);
      if (cursor.take(Particle.AFTER, Particle.BEFORE)) {
        Anchor anchor = read();
        if (anchor != null) {
          return new Anchor.Shifted(anchor, after ? ago : ago.negated(), cursor.text(start));
        }
      }
      return null;
    }
    return change(start);
  }

  private @Nullable LocalDate weekday() {
    LocalDate last = lastWeekday();
    if (last != null) {
      return last;
    }
    int mark = cursor.mark();
    cursor.skipFiller();
    String text = cursor.peek().text();
    Meaning.Weekdays weekdays = cursor.take(Meaning.Weekdays.class);
    if (weekdays == null || weekdays.each()) {
      cursor.reset(mark);
      return null;
    }
    return only(weekdays, text);
  }

  /** {@code last monday}: the newest one before the day that the data end on. */
  @Nullable LocalDate lastWeekday() {
    int mark = cursor.mark();
    Meaning.Weekdays weekdays =
        cursor.take(Particle.LAST) ? cursor.take(Meaning.Weekdays.class) : null;
    if (weekdays == null || weekdays.each()) {
      cursor.reset(mark);
      return null;
    }
    LocalDate today = schema.to().atZone(ZoneOffset.UTC).toLocalDate();
    return today.with(TemporalAdjusters.previous(weekdays.days().iterator().next()));
  }

  /** The only such day that the data have. */
  LocalDate only(Meaning.Weekdays weekdays, String text) {
    LocalDate last = schema.to().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate first = schema.from().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate found =
        last.with(TemporalAdjusters.previousOrSame(weekdays.days().iterator().next()));
    if (found.isBefore(first)) {
      throw new NotUnderstood(
          text, "the data have no such day; they run from " + first + " to " + last);
    }
    if (!found.minusWeeks(1).isBefore(first)) {
      throw new NotUnderstood(
          text,
          "the data have it more than once; say " + found + ", or " + text + "s for all of them",
          List.of(found.toString(), text + "s"));
    }
    return found;
  }

  private @Nullable Anchor clock(
      int start, @Nullable LocalDate day, Meaning.@Nullable Clock clock, boolean at) {
    if (clock == null && at) {
      return null;
    }
    LocalTime time = clock == null ? LocalTime.MIDNIGHT : clock.time();
    Meaning.Zone zone = cursor.take(Meaning.Zone.class);
    LocalDate on = day == null ? said : day;
    int mark = cursor.mark();
    if (on == null && cursor.take(Particle.ON)) {
      Meaning.Day said = cursor.take(Meaning.Day.class);
      on = said == null ? null : said.date();
    }
    if (on == null) {
      cursor.reset(mark);
      if (cursor.nextIs(Particle.YESTERDAY, Particle.TODAY)) {
        boolean today = cursor.nextIs(Particle.TODAY);
        cursor.take(Particle.YESTERDAY, Particle.TODAY);
        on = schema.to().atZone(ZoneOffset.UTC).toLocalDate().minusDays(today ? 0 : 1);
      }
    }
    ZoneId in = zone == null ? ZoneOffset.UTC : zone.zone();
    return new Anchor.Of(time, on, in, cursor.text(start));
  }

  /** {@code the last deploy of checkout-api}, {@code v2.3.1}, {@code v2.3.1 was deployed}. */
  private @Nullable Anchor change(int start) {
    int which = cursor.take(Particle.LAST) ? -1 : cursor.take(Particle.FIRST) ? 1 : 0;
    List<String> said = new ArrayList<>();
    eventNames(said);
    boolean labelled = cursor.nextIs(Meaning.Label.class) && said.isEmpty();
    int mark = cursor.mark();
    if (labelled) {
      cursor.take(Meaning.Label.class);
      eventNames(said);
      if (said.isEmpty()) {
        cursor.reset(mark);
      }
    }
    Meaning.Change kind = cursor.take(Meaning.Change.class);
    if (kind == null) {
      boolean version = said.stream().anyMatch(this::isVersionOfDeploy);
      return version ? new Anchor.Change("deploy", said, which, cursor.text(start)) : null;
    }
    int after = cursor.mark();
    String words = cursor.text(start);
    if (cursor.peek().isFiller()
        || cursor.nextIs(Particle.TO)
        || cursor.nextIs(Meaning.Value.class)) {
      cursor.take(Particle.TO);
      int before = said.size();
      eventNames(said);
      if (said.size() == before) {
        cursor.reset(after);
      } else {
        words = cursor.text(start);
      }
    }
    return new Anchor.Change(kind.kind(), said, which, words);
  }

  private void eventNames(List<String> into) {
    while (true) {
      int mark = cursor.mark();
      cursor.skipFiller();
      Optional<String> name = eventName(cursor.peek());
      if (cursor.atEnd() || name.isEmpty()) {
        cursor.reset(mark);
        return;
      }
      into.add(name.get());
      cursor.next();
    }
  }

  private static boolean same(String a, String b) {
    return a.equalsIgnoreCase(b);
  }

  /** A service or version that some change has. */
  private Optional<String> eventName(Segment segment) {
    if (!(segment.meaning() instanceof Meaning.Value value)) {
      return Optional.empty();
    }
    return value.held().stream()
        .map(Held::value)
        .filter(v ->
            schema.events().stream().anyMatch(e -> same(v, e.service()) || same(v, e.version())))
        .findFirst();
  }

  private boolean isVersionOfDeploy(String name) {
    return schema.events().stream()
        .anyMatch(e -> same(name, e.version()) && Anchor.is("deploy", e.kind()));
  }
}
