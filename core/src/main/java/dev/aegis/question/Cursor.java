package dev.aegis.question;

import dev.aegis.question.Meaning.Particle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place among segments. */
final class Cursor {
  private static final Segment NOTHING = new Segment("", new Meaning.Unknown(), List.of(), false);

  private final List<Segment> segments;
  private int at;

  Cursor(List<Segment> segments) {
    this.segments = List.copyOf(segments);
  }

  boolean atEnd() {
    return at >= segments.size();
  }

  int mark() {
    return at;
  }

  void reset(int mark) {
    at = mark;
  }

  Segment peek() {
    return peek(0);
  }

  Segment peek(int ahead) {
    int index = at + ahead;
    return index >= 0 && index < segments.size() ? segments.get(index) : NOTHING;
  }

  boolean nothing(int ahead) {
    return at + ahead < 0 || at + ahead >= segments.size();
  }

  Segment next() {
    Segment found = peek();
    at++;
    return found;
  }

  void skipFiller() {
    while (!atEnd() && peek().isFiller()) {
      at++;
    }
  }

  /** Takes the next one when it says this, fillers before it left out. */
  boolean take(Particle... keys) {
    int mark = at;
    skipFiller();
    if (!atEnd() && peek().isAny(keys)) {
      at++;
      return true;
    }
    at = mark;
    return false;
  }

  /** The next one without fillers, when it means this kind of thing; it is taken. */
  <M extends Meaning> @Nullable M take(Class<M> kind) {
    int mark = at;
    skipFiller();
    if (!atEnd() && kind.isInstance(peek().meaning())) {
      return kind.cast(next().meaning());
    }
    at = mark;
    return null;
  }

  boolean nextIs(Class<? extends Meaning> kind) {
    int mark = at;
    skipFiller();
    boolean is = !atEnd() && kind.isInstance(peek().meaning());
    at = mark;
    return is;
  }

  boolean nextIs(Particle... keys) {
    int mark = at;
    skipFiller();
    boolean is = !atEnd() && peek().isAny(keys);
    at = mark;
    return is;
  }

  /** The first one from here on that means nothing. */
  Optional<Segment> unknownAhead() {
    return segments.subList(Math.min(at, segments.size()), segments.size()).stream()
        .filter(s -> s.meaning() instanceof Meaning.Unknown)
        .findFirst();
  }

  /** The words from a mark up to here, as written. */
  String text(int mark) {
    return String.join(
        " ",
        segments.subList(Math.min(mark, segments.size()), Math.min(at, segments.size())).stream()
            .map(Segment::text)
            .toList());
  }
}
