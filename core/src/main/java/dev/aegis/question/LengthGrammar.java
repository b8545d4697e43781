package dev.aegis.question;

import dev.aegis.question.Draft.Baseline;
import dev.aegis.question.Draft.Edge;
import dev.aegis.question.Meaning.Particle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that is about lengths of time with a place: {@code last 10 minutes}. */
final class LengthGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final AnchorGrammar anchors;

  LengthGrammar(Cursor cursor, Draft draft, AnchorGrammar anchors) {
    this.cursor = cursor;
    this.draft = draft;
    this.anchors = anchors;
  }

  /** {@code the hour before the deploy}. */
  boolean before(Segment said, int mark) {
    cursor.next();
    Anchor anchor = anchors.read();
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

  /** A length such as "10 minutes", or a unit alone, which is one of it. */
  private @Nullable Duration lengthOrUnit() {
    Duration length = anchors.length();
    if (length == null) {
      Meaning.Unit unit = cursor.take(Meaning.Unit.class);
      length = unit == null ? null : unit.duration();
    }
    return length;
  }

  boolean last(int mark) {
    cursor.next();
    Duration length = lengthOrUnit();
    if (length == null) {
      return false;
    }
    draft.last(length, cursor.text(mark));
    return true;
  }

  boolean first(int mark) {
    cursor.next();
    Duration length = lengthOrUnit();
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
  boolean beside(Duration length, int mark) {
    boolean after = cursor.nextIs(Particle.AFTER);
    if (!cursor.take(Particle.AFTER, Particle.BEFORE)) {
      return false;
    }
    Anchor anchor = anchors.read();
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
    Duration other = anchors.length();
    boolean opposite = after ? cursor.take(Particle.BEFORE) : cursor.take(Particle.AFTER);
    if (!opposite) {
      cursor.reset(mark);
      return;
    }
    Duration width = other == null ? length : other;
    int again = cursor.mark();
    Anchor said = anchors.read();
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
}
