package dev.aegis.question;

import dev.aegis.question.Draft.Baseline;
import dev.aegis.question.Draft.Edge;
import dev.aegis.question.Meaning.Particle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that says what a time is compared with. */
final class BaselineGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final AnchorGrammar anchors;

  BaselineGrammar(Cursor cursor, Draft draft, AnchorGrammar anchors) {
    this.cursor = cursor;
    this.draft = draft;
    this.anchors = anchors;
  }

  /** What a time is compared with; false where no time follows. */
  boolean read() {
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
    Duration ago = anchors.length();
    if (ago != null) {
      if (cursor.take(Particle.AGO)) {
        draft.baseline(
            new Baseline.Earlier(ago, Phrases.duration(ago) + " earlier"), cursor.text(mark));
        return true;
      }
      if (cursor.take(Particle.BEFORE)) {
        int anchored = cursor.mark();
        Anchor anchor = anchors.read();
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
      Duration length = anchors.length();
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
      Anchor anchor = anchors.read();
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
}
