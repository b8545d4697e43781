package dev.aegis.question;

import dev.aegis.question.Draft.Mention;
import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.Meaning.Held;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Comparison;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads segments into the slots of a draft, from left to right. Every segment is either used, or
 * known to say nothing, or named in the refusal.
 */
final class Grammar {
  private final Cursor cursor;
  private final Draft draft;
  private final Schema schema;
  private final Names names;
  private final TimeGrammar times;

  private Grammar(List<Segment> segments, Draft draft, Schema schema, Names names) {
    this.cursor = new Cursor(segments);
    this.draft = draft;
    this.schema = schema;
    this.names = names;
    this.times = new TimeGrammar(cursor, draft, schema);
  }

  static Draft read(List<Segment> segments, Schema schema, Names names) {
    Draft draft = new Draft();
    new Grammar(segments, draft, schema, names).run();
    return draft;
  }

  private void run() {
    while (!cursor.atEnd()) {
      int mark = cursor.mark();
      if (!step()) {
        cursor.reset(mark);
        cursor.skipFiller();
        throw unused(cursor.unknownAhead().orElse(cursor.peek()));
      }
    }
  }

  private NotUnderstood unused(Segment segment) {
    String reason =
        segment.meaning() instanceof Meaning.Unknown
            ? "no metric, label, value or known word is called so"
            : "it is not clear what it says in this place";
    return new NotUnderstood(segment.text(), reason);
  }

  private boolean step() {
    Segment here = cursor.peek();
    return switch (here.meaning()) {
      case Meaning.Said said -> key(said.key());
      case Meaning.Aggregate aggregate -> aggregate(aggregate);
      case Meaning.Quantile quantile -> quantile(quantile);
      case Meaning.Superlative superlative -> superlative(superlative, here);
      case Meaning.Motion motion -> motion(motion, here);
      case Meaning.Compare compare -> threshold(compare.comparison());
      case Meaning.Label label -> label(label, here);
      case Meaning.Value _ -> values(false);
      case Meaning.Metric _, Meaning.PartOf _ -> metric(here);
      case Meaning.Change change -> changes(change);
      case Meaning.Amount number -> number(number, here);
      case Meaning.Text _ -> text();
      case Meaning.Length _, Meaning.Clock _, Meaning.Day _, Meaning.Moment _ -> times.read();
      case Meaning.Unit _, Meaning.Zone _, Meaning.Unknown _ -> false;
    };
  }

  private boolean key(Particle key) {
    return switch (key) {
      case FILLER, AND, OR -> skip();
      case SLO -> objective();
      case BY -> by();
      case EACH -> each();
      case RANKED -> ranked();
      case WHICH -> which();
      case NOT -> not();
      case VERSUS, THAN -> versus();
      case COMPARE, DIFFERENCE -> compare();
      case BETWEEN -> times.read() || between();
      case SINCE, AFTER, BEFORE, UNTIL, YESTERDAY, TODAY -> times.read();
      case FROM, IN, ON, AT -> times.read() || skip();
      case LAST, FIRST -> times.read() || edge(key);
      case NOW -> now();
      case END -> skip();
      case TOP, BOTTOM -> top(key);
      case ALL -> all();
      case COURSE -> course();
      case LONGEST -> longest();
      case WHEN,
          HOW_LONG,
          SHARE,
          HISTOGRAM,
          CHANGED,
          TREND,
          STILL,
          FAST,
          BACK,
          FULL,
          ATTRIBUTES,
          BUDGET,
          BURN,
          GAPS,
          FRESH,
          NEW,
          MINUTES,
          CORRELATES,
          LEADS,
          METRICS,
          PEAK ->
          ask(key);
      case HOW_MANY, DISTINCT -> howMany(key);
      case SAMPLES -> ask(key);
      case LOGS, PATTERNS -> logs(key);
      case SAMPLE -> sample();
      case CONTAINING -> containing();
      case CHANGES -> changesNoun();
      case SECOND -> second();
      case SAME, WEEK_BEFORE, DAY_BEFORE, HOUR_BEFORE, PREVIOUS -> versus();
      case FOLLOW -> follow();
      case ONLY -> skip();
      case TO -> toValue();
      case START, AGO -> false;
    };
  }

  /** {@code requests to search}. */
  private boolean toValue() {
    cursor.next();
    return cursor.nextIs(Meaning.Value.class);
  }

  /** The newest samples, and not the mean of all there ever were. */
  private boolean now() {
    Segment here = cursor.next();
    if (draft.hasTime() && !draft.now) {
      throw new NotUnderstood(here.text(), "two times in one question; say one");
    }
    draft.now = true;
    return true;
  }

  private boolean follow() {
    String text = cursor.peek().text().toLowerCase(java.util.Locale.ROOT);
    return text.endsWith(" by") || text.endsWith(" per") ? by() : skip();
  }

  private boolean skip() {
    cursor.next();
    return true;
  }

  private boolean ask(Particle key) {
    cursor.next();
    draft.asked.add(key);
    return true;
  }

  private boolean aggregate(Meaning.Aggregate aggregate) {
    cursor.next();
    draft.functions.add(aggregate.function());
    return true;
  }

  private boolean quantile(Meaning.Quantile quantile) {
    cursor.next();
    draft.quantiles.add(quantile.q());
    return true;
  }

  private boolean superlative(Meaning.Superlative superlative, Segment here) {
    cursor.next();
    draft.extreme(superlative.extreme(), here.text());
    return true;
  }

  private boolean motion(Meaning.Motion motion, Segment here) {
    cursor.next();
    boolean fastest = here.text().toLowerCase(java.util.Locale.ROOT).startsWith("fastest");
    if (fastest) {
      draft.asked.add(Particle.FAST);
      draft.extreme(Meaning.Extreme.MOST, here.text());
    }
    draft.direction(motion.direction(), here.text());
    return true;
  }

  private boolean second() {
    cursor.next();
    draft.functions.add(Function.PER_SECOND);
    return true;
  }

  private boolean course() {
    cursor.next();
    draft.course = true;
    return true;
  }

  /** {@code SLO of 99.9%}; without a number it only says what a threshold is. */
  private boolean objective() {
    cursor.next();
    Meaning.Amount number = cursor.take(Meaning.Amount.class);
    if (number != null) {
      double share = number.unit().equals("%") ? number.value() / 100 : number.value();
      draft.objective = Units.exact(share > 0.5 ? 1 - share : share);
    }
    return true;
  }

  // ---- metrics

  private boolean metric(Segment here) {
    cursor.next();
    Optional<Meaning> word = Lexicon.find(here.text().toLowerCase(java.util.Locale.ROOT));
    if (word.isPresent()
        && word.get() instanceof Meaning.Aggregate aggregate
        && cursor.nextIs(Meaning.Metric.class)) {
      // "median p50_ms": the first is what is done to the second.
      draft.functions.add(aggregate.function());
      return true;
    }
    draft.metrics.add(new Mention(here.meaning(), here.text()));
    return true;
  }

  // ---- labels

  private boolean by() {
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
      return values(false);
    }
    if (draft.source == Source.LOGS && cursor.take(Particle.PATTERNS)) {
      draft.asked.add(Particle.PATTERNS);
      return true;
    }
    return labels();
  }

  private boolean bucket(@Nullable Duration width) {
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

  private boolean each() {
    cursor.next();
    Duration width = times.length();
    Meaning.Unit unit = width == null ? cursor.take(Meaning.Unit.class) : null;
    if (unit != null || width != null) {
      return bucket(unit == null ? width : unit.duration());
    }
    return labels();
  }

  private boolean ranked() {
    cursor.next();
    cursor.skipFiller();
    boolean known =
        cursor.peek().meaning() instanceof Meaning.Metric
            || cursor.peek().meaning() instanceof Meaning.Aggregate
            || cursor.peek().meaning() instanceof Meaning.Quantile
            || cursor.peek().meaning() instanceof Meaning.PartOf;
    if (known && draft.extreme == null) {
      draft.extreme = Meaning.Extreme.MOST;
    }
    return known;
  }

  private boolean which() {
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

  private boolean all() {
    cursor.next();
    return true;
  }

  private boolean label(Meaning.Label label, Segment here) {
    cursor.next();
    int mark = cursor.mark();
    cursor.skipFiller();
    Meaning.Compare equal = cursor.take(Meaning.Compare.class);
    boolean negated = cursor.take(Particle.NOT);
    boolean plain = equal == null || equal.comparison() == Comparison.EQUAL;
    cursor.skipFiller();
    if (plain && !cursor.atEnd() && ofColumn(label.column(), cursor.peek()).isPresent()) {
      return held(label.column(), negated);
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
      throw unused(cursor.peek());
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

  /** Values of one column, side by side. */
  private boolean held(String column, boolean negated) {
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
  private Optional<Held> ofColumn(String column, Segment segment) {
    if (segment.meaning() instanceof Meaning.Value value) {
      Optional<Held> held =
          value.held().stream().filter(h -> h.column().equals(column)).findFirst();
      if (held.isPresent()) {
        return held;
      }
    }
    return names.value(column, segment.text());
  }

  private boolean values(boolean negated) {
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
      columns =
          next.meaning() instanceof Meaning.Label label && columns.contains(label.column())
              ? List.of(label.column())
              : columns.stream().filter(this::inSource).toList();
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

  private boolean not() {
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
    return cursor.peek().meaning() instanceof Meaning.Value && values(true);
  }

  // ---- comparing

  private boolean versus() {
    if (cursor.peek().isAny(Particle.VERSUS, Particle.THAN)) {
      boolean than = cursor.peek().is(Particle.THAN);
      cursor.next();
      if (times.baseline()) {
        return true;
      }
      cursor.take(Particle.IN, Particle.ON, Particle.FROM);
      cursor.skipFiller();
      Meaning next = cursor.peek().meaning();
      boolean beside =
          next instanceof Meaning.Metric && !draft.metrics.isEmpty()
              || next instanceof Meaning.Value
              || next instanceof Meaning.Quantile;
      draft.compared = true;
      return beside
          && !than
          && !(next instanceof Meaning.Value && !draft.filters.isEmpty() && !extendsFilter());
    }
    boolean comparing = draft.compared || draft.direction != null || draft.asks(Particle.CHANGED);
    return comparing && times.baseline();
  }

  /** {@code ... us-east-1 (something) vs us-west-2}: the value joins those said before. */
  private boolean extendsFilter() {
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

  private boolean compare() {
    cursor.next();
    draft.compared = true;
    return true;
  }

  /** {@code between us-east-1 and us-west-2}, {@code between cpu and latency}. */
  private boolean between() {
    cursor.next();
    cursor.skipFiller();
    draft.compared = true;
    return cursor.peek().meaning() instanceof Meaning.Value
        || cursor.peek().meaning() instanceof Meaning.Metric
        || cursor.peek().meaning() instanceof Meaning.Label;
  }

  private boolean threshold(Comparison comparison) {
    int mark = cursor.mark();
    Segment here = cursor.next();
    cursor.take(Particle.SLO);
    cursor.skipFiller();
    if (operand(comparison)) {
      return true;
    }
    Segment metric = cursor.peek();
    if (metric.meaning() instanceof Meaning.Metric) {
      cursor.next();
      cursor.skipFiller();
      if (cursor.nextIs(Meaning.Amount.class) || cursor.nextIs(Meaning.Length.class)) {
        draft.metrics.add(new Mention(metric.meaning(), metric.text()));
        return operand(comparison);
      }
    }
    cursor.reset(mark + 1);
    boolean than = here.text().endsWith("than");
    if (than && times.baseline()) {
      draft.direction(
          comparison == Comparison.ABOVE ? Meaning.Direction.UP : Meaning.Direction.DOWN,
          here.text());
      return true;
    }
    cursor.reset(mark);
    return false;
  }

  /** The number that a threshold is, with its unit. */
  private boolean operand(Comparison comparison) {
    int start = cursor.mark();
    Meaning.Length length = cursor.take(Meaning.Length.class);
    if (length != null) {
      return threshold(comparison, (double) length.duration().toMillis(), "ms", cursor.text(start));
    }
    Meaning.Amount number = cursor.take(Meaning.Amount.class);
    if (number == null) {
      return false;
    }
    Meaning.Unit unit = cursor.take(Meaning.Unit.class);
    double value = unit == null ? number.value() : number.value() * unit.duration().toMillis();
    String inUnit = unit == null ? number.unit() : "ms";
    return threshold(comparison, value, inUnit, cursor.text(start));
  }

  private boolean threshold(Comparison comparison, double value, String unit, String text) {
    if (draft.threshold != null) {
      throw new NotUnderstood(text, "two thresholds in one question; ask one at a time");
    }
    draft.threshold = new Threshold(comparison, value, unit, text);
    return true;
  }

  // ---- counts and orders

  private boolean top(Particle key) {
    cursor.next();
    draft.extreme(key == Particle.TOP ? Meaning.Extreme.MOST : Meaning.Extreme.LEAST, "top");
    Meaning.Amount count = cursor.take(Meaning.Amount.class);
    if (count != null) {
      draft.limit(count.value(), "top");
    }
    return true;
  }

  private boolean number(Meaning.Amount number, Segment here) {
    if (times.read()) {
      return true;
    }
    cursor.next();
    Segment next = cursor.peek();
    boolean counts =
        next.meaning() instanceof Meaning.Superlative
            || (next.meaning() instanceof Meaning.Label && next.plural())
            || next.isAny(
                Particle.LOGS, Particle.PATTERNS, Particle.CHANGES, Particle.SAMPLE, Particle.NEW)
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

  private boolean edge(Particle key) {
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

  private boolean howMany(Particle key) {
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

  // ---- logs and changes

  private boolean sample() {
    String text = cursor.peek().text().toLowerCase(java.util.Locale.ROOT);
    if (text.contains("line") || text.contains("message") || text.contains("log")) {
      draft.source = Source.LOGS;
    }
    return ask(Particle.SAMPLE);
  }

  /** {@code longest breach of 500 ms}. */
  private boolean longest() {
    ask(Particle.LONGEST);
    int mark = cursor.mark();
    cursor.skipFiller();
    if (!operand(Comparison.ABOVE)) {
      cursor.reset(mark);
    }
    return true;
  }

  private boolean logs(Particle key) {
    cursor.next();
    draft.source = Source.LOGS;
    if (key == Particle.PATTERNS) {
      draft.asked.add(Particle.PATTERNS);
    }
    return true;
  }

  private boolean containing() {
    cursor.next();
    cursor.skipFiller();
    Segment what = cursor.peek();
    if (draft.source != Source.LOGS && !cursor.nothing(0)) {
      return false;
    }
    if (cursor.atEnd()) {
      return false;
    }
    cursor.next();
    draft.contained.add(what.text());
    return true;
  }

  private boolean text() {
    Segment here = cursor.next();
    if (draft.source != Source.LOGS) {
      throw new NotUnderstood(here.text(), "no label of the data has this value");
    }
    draft.contained.add(here.text());
    return true;
  }

  private boolean changesNoun() {
    Segment here = cursor.next();
    boolean what = here.text().toLowerCase(java.util.Locale.ROOT).startsWith("what");
    if (what && (cursor.nextIs(Meaning.Superlative.class) || cursor.nextIs(Particle.FAST))) {
      draft.asked.add(Particle.CHANGED);
      return true;
    }
    if (!draft.metrics.isEmpty()) {
      draft.asked.add(Particle.CHANGED);
      return true;
    }
    draft.source = Source.CHANGES;
    return true;
  }

  private boolean changes(Meaning.Change change) {
    Segment here = cursor.next();
    if (!draft.metrics.isEmpty() || draft.source == Source.LOGS) {
      throw new NotUnderstood(
          here.text(), "say how it bears on the question, such as \"since the deploy\"");
    }
    draft.source = Source.CHANGES;
    if (draft.changeKind != null && !draft.changeKind.equals(change.kind())) {
      draft.changeKind = draft.changeKind + "|" + change.kind();
    } else {
      draft.changeKind = change.kind();
    }
    return true;
  }
}
