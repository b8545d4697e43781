package dev.aegis.question;

import dev.aegis.question.Meaning.Held;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Question.Filter;
import java.time.Duration;
import java.util.List;

/** The part of the grammar that is about how many: of rows, and of those in an order. */
final class CountGrammar {
  private final Cursor cursor;
  private final Draft draft;
  private final TimeGrammar times;

  CountGrammar(Cursor cursor, Draft draft, TimeGrammar times) {
    this.cursor = cursor;
    this.draft = draft;
    this.times = times;
  }

  boolean top(Particle key) {
    cursor.next();
    draft.extreme(key == Particle.TOP ? Meaning.Extreme.MOST : Meaning.Extreme.LEAST, "top");
    Meaning.Amount count = cursor.take(Meaning.Amount.class);
    if (count != null) {
      draft.limit(count.value(), "top");
    }
    return true;
  }

  boolean number(Meaning.Amount number, Segment here) {
    if (times.read()) {
      return true;
    }
    cursor.next();
    Segment next = cursor.peek();
    boolean counts =
        next.meaning() instanceof Meaning.Superlative
            || (next.meaning() instanceof Meaning.Label && next.plural())
            || next.isAny(
                Particle.LOGS,
                Particle.PATTERNS,
                Particle.CHANGES,
                Particle.SAMPLE,
                Particle.NEW,
                Particle.TRACES,
                Particle.SPANS)
            || next.meaning() instanceof Meaning.Change && next.plural();
    Segment before = cursor.peek(-2);
    boolean after =
        before.meaning() instanceof Meaning.Superlative && next.meaning() instanceof Meaning.Label;
    if ((counts || after) && number.unit().isEmpty()) {
      draft.limit(number.value(), here.text());
      return true;
    }
    List<String> columns = here.values().stream().map(Held::column).distinct().toList();
    if (columns.size() == 1
        && before.isAny(Particle.IN, Particle.FILLER, Particle.NOT)
        && !number.unit().isEmpty()) {
      draft.filter(
          new Filter(columns.getFirst(), List.of(here.values().getFirst().value()), false),
          here.text());
      return true;
    }
    return false;
  }

  boolean edge(Particle key) {
    cursor.next();
    Meaning.Amount count = cursor.take(Meaning.Amount.class);
    if (count != null) {
      draft.limit(count.value(), "last");
    }
    boolean ofRows =
        cursor.nextIs(Meaning.Change.class)
            || cursor.nextIs(Particle.LOGS, Particle.CHANGES, Particle.SAMPLE);
    if (ofRows || count != null) {
      draft.latest |= key == Particle.LAST;
      draft.earliest |= key == Particle.FIRST;
      boolean one = !cursor.peek().isFiller() && !cursor.peek().plural();
      if (count == null && one) {
        draft.limit(1, "last");
      }
      return ofRows;
    }
    draft.asked.add(key);
    return true;
  }

  boolean howMany(Particle key) {
    cursor.next();
    draft.asked.add(key);
    if (cursor.take(Particle.DISTINCT)) {
      draft.asked.add(Particle.DISTINCT);
    }
    if (cursor.nextIs(Meaning.Unit.class)) {
      Meaning.Unit unit = cursor.take(Meaning.Unit.class);
      draft.asked.remove(Particle.HOW_MANY);
      draft.asked.add(Particle.HOW_LONG);
      return unit != null && unit.duration().equals(Duration.ofMinutes(1));
    }
    return true;
  }
}
