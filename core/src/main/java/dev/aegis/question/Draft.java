package dev.aegis.question;

import dev.aegis.question.Meaning.Direction;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was said so far, slot by slot; {@link Builder} makes one question of it. */
final class Draft {
  /** A metric as it was named. */
  record Mention(Meaning meaning, String text) {}

  /** A threshold as it was said. */
  record Threshold(Measure.Comparison comparison, double value, String unit, String text) {
    /** What the owners declared, whatever it is. */
    static Threshold promised(Measure.Comparison comparison, String text) {
      return new Threshold(comparison, Double.NaN, "", text);
    }

    boolean isPromised() {
      return Double.isNaN(value);
    }
  }

  /** One end of a time; the words are those of the anchor. */
  record Edge(Anchor anchor, String words) {}

  /** What a time is compared with. */
  sealed interface Baseline {
    /** All that was before, or after, the edge of the window. */
    record OtherSide() implements Baseline {}

    /** The window, so much earlier. */
    record Earlier(Duration by, String words) implements Baseline {}

    /** As long as this, right before the window. */
    record Just(Duration length) implements Baseline {}

    /** A time of its own. */
    record Time(@Nullable Edge from, @Nullable Edge to) implements Baseline {}
  }

  Source source = Source.METRICS;
  final List<Mention> metrics = new ArrayList<>();
  final List<Function> functions = new ArrayList<>();
  final List<Double> quantiles = new ArrayList<>();
  final Set<String> by = new LinkedHashSet<>();
  final Map<String, Filter> filters = new LinkedHashMap<>();
  final Set<String> contained = new LinkedHashSet<>();
  final EnumSet<Particle> asked = EnumSet.noneOf(Particle.class);
  @Nullable Duration bucket;
  boolean course;
  @Nullable Edge from;
  @Nullable Edge to;

  /** Whether the first edge is a point that has a meaningful time before it. */
  boolean since;

  @Nullable Duration last;
  @Nullable Duration first;
  @Nullable Baseline baseline;
  @Nullable Extreme extreme;
  @Nullable Direction direction;
  @Nullable Threshold threshold;
  @Nullable String distinct;
  @Nullable String ratioOf;
  @Nullable String changeKind;
  @Nullable Double objective;

  /** Whether the objective that the owners declared was spoken of. */
  boolean promised;

  /** Which time an error budget is for. */
  @Nullable Duration period;

  int limit;
  boolean which;
  boolean listed;
  boolean sameHour;
  boolean now;
  boolean latest;
  boolean earliest;
  boolean compared;

  void filter(Filter filter, String text) {
    Filter known = filters.get(filter.column());
    if (known != null && !known.equals(filter)) {
      throw new NotUnderstood(
          text, "two conditions on " + filter.column() + "; name both values side by side");
    }
    filters.put(filter.column(), filter);
  }

  void extreme(Extreme wanted, String text) {
    if (extreme != null && extreme != wanted) {
      throw new NotUnderstood(text, "two orders in one question; ask one at a time");
    }
    extreme = wanted;
  }

  void direction(Direction wanted, String text) {
    if (direction != null && direction != wanted) {
      throw new NotUnderstood(text, "two directions in one question; ask one at a time");
    }
    direction = wanted;
  }

  void from(Edge edge) {
    if (from != null || last != null || first != null) {
      throw new NotUnderstood(edge.words(), "two beginnings in one question; say one time");
    }
    from = edge;
  }

  void to(Edge edge) {
    if (to != null || last != null || first != null) {
      throw new NotUnderstood(edge.words(), "two ends in one question; say one time");
    }
    to = edge;
  }

  void last(Duration length, String text) {
    if (from != null || to != null || last != null || first != null) {
      throw new NotUnderstood(text, "two times in one question; say one");
    }
    last = length;
  }

  void first(Duration length, String text) {
    last(length, text);
    last = null;
    first = length;
  }

  void baseline(Baseline wanted, String text) {
    if (baseline != null) {
      throw new NotUnderstood(text, "two times to compare with; say one");
    }
    baseline = wanted;
  }

  void limit(double count, String text) {
    if (count < 1 || count > 1000 || count != Math.rint(count) || limit != 0) {
      throw new NotUnderstood(text, "expected one whole number of rows from 1 to 1000");
    }
    limit = (int) count;
  }

  boolean hasTime() {
    return from != null || to != null || last != null || first != null || now;
  }

  boolean asks(Particle key) {
    return asked.contains(key);
  }

  /** Whether it says only where or when, and of what must have been said before. */
  boolean isFragment() {
    boolean places = !by.isEmpty() || !filters.isEmpty() || hasTime() || bucket != null;
    return places
        && source == Source.METRICS
        && metrics.isEmpty()
        && quantiles.isEmpty()
        && asked.isEmpty()
        && extreme == null
        && threshold == null
        && distinct == null
        && direction == null
        && !which;
  }

  /** This question, changed by what was said after it. */
  Draft followedBy(Draft next) {
    Draft merged = new Draft();
    boolean other = next.source != Source.METRICS || !next.metrics.isEmpty();
    Draft subject = other ? next : this;
    merged.source = subject.source;
    merged.metrics.addAll(subject.metrics);
    merged.changeKind = subject.changeKind;
    merged.ratioOf = subject.ratioOf;
    boolean statistic = !next.functions.isEmpty() || !next.quantiles.isEmpty();
    merged.functions.addAll((statistic ? next : this).functions);
    merged.quantiles.addAll((statistic ? next : this).quantiles);
    merged.by.addAll(next.by.isEmpty() ? by : next.by);
    merged.filters.putAll(filters);
    merged.filters.putAll(next.filters);
    merged.contained.addAll(next.contained.isEmpty() ? contained : next.contained);
    merged.asked.addAll(asked);
    merged.asked.addAll(next.asked);
    merged.bucket = next.bucket == null ? bucket : next.bucket;
    merged.course = course || next.course;
    Draft time = next.hasTime() ? next : this;
    merged.from = time.from;
    merged.to = time.to;
    merged.since = time.since;
    merged.now = time.now;
    merged.last = time.last;
    merged.first = time.first;
    merged.baseline = next.baseline == null ? baseline : next.baseline;
    merged.extreme = next.extreme == null ? extreme : next.extreme;
    merged.direction = next.direction == null ? direction : next.direction;
    merged.threshold = next.threshold == null ? threshold : next.threshold;
    merged.distinct = next.distinct == null ? distinct : next.distinct;
    merged.objective = next.objective == null ? objective : next.objective;
    merged.promised = promised || next.promised;
    merged.period = next.period == null ? period : next.period;
    merged.limit = next.limit == 0 ? limit : next.limit;
    merged.latest = latest || next.latest;
    merged.earliest = earliest || next.earliest;
    merged.compared = compared || next.compared;
    merged.which = which || next.which;
    merged.listed = listed || next.listed;
    merged.sameHour = sameHour || next.sameHour;
    return merged;
  }
}
