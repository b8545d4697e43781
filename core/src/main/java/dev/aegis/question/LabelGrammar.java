package dev.aegis.question;

import dev.aegis.question.Draft.Mention;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Comparison;
import dev.aegis.question.Question.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that is about labels: what each gets rows of its own. */
final class LabelGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final Schema schema;
  private final Names names;
  private final TimeGrammar times;
  private final ValueGrammar values;

  LabelGrammar(
      Cursor cursor,
      Draft draft,
      Schema schema,
      Names names,
      TimeGrammar times,
      ValueGrammar values) {
    this.cursor = cursor;
    this.draft = draft;
    this.schema = schema;
    this.names = names;
    this.times = times;
    this.values = values;
  }

  boolean by() {
    boolean per = cursor.peek().text().equalsIgnoreCase("per");
    cursor.next();
    cursor.take(Particle.ALL, Particle.EACH);
    cursor.skipFiller();
    Duration width = times.length();
    Meaning.Unit unit = width == null ? cursor.take(Meaning.Unit.class) : null;
    if (width != null || unit != null) {
      return bucket(width == null && unit != null ? unit.duration() : width);
    }
    if (cursor.nextIs(Meaning.Metric.class)) {
      cursor.skipFiller();
      Segment metric = cursor.next();
      if (per && !draft.metrics.isEmpty()) {
        draft.ratioOf = metric.text();
      }
      draft.metrics.add(new Mention(metric.meaning(), metric.text()));
      return true;
    }
    if (cursor.nextIs(Meaning.Aggregate.class)
        || cursor.nextIs(Meaning.Quantile.class)
        || cursor.nextIs(Meaning.Superlative.class)) {
      return true;
    }
    if (cursor.nextIs(Meaning.Value.class)) {
      cursor.skipFiller();
      return values.read(false);
    }
    if (draft.source == Source.LOGS && cursor.take(Particle.PATTERNS)) {
      draft.asked.add(Particle.PATTERNS);
      return true;
    }
    return labels();
  }

  boolean bucket(@Nullable Duration width) {
    if (width == null || draft.bucket != null || width.isZero()) {
      return false;
    }
    draft.bucket = width;
    return true;
  }

  /** {@code region}, {@code region and version}, {@code region, version and pod}. */
  private boolean labels() {
    boolean any = false;
    while (true) {
      int mark = cursor.mark();
      if (any) {
        boolean joined = false;
        while (cursor.take(Particle.AND, Particle.BY, Particle.OR)) {
          joined = true;
        }
        if (!joined) {
          return true;
        }
        cursor.take(Particle.EACH);
      }
      Meaning.Label label = cursor.take(Meaning.Label.class);
      if (label == null) {
        int again = cursor.mark();
        Duration width = any ? times.length() : null;
        Meaning.Unit unit = any && width == null ? cursor.take(Meaning.Unit.class) : null;
        if (unit != null || width != null) {
          if (bucket(unit == null ? width : unit.duration())) {
            continue;
          }
          cursor.reset(again);
        }
        cursor.reset(mark);
        return any;
      }
      if (any && names.value(label.column(), cursor.peek().text()).isPresent()) {
        cursor.reset(mark);
        return true;
      }
      draft.by.add(label.column());
      any = true;
    }
  }

  boolean each() {
    cursor.next();
    Duration width = times.length();
    Meaning.Unit unit = width == null ? cursor.take(Meaning.Unit.class) : null;
    if (unit != null || width != null) {
      return bucket(unit == null ? width : unit.duration());
    }
    return labels();
  }

  boolean which() {
    cursor.next();
    Meaning.Amount count = cursor.take(Meaning.Amount.class);
    if (count != null) {
      draft.limit(count.value(), "which");
    }
    Meaning.Label label = cursor.take(Meaning.Label.class);
    if (label != null) {
      draft.which = true;
      draft.listed = true;
      if (cursor.nextIs(Particle.AND)) {
        int mark = cursor.mark();
        cursor.take(Particle.AND);
        Meaning.Label other = cursor.take(Meaning.Label.class);
        if (other == null) {
          cursor.reset(mark);
        } else {
          draft.by.add(label.column());
          draft.by.add(other.column());
          return true;
        }
      }
      draft.by.add(label.column());
    }
    return true;
  }

  boolean label(Meaning.Label label, Segment here) {
    cursor.next();
    int mark = cursor.mark();
    cursor.skipFiller();
    Meaning.Compare equal = cursor.take(Meaning.Compare.class);
    boolean negated = cursor.take(Particle.NOT);
    boolean plain = equal == null || equal.comparison() == Comparison.EQUAL;
    cursor.skipFiller();
    if (plain && !cursor.atEnd() && values.ofColumn(label.column(), cursor.peek()).isPresent()) {
      return values.held(label.column(), negated);
    }
    cursor.reset(mark);
    if (draft.asks(Particle.HOW_MANY) && draft.distinct == null && draft.metrics.isEmpty()) {
      draft.distinct = label.column();
      return true;
    }
    Segment before = cursor.peek(-2);
    if (before.meaning() instanceof Meaning.Value value
        && value.held().stream().anyMatch(h -> h.column().equals(label.column()))) {
      return true;
    }
    boolean named = here.plural() || draft.extreme != null || draft.limit > 0;
    boolean each = cursor.peek(-2).isAny(Particle.ALL, Particle.TOP, Particle.EACH);
    if (!named && !each && first(mark)) {
      // "pod with the highest p99": whose highest it is has to follow.
      draft.which = true;
      draft.by.add(label.column());
      return true;
    }
    if (named || each) {
      draft.listed = true;
      draft.by.add(label.column());
      return true;
    }
    if (cursor.peek().meaning() instanceof Meaning.Unknown && !cursor.atEnd()) {
      throw NotUnderstood.of(cursor.peek());
    }
    boolean single = schema.dimension(label.column()).map(d -> d.values().size() < 2).orElse(true);
    if (single) {
      return true;
    }
    throw new NotUnderstood(
        here.text(), "there are several; name one, or say \"by " + here.text() + "\"");
  }

  /** Whether nothing but fillers stands before the segment that ends here. */
  private boolean first(int mark) {
    for (int back = 2; back <= mark; back++) {
      if (!cursor.peek(-back).isFiller() && !cursor.peek(-back).is(Particle.FOLLOW)) {
        return false;
      }
    }
    return true;
  }
}
