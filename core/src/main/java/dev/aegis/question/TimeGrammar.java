package dev.aegis.question;

import dev.aegis.question.Draft.Baseline;
import dev.aegis.question.Draft.Edge;
import dev.aegis.question.Meaning.Held;
import dev.aegis.question.Meaning.Particle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that is about time. */
final class TimeGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final Schema schema;

  /** The day that times of day belong to, where it was said before them. */
  private @Nullable LocalDate said;

  TimeGrammar(Cursor cursor, Draft draft, Schema schema) {
    this.cursor = cursor;
    this.draft = draft;
    this.schema = schema;
  }

  /** Reads one expression of time; false where there is none, and then nothing is taken. */
  boolean read() {
    int mark = cursor.mark();
    boolean read = expression();
    if (!read) {
      cursor.reset(mark);
    }
    return read;
  }

  private boolean expression() {
    int mark = cursor.mark();
    cursor.take(Particle.IN, Particle.ON, Particle.AT);
    cursor.skipFiller();
    Segment here = cursor.peek();
    if (cursor.atEnd()) {
      return false;
    }
    if (here.isAny(Particle.YESTERDAY, Particle.TODAY)) {
      cursor.next();
      day(
          schema
              .to()
              .atZone(ZoneOffset.UTC)
              .toLocalDate()
              .minusDays(here.is(Particle.TODAY) ? 0 : 1));
      return true;
    }
    if (here.isAny(Particle.HOUR_BEFORE, Particle.DAY_BEFORE, Particle.WEEK_BEFORE)
        && here.text().toLowerCase(Locale.ROOT).endsWith("before")) {
      return before(here, mark);
    }
    if (here.meaning() instanceof Meaning.Day) {
      return dayOrRange();
    }
    if (here.is(Particle.LAST)) {
      return last(mark);
    }
    if (here.is(Particle.FIRST)) {
      return first(mark);
    }
    Duration length = length();
    if (length == null && here.meaning() instanceof Meaning.Unit unit) {
      cursor.next();
      length = unit.duration();
    }
    if (length != null) {
      return beside(length, mark);
    }
    if (here.isAny(
        Particle.SINCE,
        Particle.AFTER,
        Particle.FROM,
        Particle.BEFORE,
        Particle.UNTIL,
        Particle.BETWEEN)) {
      return edges();
    }
    return clock();
  }

  /** {@code the hour before the deploy}. */
  private boolean before(Segment said, int mark) {
    cursor.next();
    Anchor anchor = anchor();
    if (anchor == null) {
      return false;
    }
    Duration length =
        said.is(Particle.HOUR_BEFORE)
            ? Duration.ofHours(1)
            : said.is(Particle.DAY_BEFORE) ? Duration.ofDays(1) : Duration.ofDays(7);
    String words = cursor.text(mark);
    draft.from(new Edge(new Anchor.Shifted(anchor, length.negated(), words), words));
    draft.to(new Edge(anchor, words));
    return true;
  }

  private boolean last(int mark) {
    cursor.next();
    Duration length = length();
    if (length == null) {
      Meaning.Unit unit = cursor.take(Meaning.Unit.class);
      length = unit == null ? null : unit.duration();
    }
    if (length == null) {
      return false;
    }
    draft.last(length, cursor.text(mark));
    return true;
  }

  private boolean first(int mark) {
    cursor.next();
    Duration length = length();
    if (length == null) {
      Meaning.Unit unit = cursor.take(Meaning.Unit.class);
      length = unit == null ? null : unit.duration();
    }
    if (length == null) {
      return false;
    }
    if (cursor.nextIs(Particle.AFTER, Particle.BEFORE)) {
      return beside(length, mark);
    }
    draft.first(length, cursor.text(mark));
    return true;
  }

  /** {@code 10 minutes after the deploy}. */
  private boolean beside(Duration length, int mark) {
    boolean after = cursor.nextIs(Particle.AFTER);
    if (!cursor.take(Particle.AFTER, Particle.BEFORE)) {
      return false;
    }
    Anchor anchor = anchor();
    if (anchor == null) {
      return false;
    }
    String words = cursor.text(mark);
    Anchor other = new Anchor.Shifted(anchor, after ? length : length.negated(), words);
    draft.from(new Edge(after ? anchor : other, words));
    draft.to(new Edge(after ? other : anchor, words));
    if (cursor.nextIs(Particle.VERSUS, Particle.THAN)) {
      sameLengthOnTheOtherSide(anchor, length, after);
    }
    return true;
  }

  /** {@code ... compared with the 10 minutes before}. */
  private void sameLengthOnTheOtherSide(Anchor anchor, Duration length, boolean after) {
    int mark = cursor.mark();
    cursor.take(Particle.VERSUS, Particle.THAN);
    cursor.take(Particle.IN);
    Duration other = length();
    boolean opposite = after ? cursor.take(Particle.BEFORE) : cursor.take(Particle.AFTER);
    if (!opposite) {
      cursor.reset(mark);
      return;
    }
    Duration width = other == null ? length : other;
    int again = cursor.mark();
    Anchor said = anchor();
    if (said != null && !said.equals(anchor)) {
      cursor.reset(again);
    }
    String words = "the " + Phrases.duration(width) + (after ? " before" : " after");
    Anchor edge = new Anchor.Shifted(anchor, after ? width.negated() : width, words);
    draft.baseline(
        after
            ? new Baseline.Time(new Edge(edge, words), new Edge(anchor, words))
            : new Baseline.Time(new Edge(anchor, words), new Edge(edge, words)),
        words);
  }

  private boolean edges() {
    int mark = cursor.mark();
    Segment said = cursor.next();
    if (said.is(Particle.BETWEEN) || said.is(Particle.FROM)) {
      Anchor from = anchor();
      if (from == null || !cursor.take(Particle.AND, Particle.TO, Particle.UNTIL)) {
        if (said.is(Particle.FROM) && from != null && cursor.nextIs(Particle.SINCE, Particle.NOW)) {
          cursor.take(Particle.NOW);
          draft.from(new Edge(from, cursor.text(mark)));
          draft.since = true;
          return true;
        }
        return false;
      }
      if (cursor.take(Particle.NOW, Particle.END)) {
        draft.from(new Edge(from, cursor.text(mark)));
        draft.since = true;
        return true;
      }
      Anchor to = anchor();
      if (to == null) {
        return false;
      }
      String words = cursor.text(mark);
      draft.from(new Edge(from, words));
      draft.to(new Edge(to, words));
      return true;
    }
    boolean before = said.isAny(Particle.BEFORE, Particle.UNTIL);
    if (said.isAny(Particle.BEFORE, Particle.AFTER)
        && cursor.nextIs(Particle.AND, Particle.VERSUS)) {
      return bothSides(before, mark);
    }
    if (said.is(Particle.UNTIL) && cursor.take(Particle.NOW, Particle.END)) {
      return true;
    }
    if (said.is(Particle.SINCE) && cursor.take(Particle.START)) {
      return true;
    }
    Anchor anchor = anchor();
    if (anchor == null) {
      return false;
    }
    Edge edge = new Edge(anchor, cursor.text(mark));
    if (before) {
      draft.to(edge);
    } else {
      draft.from(edge);
      draft.since = true;
    }
    return true;
  }

  /** {@code before and after the deploy}: after it, against before. */
  private boolean bothSides(boolean before, int mark) {
    if (!cursor.take(Particle.AND, Particle.VERSUS)
        || !cursor.take(before ? Particle.AFTER : Particle.BEFORE)) {
      return false;
    }
    Anchor anchor = anchor();
    if (anchor == null) {
      return false;
    }
    draft.from(new Edge(anchor, "since " + anchor.words()));
    draft.since = true;
    draft.baseline(new Baseline.OtherSide(), cursor.text(mark));
    return true;
  }

  private boolean dayOrRange() {
    int mark = cursor.mark();
    Anchor anchor = anchor();
    if (anchor instanceof Anchor.Of of
        && of.time().equals(LocalTime.MIDNIGHT)
        && of.day() != null) {
      said = of.day();
      int range = cursor.mark();
      if (cursor.nextIs(Particle.BETWEEN, Particle.FROM, Particle.SINCE, Particle.AFTER)) {
        cursor.skipFiller();
        if (edges()) {
          return true;
        }
        cursor.reset(range);
      }
      said = null;
      day(of.day());
      return true;
    }
    if (anchor != null && cursor.take(Particle.TO, Particle.UNTIL)) {
      Anchor to = anchor();
      if (to != null) {
        draft.from(new Edge(anchor, cursor.text(mark)));
        draft.to(new Edge(to, cursor.text(mark)));
        return true;
      }
    }
    if (anchor != null) {
      minute(anchor, cursor.text(mark));
      return true;
    }
    return false;
  }

  private void day(LocalDate day) {
    Anchor from = new Anchor.At(day.atStartOfDay().toInstant(ZoneOffset.UTC), "on " + day);
    Anchor to =
        new Anchor.At(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), "on " + day);
    draft.from(new Edge(from, "on " + day));
    draft.to(new Edge(to, "on " + day));
  }

  /** {@code at 10:05}, {@code 10:05 - 10:20}. */
  private boolean clock() {
    int mark = cursor.mark();
    if (!(cursor.peek().meaning() instanceof Meaning.Clock)
        && !(cursor.peek().meaning() instanceof Meaning.Moment)) {
      return false;
    }
    Anchor at = anchor();
    if (at == null) {
      return false;
    }
    if (cursor.take(Particle.TO, Particle.UNTIL)) {
      Anchor to = anchor();
      if (to == null) {
        return false;
      }
      draft.from(new Edge(at, cursor.text(mark)));
      draft.to(new Edge(to, cursor.text(mark)));
      return true;
    }
    minute(at, cursor.text(mark));
    return true;
  }

  private void minute(Anchor at, String words) {
    draft.from(new Edge(at, "at " + words));
    draft.to(new Edge(new Anchor.Shifted(at, Duration.ofMinutes(1), words), "at " + words));
  }

  /** What a time is compared with; false where no time follows. */
  boolean baseline() {
    int mark = cursor.mark();
    if (cursor.take(Particle.SAME)) {
      draft.sameHour = true;
      cursor.take(Particle.IN, Particle.ON);
    }
    cursor.take(Particle.IN, Particle.FROM, Particle.ON, Particle.AT);
    cursor.skipFiller();
    Segment said = cursor.peek();
    String words = said.text();
    if (cursor.take(Particle.WEEK_BEFORE)) {
      draft.baseline(new Baseline.Earlier(Duration.ofDays(7), "a week earlier"), words);
      return true;
    }
    if (cursor.take(Particle.DAY_BEFORE, Particle.YESTERDAY)) {
      draft.baseline(new Baseline.Earlier(Duration.ofDays(1), "a day earlier"), words);
      return true;
    }
    if (cursor.take(Particle.HOUR_BEFORE)) {
      draft.baseline(new Baseline.Earlier(Duration.ofHours(1), "an hour earlier"), words);
      return true;
    }
    Duration ago = length();
    if (ago != null) {
      if (cursor.take(Particle.AGO)) {
        draft.baseline(
            new Baseline.Earlier(ago, Phrases.duration(ago) + " earlier"), cursor.text(mark));
        return true;
      }
      if (cursor.take(Particle.BEFORE)) {
        int anchored = cursor.mark();
        Anchor anchor = anchor();
        if (anchor == null) {
          cursor.reset(anchored);
          draft.baseline(new Baseline.Just(ago), cursor.text(mark));
        } else {
          Edge to = new Edge(anchor, cursor.text(mark));
          draft.baseline(
              new Baseline.Time(
                  new Edge(new Anchor.Shifted(anchor, ago.negated(), to.words()), to.words()), to),
              to.words());
        }
        return true;
      }
    }
    cursor.reset(mark);
    if (cursor.take(Particle.PREVIOUS)) {
      Duration length = length();
      Meaning.Unit unit = length == null ? cursor.take(Meaning.Unit.class) : null;
      if (length != null || unit != null) {
        draft.baseline(
            new Baseline.Just(length == null && unit != null ? unit.duration() : nonNull(length)),
            cursor.text(mark));
        return true;
      }
      cursor.reset(mark);
      return false;
    }
    cursor.skipFiller();
    boolean before = cursor.peek().is(Particle.BEFORE);
    if (cursor.take(Particle.BEFORE, Particle.AFTER)) {
      int anchored = cursor.mark();
      Anchor anchor = anchor();
      if (anchor == null) {
        cursor.reset(anchored);
        draft.baseline(new Baseline.OtherSide(), words);
      } else {
        Edge edge = new Edge(anchor, cursor.text(mark));
        draft.baseline(
            before ? new Baseline.Time(null, edge) : new Baseline.Time(edge, null), words);
      }
      return true;
    }
    cursor.reset(mark);
    return false;
  }

  private static Duration nonNull(@Nullable Duration length) {
    return length == null ? Duration.ZERO : length;
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
  @Nullable Anchor anchor() {
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
        Anchor anchor = anchor();
        if (anchor != null) {
          return new Anchor.Shifted(anchor, after ? ago : ago.negated(), cursor.text(start));
        }
      }
      return null;
    }
    return change(start);
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
