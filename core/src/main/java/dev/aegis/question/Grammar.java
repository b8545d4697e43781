package dev.aegis.question;

import dev.aegis.question.Draft.Mention;
import dev.aegis.question.Meaning.Particle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads segments into the slots of a draft, from left to right. Every segment is either used, or
 * known to say nothing, or named in the refusal.
 */
final class Grammar {
  private final Cursor cursor;
  private final Draft draft;
  private final TimeGrammar times;
  private final LabelGrammar labels;
  private final ValueGrammar values;
  private final ComparisonGrammar comparisons;
  private final CountGrammar counts;
  private final RowGrammar rows;
  private final boolean ofSpans;

  private Grammar(List<Segment> segments, Draft draft, Schema schema, Names names) {
    this.cursor = new Cursor(segments);
    this.draft = draft;
    this.times = new TimeGrammar(cursor, draft, schema);
    this.values = new ValueGrammar(cursor, draft, schema, names);
    this.labels = new LabelGrammar(cursor, draft, schema, names, times, values);
    this.comparisons = new ComparisonGrammar(cursor, draft, times, values);
    this.counts = new CountGrammar(cursor, draft, times);
    this.rows = new RowGrammar(cursor, draft);
    this.ofSpans = schema.ofSpans();
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
        throw NotUnderstood.of(cursor.unknownAhead().orElse(cursor.peek()));
      }
    }
  }

  private boolean step() {
    Segment here = cursor.peek();
    return switch (here.meaning()) {
      case Meaning.Said said -> key(said.key());
      case Meaning.Aggregate aggregate -> aggregate(aggregate);
      case Meaning.Quantile quantile -> quantile(quantile);
      case Meaning.Superlative superlative -> superlative(superlative, here);
      case Meaning.Motion motion -> motion(motion, here);
      case Meaning.Compare compare -> comparisons.threshold(compare.comparison());
      case Meaning.Label label -> labels.label(label, here);
      case Meaning.Value _ -> values.read(false);
      case Meaning.Metric _, Meaning.PartOf _ -> metric(here);
      case Meaning.Change change -> rows.changes(change);
      case Meaning.Amount number -> counts.number(number, here);
      case Meaning.Text _ -> rows.text();
      case Meaning.Length length -> times.read() || period(length) || steps(length, here);
      case Meaning.Clock _, Meaning.Day _, Meaning.Moment _, Meaning.Weekdays _ -> times.read();
      case Meaning.Unit _ -> until();
      case Meaning.Zone _, Meaning.Unknown _ -> false;
    };
  }

  /** {@code the 30-day error budget}. */
  private boolean period(Meaning.Length length) {
    Segment next = cursor.peek(1);
    if (!next.is(Particle.BUDGET)) {
      return false;
    }
    draft.period = length.duration();
    return skip();
  }

  /** {@code minutes until it is full}. */
  private boolean until() {
    cursor.next();
    draft.asked.add(Particle.HOW_LONG);
    return cursor.take(Particle.UNTIL);
  }

  /** {@code daily requests}: a row a step, as "per day" says it. */
  private boolean steps(Meaning.Length length, Segment here) {
    return here.text().toLowerCase(Locale.ROOT).endsWith("ly")
        && skip()
        && labels.bucket(length.duration());
  }

  private boolean key(Particle key) {
    return switch (key) {
      case FILLER, AND, OR, ONLY, END, ALL -> skip();
      case SLO -> objective();
      case BY -> labels.by();
      case EACH -> labels.each();
      case RANKED -> ranked();
      case WHICH -> labels.which();
      case NOT -> values.not();
      case VERSUS, THAN -> comparisons.versus();
      case COMPARE, DIFFERENCE -> comparisons.compare();
      case BETWEEN -> times.read() || comparisons.between();
      case SINCE, AFTER, BEFORE, UNTIL, YESTERDAY, TODAY -> times.read();
      case FROM, IN, ON, AT -> times.read() || skip();
      case LAST, FIRST -> times.read() || counts.edge(key);
      case NOW -> now();
      case TOP, BOTTOM -> counts.top(key);
      case COURSE -> course();
      case LONGEST -> comparisons.longest();
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
      case TRACES, SPANS, THROUGH, CRITICAL -> spans(key);
      case HOW_MANY, DISTINCT -> counts.howMany(key);
      case SAMPLES -> ask(key);
      case LOGS, PATTERNS -> rows.logs(key);
      case SAMPLE -> rows.sample();
      case CONTAINING -> rows.containing();
      case CHANGES -> rows.changesNoun();
      case SECOND -> second();
      case SAME, WEEK_BEFORE, DAY_BEFORE, HOUR_BEFORE, PREVIOUS -> comparisons.versus();
      case FOLLOW -> follow();
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
    String text = cursor.peek().text().toLowerCase(Locale.ROOT);
    return text.endsWith(" by") || text.endsWith(" per") ? labels.by() : skip();
  }

  private boolean skip() {
    cursor.next();
    return true;
  }

  private boolean spans(Particle key) {
    if (!ofSpans) {
      throw new NotUnderstood(
          cursor.peek().text(),
          key == Particle.TRACES || key == Particle.SPANS || key == Particle.CRITICAL
              ? "the data have no traces"
              : "only traces go through something");
    }
    return ask(key);
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
    boolean most = motion.direction() == Meaning.Direction.UP;
    if (draft.which
        && cursor.peek(-2).text().equalsIgnoreCase("the")
        && here.text().toLowerCase(Locale.ROOT).matches("higher|lower")) {
      // "which of the two has the higher p99" ranks labels, and is about no course.
      draft.extreme(most ? Meaning.Extreme.MOST : Meaning.Extreme.LEAST, here.text());
      return true;
    }
    boolean fastest = here.text().toLowerCase(Locale.ROOT).startsWith("fastest");
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

  /** {@code SLO of 99.9%}; without a number it is what the owners declared. */
  private boolean objective() {
    cursor.next();
    Meaning.Amount number = cursor.take(Meaning.Amount.class);
    if (number != null) {
      double share = number.unit().equals("%") ? number.value() / 100 : number.value();
      draft.objective = Units.exact(share > 0.5 ? 1 - share : share);
    } else {
      draft.promised = true;
    }
    return true;
  }

  // ---- metrics

  private boolean metric(Segment here) {
    cursor.next();
    Optional<Meaning> word = Lexicon.find(here.text().toLowerCase(Locale.ROOT));
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
}
