package dev.aegis.question;

import dev.aegis.question.Builder.Built;
import dev.aegis.question.Draft.Mention;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Figure;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.MetricColumn.Polarity;
import dev.aegis.question.Question.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Questions about figures: which statistic of a metric, and in which order. */
final class FigureBuilder {
  private final Draft draft;
  private final Schema schema;
  private final Slots slots;
  private final NamedMetrics named;
  private final Builder builder;

  FigureBuilder(Draft draft, Schema schema, Slots slots, NamedMetrics named, Builder builder) {
    this.draft = draft;
    this.schema = schema;
    this.slots = slots;
    this.named = named;
    this.builder = builder;
  }

  Built build() {
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
      MetricColumn time =
          named.slowness(draft.quantiles.isEmpty() ? word(draft.extreme) : "percentile");
      figures.addAll(figuresOf(time));
    }
    for (Mention mention : mentions) {
      figures.addAll(figuresOf(named.of(mention)));
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

  List<Figure> figuresOf(MetricColumn metric) {
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
      if (function == Function.PER_SECOND && schema.step().isZero()) {
        throw new NotUnderstood("per second", "it is not known how far apart samples are");
      }
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
      return builder.one(new Measure.Figures(figures), order);
    }
    Function other =
        figure.function() == Function.MAX
            ? Function.MEAN
            : order == Order.HIGHEST ? Function.MAX : Function.MIN;
    Figure rival = new Figure(figure.metric(), other);
    Built built = builder.one(new Measure.Figures(List.of(figure, rival)), order);
    return new Built(
        built.question(), built.question().measuring(new Measure.Figures(List.of(rival, figure))));
  }

  Order order(MetricColumn metric) {
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
    MetricColumn part = named.of(draft.metrics.getFirst());
    MetricColumn whole = named.of(draft.metrics.getLast());
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
    return builder.one(ratio, order);
  }

  /** A figure for every value of every label. */
  Built attributes() {
    slots.allow("common labels", Slots.ATTRIBUTES);
    List<String> dimensions =
        schema.dimensions().stream()
            .filter(d -> d.inMetrics() && !d.totalled() && d.values().size() > 1)
            .map(Schema.Dimension::column)
            .filter(c -> !draft.filters.containsKey(c))
            .toList();
    if (dimensions.isEmpty()) {
      throw new NotUnderstood("common", "no label of the data has more than one value");
    }
    MetricColumn metric = named.one();
    return builder.one(
        new Measure.Attributes(figuresOf(metric).getFirst(), dimensions), Order.HIGHEST);
  }
}
