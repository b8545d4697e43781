package dev.aegis.question;

import dev.aegis.question.Meaning.Held;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the grammar that is about values of labels: which rows are meant. */
final class ValueGrammar {
  /** Of spans a name is the one who works, where it is not said that it calls or is called. */
  private static final String WORKER = "service";

  private final Cursor cursor;
  private final Draft draft;
  private final Schema schema;
  private final Names names;

  ValueGrammar(Cursor cursor, Draft draft, Schema schema, Names names) {
    this.cursor = cursor;
    this.draft = draft;
    this.schema = schema;
    this.names = names;
  }

  /** A value, and those beside it; false where it is not clear of what. */
  boolean read(boolean negated) {
    Segment here = cursor.peek();
    Meaning.Value value = (Meaning.Value) here.meaning();
    int mark = cursor.mark();
    if (!negated && draft.metrics.isEmpty() && !draft.hasTime() && aboutAChange()) {
      cursor.reset(mark);
      return changeOf(here);
    }
    cursor.reset(mark);
    List<String> columns = value.held().stream().map(Held::column).distinct().toList();
    if (columns.size() > 1) {
      Segment next = cursor.peek(1);
      boolean worker = schema.ofSpans() && columns.contains(WORKER);
      columns =
          next.meaning() instanceof Meaning.Label label && columns.contains(label.column())
              ? List.of(label.column())
              : worker ? List.of(WORKER) : columns.stream().filter(this::inSource).toList();
    }
    if (columns.size() != 1) {
      throw new NotUnderstood(
          here.text(),
          "it is a value of "
              + Phrases.listed(columns)
              + "; say which, such as \""
              + (columns.isEmpty() ? "" : columns.getFirst())
              + " "
              + here.text()
              + "\"");
    }
    String column = columns.getFirst();
    if (column.equals(Names.EVENT_SERVICE) || column.equals(Names.EVENT_VERSION)) {
      if (draft.source != Source.CHANGES) {
        throw new NotUnderstood(here.text(), "only changes are recorded of it, no metrics");
      }
      column = column.equals(Names.EVENT_SERVICE) ? "service" : "version";
    }
    return held(value.held(), column, negated);
  }

  /** Values of one column, side by side. */
  boolean held(String column, boolean negated) {
    List<String> values = new ArrayList<>();
    String text = cursor.peek().text();
    boolean apart = false;
    boolean either = false;
    while (true) {
      Optional<Held> value = ofColumn(column, cursor.peek());
      if (cursor.atEnd() || value.isEmpty()) {
        return false;
      }
      cursor.next();
      values.add(value.get().value());
      int mark = cursor.mark();
      boolean or = cursor.nextIs(Particle.OR);
      boolean against = cursor.nextIs(Particle.VERSUS, Particle.THAN);
      boolean joined = draft.compared;
      while (cursor.take(Particle.AND, Particle.OR, Particle.VERSUS, Particle.THAN)) {
        joined = true;
      }
      cursor.take(Particle.TO);
      cursor.take(Particle.IN, Particle.ON, Particle.FROM);
      cursor.skipFiller();
      if (cursor.peek().meaning() instanceof Meaning.Label l && l.column().equals(column)) {
        cursor.next();
      }
      if (!joined || cursor.atEnd() || ofColumn(column, cursor.peek()).isEmpty()) {
        cursor.reset(mark);
        break;
      }
      either |= or;
      apart |= against;
    }
    draft.filter(new Filter(column, values, negated), text);
    boolean several = values.size() > 1 && !negated && (!either || apart || draft.compared);
    if (several && !isLogLevel(column)) {
      draft.by.add(column);
    }
    return true;
  }

  private boolean isLogLevel(String column) {
    return draft.source == Source.LOGS && names.labels("level").contains(column);
  }

  /** The value of this column that a segment names, whatever else it may mean. */
  Optional<Held> ofColumn(String column, Segment segment) {
    if (segment.meaning() instanceof Meaning.Value value) {
      Optional<Held> held =
          value.held().stream().filter(h -> h.column().equals(column)).findFirst();
      if (held.isPresent()) {
        return held;
      }
    }
    return names.value(column, segment.text());
  }

  private boolean held(List<Held> held, String column, boolean negated) {
    if (schema.dimension(column).isPresent()
        && held.stream().anyMatch(h -> h.column().equals(column))) {
      return held(column, negated);
    }
    draft.filter(new Filter(column, List.of(held.getFirst().value()), negated), column);
    cursor.next();
    return true;
  }

  private boolean inSource(String column) {
    return schema
        .dimension(column)
        .map(d -> draft.source == Source.LOGS ? d.inLogs() : d.inMetrics())
        .orElse(false);
  }

  /** Whether names are followed by a kind of change: {@code checkout-api deploys}. */
  private boolean aboutAChange() {
    while (cursor.take(Meaning.Value.class) != null) {
      // Several names may stand in a row.
    }
    return cursor.nextIs(Meaning.Change.class);
  }

  private boolean changeOf(Segment here) {
    Meaning.Value value = (Meaning.Value) here.meaning();
    String name = value.held().getFirst().value();
    boolean version = schema.events().stream().anyMatch(e -> e.version().equalsIgnoreCase(name));
    cursor.next();
    draft.filter(new Filter(version ? "version" : "service", List.of(name), false), here.text());
    return true;
  }

  boolean not() {
    cursor.next();
    cursor.take(Particle.IN, Particle.ON, Particle.FROM, Particle.ALL);
    cursor.skipFiller();
    if (cursor.peek().meaning() instanceof Meaning.Label label) {
      cursor.next();
      cursor.skipFiller();
      return ofColumn(label.column(), cursor.peek()).isPresent() && held(label.column(), true);
    }
    if (cursor.peek().is(Particle.CONTAINING)) {
      return false;
    }
    return cursor.peek().meaning() instanceof Meaning.Value && read(true);
  }

  /** {@code ... us-east-1 (something) vs us-west-2}: the value joins those said before. */
  boolean extendsFilter() {
    if (!(cursor.peek().meaning() instanceof Meaning.Value value)) {
      return false;
    }
    for (Held held : value.held()) {
      Filter known = draft.filters.get(held.column());
      if (known != null && !known.negated()) {
        List<String> values = new ArrayList<>(known.values());
        values.add(held.value());
        draft.filters.put(held.column(), new Filter(held.column(), values, false));
        draft.by.add(held.column());
        cursor.next();
        if (cursor.peek().meaning() instanceof Meaning.Label) {
          cursor.next();
        }
        return true;
      }
    }
    return false;
  }
}
