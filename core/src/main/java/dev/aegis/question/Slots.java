package dev.aegis.question;

import dev.aegis.question.Meaning.Particle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Holds a draft against what its kind of question can take: what was said and would have no effect
 * on the answer is a reason to refuse, since the answer would be to another question.
 */
final class Slots {
  /** What one kind of question takes beside metrics, filters and a time. */
  record Taken(Set<Slot> slots, Set<Particle> keys) {
    static Taken of(Set<Slot> slots, Particle... keys) {
      return new Taken(slots, keys.length == 0 ? EnumSet.noneOf(Particle.class) : Set.of(keys));
    }
  }

  /** A part of a question. */
  enum Slot {
    LABELS,
    STATISTIC,
    STEPS,
    BASELINE,
    ORDER,
    DIRECTION,
    THRESHOLD,
    LIMIT,
    TEXT,
    DISTINCT,
    OBJECTIVE,
    PERIOD,
    EDGE
  }

  static final Taken GAPS =
      Taken.of(Set.of(Slot.LABELS), Particle.GAPS, Particle.FRESH, Particle.WHEN, Particle.LAST);
  static final Taken BUDGET =
      Taken.of(
          Set.of(Slot.LABELS, Slot.OBJECTIVE, Slot.STEPS, Slot.STATISTIC),
          Particle.BUDGET,
          Particle.BURN,
          Particle.HOW_MANY,
          Particle.FAST);
  static final Taken EXHAUSTION =
      Taken.of(
          Set.of(Slot.LABELS, Slot.OBJECTIVE, Slot.PERIOD),
          Particle.BUDGET,
          Particle.FULL,
          Particle.WHEN,
          Particle.HOW_LONG);
  static final Taken TOGETHER =
      Taken.of(
          Set.of(Slot.LIMIT, Slot.ORDER), Particle.CORRELATES, Particle.LEADS, Particle.METRICS);
  static final Taken MOVERS =
      Taken.of(
          Set.of(Slot.BASELINE, Slot.ORDER, Slot.DIRECTION, Slot.LIMIT),
          Particle.METRICS,
          Particle.CHANGED,
          Particle.FAST);
  static final Taken HISTOGRAM = Taken.of(Set.of(), Particle.HISTOGRAM);
  static final Taken ATTRIBUTES = Taken.of(Set.of(Slot.LIMIT, Slot.STATISTIC), Particle.ATTRIBUTES);
  static final Taken FULL =
      Taken.of(
          Set.of(Slot.LABELS, Slot.THRESHOLD), Particle.FULL, Particle.WHEN, Particle.HOW_LONG);
  static final Taken BEYOND =
      Taken.of(
          Set.of(Slot.LABELS, Slot.THRESHOLD, Slot.LIMIT),
          Particle.WHEN,
          Particle.FIRST,
          Particle.LAST,
          Particle.BACK,
          Particle.LONGEST,
          Particle.HOW_LONG,
          Particle.MINUTES,
          Particle.SHARE,
          Particle.HOW_MANY,
          Particle.SAMPLES);
  static final Taken BEYOND_ANY = Taken.of(Set.of(Slot.LABELS, Slot.THRESHOLD, Slot.LIMIT));
  static final Taken PEAK =
      Taken.of(Set.of(Slot.LABELS, Slot.ORDER, Slot.LIMIT), Particle.WHEN, Particle.PEAK);
  static final Taken DISTINCT =
      Taken.of(
          Set.of(Slot.LABELS, Slot.DISTINCT, Slot.STEPS), Particle.HOW_MANY, Particle.DISTINCT);
  static final Taken FIGURES =
      Taken.of(
          Set.of(Slot.LABELS, Slot.STATISTIC, Slot.STEPS, Slot.BASELINE, Slot.ORDER, Slot.LIMIT),
          Particle.HOW_MANY,
          Particle.PEAK);
  static final Taken CHANGE =
      Taken.of(
          Set.of(
              Slot.LABELS, Slot.STATISTIC, Slot.BASELINE, Slot.ORDER, Slot.DIRECTION, Slot.LIMIT),
          Particle.CHANGED,
          Particle.FAST);
  static final Taken TREND =
      Taken.of(
          Set.of(Slot.LABELS, Slot.ORDER, Slot.DIRECTION, Slot.LIMIT),
          Particle.TREND,
          Particle.STILL,
          Particle.FAST);
  static final Taken LABELS = Taken.of(Set.of(Slot.LABELS), Particle.DISTINCT);
  static final Taken SAMPLES =
      Taken.of(
          Set.of(Slot.LABELS, Slot.STEPS, Slot.LIMIT, Slot.ORDER),
          Particle.HOW_MANY,
          Particle.SAMPLES);
  static final Taken LOG_COUNT =
      Taken.of(
          Set.of(
              Slot.LABELS,
              Slot.STEPS,
              Slot.BASELINE,
              Slot.ORDER,
              Slot.LIMIT,
              Slot.TEXT,
              Slot.DIRECTION),
          Particle.HOW_MANY);
  static final Taken LOG_PATTERNS =
      Taken.of(
          Set.of(Slot.LABELS, Slot.ORDER, Slot.LIMIT, Slot.TEXT), Particle.PATTERNS, Particle.NEW);
  static final Taken LOG_LINES =
      Taken.of(Set.of(Slot.LIMIT, Slot.TEXT, Slot.EDGE), Particle.SAMPLE);
  static final Taken CHANGE_COUNT =
      Taken.of(Set.of(Slot.LABELS, Slot.STEPS, Slot.ORDER, Slot.LIMIT), Particle.HOW_MANY);
  static final Taken CHANGE_LIST = Taken.of(Set.of(Slot.LIMIT, Slot.EDGE), Particle.WHEN);

  static final Taken TRACE_COUNT =
      Taken.of(Set.of(Slot.LABELS, Slot.STEPS), Particle.TRACES, Particle.HOW_MANY);
  static final Taken TRACES =
      Taken.of(Set.of(Slot.LABELS, Slot.ORDER, Slot.LIMIT), Particle.TRACES, Particle.THROUGH);
  static final Taken CRITICAL_PATH =
      Taken.of(Set.of(Slot.ORDER), Particle.TRACES, Particle.CRITICAL);
  static final Taken SHARE =
      Taken.of(Set.of(Slot.LABELS, Slot.LIMIT), Particle.SHARE, Particle.SAMPLES);
  static final Taken SPAN_COUNT =
      Taken.of(Set.of(Slot.LABELS, Slot.STEPS, Slot.LIMIT, Slot.ORDER), Particle.HOW_MANY);

  private final Draft draft;

  Slots(Draft draft) {
    this.draft = draft;
  }

  /**
   * Refuses what this kind of question cannot take.
   *
   * @param what the kind, in words
   */
  void allow(String what, Taken taken) {
    for (Slot slot : said()) {
      if (!taken.slots().contains(slot)) {
        throw refused(slot.name(), what);
      }
    }
    for (Particle key : draft.asked) {
      if (!taken.keys().contains(key)) {
        throw refused(key.name(), what);
      }
    }
  }

  private static NotUnderstood refused(String part, String what) {
    String word = part.toLowerCase(Locale.ROOT).replace('_', ' ');
    return new NotUnderstood(
        word, "a question about " + what + " cannot take this as well; ask in two steps");
  }

  private List<Slot> said() {
    List<Slot> said = new ArrayList<>();
    add(said, Slot.LABELS, !draft.by.isEmpty());
    add(said, Slot.STATISTIC, !draft.functions.isEmpty() || !draft.quantiles.isEmpty());
    add(said, Slot.STEPS, draft.bucket != null || draft.course);
    add(said, Slot.BASELINE, draft.baseline != null);
    add(said, Slot.ORDER, draft.extreme != null);
    add(said, Slot.DIRECTION, draft.direction != null);
    add(said, Slot.THRESHOLD, draft.threshold != null);
    add(said, Slot.LIMIT, draft.limit > 0);
    add(said, Slot.TEXT, !draft.contained.isEmpty());
    add(said, Slot.DISTINCT, draft.distinct != null);
    add(said, Slot.OBJECTIVE, draft.objective != null);
    add(said, Slot.PERIOD, draft.period != null);
    add(said, Slot.EDGE, draft.latest || draft.earliest);
    return said;
  }

  private static void add(List<Slot> said, Slot slot, boolean is) {
    if (is) {
      said.add(slot);
    }
  }
}
