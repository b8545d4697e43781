package dev.aegis.question;

import dev.aegis.question.Draft.Mention;
import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.Meaning.Direction;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Beyond;
import dev.aegis.question.Measure.Comparison;
import dev.aegis.question.Measure.Figure;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.MetricColumn.Polarity;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes one question of a draft, or says why its parts make none. */
final class Builder {
  private static final int COURSE_STEPS = 24;

  /** What "still" looks back to, in samples. */
  private static final int RECENT_STEPS = 15;

  private static final List<Duration> WIDTHS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7));

  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final Spans spans;

  /** The question, and the same with the other meaning of a superlative. */
  record Built(Question question, @Nullable Question rival) {}

  private Builder(Draft draft, Schema schema) {
    this.draft = draft;
    this.schema = schema;
    this.slots = new Slots(draft);
    this.spans = new Spans(draft, schema);
  }

  static Built build(Draft draft, Schema schema) {
    Builder builder = new Builder(draft, schema);
    return switch (draft.source) {
      case METRICS -> builder.metrics();
      case LOGS, CHANGES ->
          new Built(new RowBuilder(draft, schema, builder.slots, builder.spans).build(), null);
    };
  }

  private Built metrics() {
    checkLabels();
    if (draft.course && draft.bucket == null) {
      draft.bucket = width(spans.span());
    }
    if (draft.asks(Particle.GAPS) || draft.asks(Particle.FRESH)) {
      slots.allow("data gaps", Slots.GAPS);
      return one(new Measure.Freshness(schema.step()), Order.HIGHEST);
    }
    if (draft.asks(Particle.BUDGET) || draft.asks(Particle.BURN)) {
      return budget();
    }
    if (draft.asks(Particle.CORRELATES) || draft.asks(Particle.LEADS)) {
      return together();
    }
    if (draft.asks(Particle.METRICS) || draft.metrics.isEmpty() && draft.asks(Particle.CHANGED)) {
      return movers();
    }
    if (draft.asks(Particle.HISTOGRAM)) {
      slots.allow("a histogram", Slots.HISTOGRAM);
      return one(new Measure.Histogram(metric()), Order.NATURAL);
    }
    if (draft.asks(Particle.ATTRIBUTES)) {
      slots.allow("common labels", Slots.ATTRIBUTES);
      return attributes();
    }
    if (draft.asks(Particle.FULL)) {
      return full();
    }
    if (draft.threshold != null) {
      return beyond(draft.threshold);
    }
    if (draft.asks(Particle.WHEN)) {
      return peak();
    }
    if (draft.distinct != null) {
      slots.allow("a number of labels", Slots.DISTINCT);
      return one(new Measure.Distinct(draft.distinct), Order.HIGHEST);
    }
    if (draft.metrics.isEmpty()
        && draft.quantiles.isEmpty()
        && draft.extreme != Extreme.SLOWEST
        && draft.extreme != Extreme.FASTEST) {
      return labels();
    }
    return draft.direction != null || draft.asks(Particle.TREND) || draft.asks(Particle.CHANGED)
        ? moving()
        : figures();
  }

  private void checkLabels() {
    for (String column : draft.by) {
      requireInMetrics(column);
    }
    for (Filter filter : draft.filters.values()) {
      requireInMetrics(filter.column());
    }
  }

  private void requireInMetrics(String column) {
    boolean there = schema.dimension(column).map(Schema.Dimension::inMetrics).orElse(false);
    if (!there) {
      throw new NotUnderstood(column, "no metric carries this label; only logs or changes do");
    }
  }

  // ---- metrics that were named

  private MetricColumn metric() {
    if (draft.metrics.size() != 1) {
      throw draft.metrics.isEmpty()
          ? new NotUnderstood("metric", "no metric of the data is named")
          : new NotUnderstood(
              draft.metrics.get(1).text(), "two metrics, but the question takes one");
    }
    return metric(draft.metrics.getFirst());
  }

  private MetricColumn metric(Mention mention) {
    return switch (mention.meaning()) {
      case Meaning.Metric metric when metric.columns().size() == 1 -> metric.columns().getFirst();
      case Meaning.Metric metric -> throw ambiguous(mention.text(), metric.columns());
      case Meaning.PartOf part ->
          throw new NotUnderstood(
              mention.text(),
              "it is "
                  + part.part().column()
                  + " over "
                  + part.whole().column()
                  + " here, which this question cannot take; name one of them");
      default -> throw new NotUnderstood(mention.text(), "no metric is called so");
    };
  }

  private static NotUnderstood ambiguous(String text, List<MetricColumn> columns) {
    List<String> names = columns.stream().map(MetricColumn::column).toList();
    return new NotUnderstood(text, "it may be " + String.join(" or ", names), names);
  }

  /** The time that "slow" is about. */
  private MetricColumn slowness(String word) {
    List<MetricColumn> times =
        schema.metrics().stream().filter(m -> m.kind() == Kind.TIME).toList();
    if (times.size() == 1) {
      return times.getFirst();
    }
    List<String> said =
        times.stream().map(m -> Interpreter.APPENDED + " by " + m.column()).toList();
    throw new NotUnderstood(
        word,
        times.isEmpty()
            ? "no time is measured in the data"
            : "it may be " + String.join(" or ", times.stream().map(MetricColumn::column).toList()),
        said);
  }

  // ---- figures

  private Built figures() {
    slots.allow("a metric", Slots.FIGURES);
    if (draft.which && draft.extreme == null && draft.baseline == null && !draft.compared) {
      throw new NotUnderstood("which", "say the highest or the lowest, or above or below how much");
    }
    if (draft.metrics.size() == 1
        && draft.metrics.getFirst().meaning() instanceof Meaning.PartOf p) {
      return ratio(new Measure.Ratio(p.part(), p.whole()));
    }
    if (draft.ratioOf != null) {
      return ratioOfTwo();
    }
    if (draft.now && draft.baseline != null) {
      throw new NotUnderstood("now", "say how long, such as \"in the last 10 minutes\"");
    }
    List<Figure> figures = new ArrayList<>();
    List<Mention> mentions = draft.metrics;
    if (mentions.isEmpty()) {
      MetricColumn time = slowness(draft.quantiles.isEmpty() ? word(draft.extreme) : "percentile");
      figures.addAll(figuresOf(time));
    }
    for (Mention mention : mentions) {
      figures.addAll(figuresOf(metric(mention)));
    }
    if (draft.extreme != null && figures.size() > 1) {
      throw new NotUnderstood(
          draft.metrics.size() > 1 ? draft.metrics.get(1).text() : word(draft.extreme),
          "the order can follow one figure only; name one");
    }
    return superlative(figures);
  }

  private static String word(@Nullable Extreme extreme) {
    return extreme == null ? "metric" : extreme.name().toLowerCase(Locale.ROOT);
  }

  private List<Figure> figuresOf(MetricColumn metric) {
    List<Figure> figures = new ArrayList<>();
    for (double q : draft.quantiles) {
      if (metric.isStatistic()) {
        throw new NotUnderstood(
            "p" + Sql.number(q * 100),
            "no such percentile is in the data, and of "
                + metric.column()
                + ", which is a statistic itself, none can be taken");
      }
      figures.add(Figure.quantile(metric, q));
    }
    for (Function function : draft.functions) {
      if (metric.kind() == Kind.COUNT && function == Function.MEAN && draft.bucket != null) {
        throw new NotUnderstood(
            "average",
            "the mean of "
                + metric.column()
                + " over samples, or their sum in each step? Say total, or leave out the step");
      }
      if (metric.kind() == Kind.RATE && function == Function.PER_SECOND) {
        figures.add(new Figure(metric, Function.MEAN));
      } else {
        figures.add(new Figure(metric, checked(function, metric)));
      }
    }
    if (figures.size() > 1 && draft.functions.contains(Function.PER_SECOND)) {
      return combinedWithPerSecond(metric);
    }
    if (figures.isEmpty()) {
      figures.add(new Figure(metric, usual(metric)));
    }
    return figures;
  }

  /** {@code average requests per second}: the mean is what a rate over a time is. */
  private List<Figure> combinedWithPerSecond(MetricColumn metric) {
    boolean mean =
        draft.functions.stream().allMatch(f -> f == Function.PER_SECOND || f == Function.MEAN);
    if (metric.kind() == Kind.RATE && draft.quantiles.isEmpty()) {
      return draft.functions.stream()
          .filter(f -> f != Function.PER_SECOND)
          .map(f -> new Figure(metric, checked(f, metric)))
          .toList();
    }
    if (!mean || !draft.quantiles.isEmpty()) {
      throw new NotUnderstood(
          "per second", "of counts only the mean a second can be told; leave out the other");
    }
    return List.of(new Figure(metric, checked(Function.PER_SECOND, metric)));
  }

  private static Function checked(Function function, MetricColumn metric) {
    boolean sums =
        function == Function.SUM
            || function == Function.PER_SECOND
            || function == Function.PER_MINUTE;
    if (sums && metric.kind() == Kind.COUNTER) {
      if (function == Function.SUM) {
        return Function.INCREASE;
      }
    } else if (sums && metric.kind() != Kind.COUNT && metric.kind() != Kind.GAUGE) {
      throw new NotUnderstood(
          function == Function.SUM ? "total" : "per second",
          "values of " + metric.column() + " do not add up; ask for the mean or the maximum");
    }
    if (function == Function.PER_SECOND && metric.kind() != Kind.COUNT) {
      throw new NotUnderstood("per second", metric.column() + " does not count anything a second");
    }
    return function;
  }

  /** What is meant where nothing was said. */
  private Function usual(MetricColumn metric) {
    if (metric.kind() == Kind.COUNTER) {
      return Function.INCREASE;
    }
    boolean counts = metric.kind() == Kind.COUNT;
    if (draft.asks(Particle.PEAK)) {
      return Function.MAX;
    }
    if (draft.asks(Particle.HOW_MANY) && !counts && metric.kind() != Kind.GAUGE) {
      throw new NotUnderstood(
          "how many", metric.column() + " is no count; ask for its mean or its maximum");
    }
    if (draft.extreme == null) {
      return counts ? Function.SUM : Function.MEAN;
    }
    boolean high = order(metric) == Order.HIGHEST;
    if (draft.by.isEmpty()) {
      return high ? Function.MAX : Function.MIN;
    }
    if (counts) {
      return Function.SUM;
    }
    boolean byPeak = metric.kind() == Kind.TIME || metric.kind() == Kind.GAUGE;
    return high && byPeak ? Function.MAX : Function.MEAN;
  }

  private Built superlative(List<Figure> figures) {
    Figure figure = figures.getFirst();
    boolean unsaid =
        draft.functions.isEmpty() && draft.quantiles.isEmpty() && !draft.asks(Particle.PEAK);
    Order order =
        draft.extreme != null
            ? order(figure.metric())
            : draft.bucket != null ? Order.NATURAL : Order.HIGHEST;
    boolean summed = figure.function() == Function.SUM || figure.function() == Function.INCREASE;
    boolean ranked = draft.extreme != null && !draft.by.isEmpty() && draft.baseline == null;
    if (!ranked || !unsaid || summed) {
      return one(new Measure.Figures(figures), order);
    }
    Function other =
        figure.function() == Function.MAX
            ? Function.MEAN
            : order == Order.HIGHEST ? Function.MAX : Function.MIN;
    Figure rival = new Figure(figure.metric(), other);
    Built built = one(new Measure.Figures(List.of(figure, rival)), order);
    return new Built(
        built.question(), built.question().measuring(new Measure.Figures(List.of(rival, figure))));
  }

  private Order order(MetricColumn metric) {
    Extreme extreme = draft.extreme;
    if (extreme == null) {
      return Order.HIGHEST;
    }
    return switch (extreme) {
      case MOST, SLOWEST -> Order.HIGHEST;
      case LEAST, FASTEST -> Order.LOWEST;
      case WORST, BEST -> byPolarity(metric, extreme == Extreme.WORST);
    };
  }

  private static Order byPolarity(MetricColumn metric, boolean worst) {
    Polarity polarity = metric.polarity();
    if (polarity == Polarity.UNKNOWN) {
      throw new NotUnderstood(
          worst ? "worst" : "best",
          "it is not known whether more "
              + metric.column()
              + " is good or bad; say highest or lowest");
    }
    return (polarity == Polarity.HIGH_IS_BAD) == worst ? Order.HIGHEST : Order.LOWEST;
  }

  private Built ratioOfTwo() {
    if (draft.metrics.size() != 2 || !draft.functions.isEmpty()) {
      throw new NotUnderstood("per", "a ratio takes two metrics and nothing else");
    }
    MetricColumn part = metric(draft.metrics.getFirst());
    MetricColumn whole = metric(draft.metrics.getLast());
    if (part.kind() != Kind.COUNT || whole.kind() != Kind.COUNT) {
      throw new NotUnderstood(
          draft.metrics.getLast().text(), "only of two counts a ratio can be taken");
    }
    return ratio(new Measure.Ratio(part, whole));
  }

  private Built ratio(Measure.Ratio ratio) {
    if (draft.functions.stream().anyMatch(f -> f != Function.MEAN) || !draft.quantiles.isEmpty()) {
      throw new NotUnderstood(
          draft.metrics.getFirst().text(),
          "it is computed from two counts, over all of the time; leave out the statistic");
    }
    Order order =
        draft.extreme != null
            ? order(ratio.part())
            : draft.bucket != null ? Order.NATURAL : Order.HIGHEST;
    return one(ratio, order);
  }

  // ---- courses

  private Built moving() {
    Span span = spans.span();
    Span baseline =
        draft.asks(Particle.STILL) || draft.asks(Particle.TREND)
            ? null
            : spans.baseline(span, true);
    boolean down = draft.direction == Direction.DOWN;
    if (baseline != null) {
      slots.allow("a change", Slots.CHANGE);
      if (draft.asks(Particle.CHANGED) && draft.extreme != null && draft.direction == null) {
        throw new NotUnderstood("changed", "say increased most or decreased most");
      }
      List<Figure> figures = figuresOfOne();
      return new Built(
          new Question(
              Source.METRICS,
              figures.isEmpty() ? ratioMeasure() : new Measure.Figures(figures),
              List.copyOf(draft.by),
              draft.bucket,
              List.copyOf(draft.filters.values()),
              span,
              baseline,
              down ? Order.LOWEST : Order.HIGHEST,
              draft.limit),
          null);
    }
    if (draft.asks(Particle.CHANGED)) {
      throw new NotUnderstood("changed", "say since when, or compared with what time");
    }
    slots.allow("a trend", Slots.TREND);
    if (draft.asks(Particle.STILL) && !draft.hasTime()) {
      Duration recent = schema.step().multipliedBy(RECENT_STEPS);
      draft.last(recent.isZero() ? Duration.ofMinutes(RECENT_STEPS) : recent, "still");
    }
    return one(new Measure.Trend(metric()), down ? Order.LOWEST : Order.HIGHEST);
  }

  private List<Figure> figuresOfOne() {
    if (draft.metrics.size() == 1 && draft.metrics.getFirst().meaning() instanceof Meaning.PartOf) {
      return List.of();
    }
    MetricColumn metric = metric();
    Extreme extreme = draft.extreme;
    draft.extreme = null;
    List<Figure> figures = figuresOf(metric);
    draft.extreme = extreme;
    if (figures.size() > 1) {
      throw new NotUnderstood(draft.metrics.getFirst().text(), "one statistic at a time");
    }
    Figure figure = figures.getFirst();
    boolean sum = figure.function() == Function.SUM && draft.functions.isEmpty();
    return List.of(sum ? new Figure(metric, Function.MEAN) : figure);
  }

  private Measure ratioMeasure() {
    Meaning.PartOf part = (Meaning.PartOf) draft.metrics.getFirst().meaning();
    return new Measure.Ratio(part.part(), part.whole());
  }

  private Built movers() {
    boolean grows = draft.direction != null;
    slots.allow("all metrics", Slots.MOVERS);
    if (!draft.metrics.isEmpty()) {
      throw new NotUnderstood(
          draft.metrics.getFirst().text(), "which metric is asked, and one is named already");
    }
    if (!grows && !draft.asks(Particle.CHANGED)) {
      throw new NotUnderstood(
          "metric", "say what it shall have done: changed, grown or fallen most");
    }
    Span span = spans.span();
    Span baseline = spans.baseline(span, true);
    if (baseline == null && grows) {
      Span[] halves = halves(span);
      baseline = halves[0];
      span = halves[1];
    }
    if (baseline == null) {
      throw new NotUnderstood("changed", "say since when, or compared with what time");
    }
    Order order =
        !grows ? Order.NATURAL : draft.direction == Direction.DOWN ? Order.LOWEST : Order.HIGHEST;
    return new Built(
        new Question(
            Source.METRICS,
            new Measure.Movers(schema.metrics()),
            List.of(),
            null,
            List.copyOf(draft.filters.values()),
            span,
            baseline,
            order,
            draft.limit),
        null);
  }

  private Span[] halves(Span span) {
    var from = span.from() == null ? schema.from() : span.from();
    var to = span.to() == null ? schema.to() : span.to();
    var middle = from.plus(Duration.between(from, to).dividedBy(2));
    return new Span[] {
      new Span(span.from(), middle, "in the first half of it"),
      new Span(middle, span.to(), "in the second half of the time")
    };
  }

  private Built together() {
    slots.allow("how metrics go together", Slots.TOGETHER);
    if (draft.asks(Particle.LEADS)) {
      if (draft.metrics.size() != 2) {
        throw new NotUnderstood("leads", "name two metrics");
      }
      return one(
          new Measure.Lead(metric(draft.metrics.getFirst()), metric(draft.metrics.getLast())),
          Order.NATURAL);
    }
    if (draft.metrics.size() == 2) {
      MetricColumn other = metric(draft.metrics.getLast());
      return one(
          new Measure.Companions(metric(draft.metrics.getFirst()), List.of(other)), Order.NATURAL);
    }
    MetricColumn metric = metric();
    List<MetricColumn> others = schema.metrics().stream().filter(m -> !m.equals(metric)).toList();
    if (others.isEmpty()) {
      throw new NotUnderstood(metric.column(), "it is the only metric of the data");
    }
    return one(new Measure.Companions(metric, others), Order.NATURAL);
  }

  private Built attributes() {
    List<String> dimensions =
        schema.dimensions().stream()
            .filter(d -> d.inMetrics() && !d.totalled() && d.values().size() > 1)
            .map(Schema.Dimension::column)
            .filter(c -> !draft.filters.containsKey(c))
            .toList();
    if (dimensions.isEmpty()) {
      throw new NotUnderstood("common", "no label of the data has more than one value");
    }
    MetricColumn metric = metric();
    return one(new Measure.Attributes(figuresOf(metric).getFirst(), dimensions), Order.HIGHEST);
  }

  private Built full() {
    slots.allow("the time until something is full", Slots.FULL);
    MetricColumn metric = metric();
    Threshold level = draft.threshold;
    if (level == null && metric.kind() != Kind.RATIO) {
      throw new NotUnderstood(
          "full",
          "it is not known when " + metric.column() + " is full; say \"until it is over N\"");
    }
    double full =
        level != null ? Units.convert(level, metric) : metric.unit().equals("%") ? 100 : 1;
    return one(new Measure.TimeTo(metric, full), Order.LOWEST);
  }

  private Built peak() {
    slots.allow("when something was highest", Slots.PEAK);
    if (draft.extreme == null && !draft.asks(Particle.PEAK)) {
      throw new NotUnderstood("when", "say what happened then: highest, lowest, or over how much");
    }
    MetricColumn metric = metric();
    Order order = draft.asks(Particle.PEAK) ? Order.HIGHEST : order(metric);
    return one(new Measure.Peak(metric, order == Order.HIGHEST), order);
  }

  // ---- thresholds

  private Built beyond(Threshold threshold) {
    if (draft.which && draft.extreme == null && draft.asked.isEmpty()) {
      slots.allow("a threshold", Slots.BEYOND_ANY);
    } else {
      slots.allow("a threshold", Slots.BEYOND);
    }
    MetricColumn metric = draft.metrics.isEmpty() ? metricFor(threshold) : metric();
    double value = Units.convert(threshold, metric);
    Beyond.Way way = way();
    Comparison comparison = threshold.comparison();
    if (way == Beyond.Way.RECOVERED) {
      comparison =
          comparison == Comparison.BELOW
              ? Comparison.AT_LEAST
              : comparison == Comparison.AT_MOST ? Comparison.ABOVE : comparison;
    }
    boolean early = way == Beyond.Way.FIRST || way == Beyond.Way.RECOVERED;
    return one(new Beyond(metric, comparison, value, way), early ? Order.LOWEST : Order.HIGHEST);
  }

  private MetricColumn metricFor(Threshold threshold) {
    if (threshold.unit().equals("ms")) {
      return slowness(threshold.text());
    }
    throw new NotUnderstood(threshold.text(), "say of which metric");
  }

  private Beyond.Way way() {
    if (draft.asks(Particle.BACK)) {
      require(draft.asks(Particle.WHEN), "recover", "ask when it recovered");
      return Beyond.Way.RECOVERED;
    }
    if (draft.asks(Particle.LONGEST)) {
      return Beyond.Way.LONGEST;
    }
    if (draft.asks(Particle.HOW_LONG) || draft.asks(Particle.MINUTES)) {
      return Beyond.Way.MINUTES;
    }
    if (draft.asks(Particle.LAST)) {
      return Beyond.Way.LAST;
    }
    if (draft.asks(Particle.WHEN) || draft.asks(Particle.FIRST)) {
      return Beyond.Way.FIRST;
    }
    if (draft.asks(Particle.SHARE)) {
      return Beyond.Way.SHARE;
    }
    if (draft.asks(Particle.HOW_MANY)) {
      require(draft.asks(Particle.SAMPLES), "how many", "say how many samples, or which ones");
      return Beyond.Way.SAMPLES;
    }
    return draft.by.isEmpty() ? Beyond.Way.SHARE : Beyond.Way.ANY;
  }

  private static void require(boolean condition, String word, String reason) {
    if (!condition) {
      throw new NotUnderstood(word, reason);
    }
  }

  private Built budget() {
    slots.allow("an error budget", Slots.BUDGET);
    Double allowed = draft.objective;
    if (allowed == null || !(allowed > 0 && allowed < 1)) {
      throw new NotUnderstood("budget", "say the objective, such as \"with an SLO of 99.9%\"");
    }
    List<MetricColumn> errors =
        draft.metrics.isEmpty()
            ? schema.metrics().stream()
                .filter(m ->
                    m.kind() == Kind.RATIO
                        && MetricWords.ofColumn(m.column()).said().contains("error"))
                .toList()
            : List.of(metric());
    if (errors.size() != 1 || errors.getFirst().kind() != Kind.RATIO) {
      throw new NotUnderstood("budget", "name the metric that is the share of errors");
    }
    double inUnit = errors.getFirst().unit().equals("%") ? allowed * 100 : allowed;
    return one(
        new Measure.Budget(
            errors.getFirst(),
            inUnit,
            draft.asks(Particle.BURN) ? Measure.Budget.Spend.BURN_RATE : Measure.Budget.Spend.LEFT),
        draft.asks(Particle.BURN) ? Order.HIGHEST : Order.LOWEST);
  }

  // ---- labels alone

  private Built labels() {
    if (draft.asks(Particle.HOW_MANY) && draft.asks(Particle.SAMPLES)) {
      slots.allow("a number of samples", Slots.SAMPLES);
      return one(new Measure.Rows(), Order.HIGHEST);
    }
    if (draft.by.size() == 1
        && draft.extreme == null
        && draft.listed
        && draft.filters.keySet().stream().noneMatch(draft.by::contains)) {
      slots.allow("labels", Slots.LABELS);
      return one(new Measure.Values(draft.by.iterator().next()), Order.NATURAL);
    }
    throw new NotUnderstood("metric", "no metric of the data is named");
  }

  // ---- putting together

  private Duration width(Span span) {
    var from = span.from() == null ? schema.from() : span.from();
    var to = span.to() == null ? schema.to() : span.to();
    Duration least = Duration.between(from, to).dividedBy(COURSE_STEPS);
    return WIDTHS.stream()
        .filter(w -> w.compareTo(least) >= 0 && w.compareTo(schema.step()) >= 0)
        .findFirst()
        .orElse(WIDTHS.getLast());
  }

  private Built one(Measure measure, Order order) {
    Span span = spans.span();
    boolean values = measure instanceof Measure.Values;
    Question question =
        new Question(
            Source.METRICS,
            measure,
            values ? List.of() : List.copyOf(draft.by),
            draft.bucket,
            List.copyOf(draft.filters.values()),
            span,
            spans.baseline(span, false),
            order,
            draft.limit);
    return new Built(question, null);
  }
}
