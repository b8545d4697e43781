package dev.aegis.question;

import dev.aegis.question.Draft.Baseline;
import dev.aegis.question.Draft.Edge;
import dev.aegis.question.Meaning.Particle;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that is about time. */
final class TimeGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final Schema schema;
  private final AnchorGrammar anchors;
  private final BaselineGrammar baselines;
  private final LengthGrammar lengths;

  TimeGrammar(Cursor cursor, Draft draft, Schema schema) {
    this.cursor = cursor;
    this.draft = draft;
    this.schema = schema;
    this.anchors = new AnchorGrammar(cursor, schema);
    this.lengths = new LengthGrammar(cursor, draft, anchors);
    this.baselines = new BaselineGrammar(cursor, draft, anchors);
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
      return lengths.before(here, mark);
    }
    if (here.meaning() instanceof Meaning.Day) {
      return dayOrRange();
    }
    if (here.meaning() instanceof Meaning.Weekdays weekdays) {
      cursor.next();
      if (weekdays.each()) {
        draft.filter(Question.Filter.on(weekdays.days()), here.text());
      } else {
        day(anchors.only(weekdays, here.text()));
      }
      return true;
    }
    if (here.is(Particle.LAST)) {
      LocalDate before = anchors.lastWeekday();
      if (before != null) {
        day(before);
        return true;
      }
      return lengths.last(mark);
    }
    if (here.is(Particle.FIRST)) {
      return lengths.first(mark);
    }
    Duration length = anchors.length();
    if (length == null && here.meaning() instanceof Meaning.Unit unit) {
      cursor.next();
      length = unit.duration();
    }
    if (length != null) {
      return lengths.beside(length, mark);
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

  private boolean edges() {
    int mark = cursor.mark();
    Segment said = cursor.next();
    if (said.is(Particle.BETWEEN) || said.is(Particle.FROM)) {
      Anchor from = anchors.read();
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
      Anchor to = anchors.read();
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
    Anchor anchor = anchors.read();
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
    Anchor anchor = anchors.read();
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
    Anchor anchor = anchors.read();
    if (anchor instanceof Anchor.Of of
        && of.time().equals(LocalTime.MIDNIGHT)
        && of.day() != null) {
      anchors.on(of.day());
      int range = cursor.mark();
      if (cursor.nextIs(Particle.BETWEEN, Particle.FROM, Particle.SINCE, Particle.AFTER)) {
        cursor.skipFiller();
        if (edges()) {
          return true;
        }
        cursor.reset(range);
      }
      anchors.on(null);
      day(of.day());
      return true;
    }
    if (anchor != null && cursor.take(Particle.TO, Particle.UNTIL)) {
      Anchor to = anchors.read();
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
    Anchor at = anchors.read();
    if (at == null) {
      return false;
    }
    if (cursor.take(Particle.TO, Particle.UNTIL)) {
      Anchor to = anchors.read();
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
    return baselines.read();
  }

  /** A length of time, such as {@code 5 minutes}; {@code null} where there is none. */
  @Nullable Duration length() {
    return anchors.length();
  }
}
