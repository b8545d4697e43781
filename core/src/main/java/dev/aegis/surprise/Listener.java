package dev.aegis.surprise;

import java.time.Instant;
import java.util.Optional;

/**
 * Listens to one series as what it is: tells its kind as the points come, and lets the {@link
 * Ensemble} hear values, growth, or what is missing to a bound; a series at rest is heard for its
 * {@link Excursions}. When the kind changes, what was learnt of it as another is forgotten. Scores
 * are in the unit of the ensemble. Constant memory; nothing is allocated for a point but when the
 * kind changes. Not thread-safe.
 */
public final class Listener implements StreamDetector {
  /** Points, of a whole day, from which on it can be told what is rare in a series. */
  private static final int KNOWN = 500;

  /** Points that are enough in a shorter time. */
  private static final int WELL_KNOWN = 1_500;

  private static final long DAY_MILLIS = 86_400_000;

  /** Points of rest after which leaving it can be judged. */
  private static final int KNOWN_AT_REST = 60;

  /** So that the ensemble's scores and those of excursions alarm equally seldom. */
  private static final double WEIGHT = 1.3;

  /** What is missing to a bound is seen no finer than this share of it. */
  private static final double FINEST = 1e-3;

  private final KindLearner kinds = new KindLearner();
  private final Excursions excursions = new Excursions();
  private final Refractory refractory = new Refractory();
  private CounterRate growth = new CounterRate();
  private Ensemble ensemble = new Ensemble();
  private SeriesKind kind = SeriesKind.MEASURE;
  private SeriesKind heardAs = SeriesKind.MEASURE;
  private long points;
  private long heard;
  private long heardSince;
  private long lastMillis = Long.MIN_VALUE;
  private double last;
  private double grown = Double.NaN;
  private double score;

  @Override
  public double offer(long epochMillis, double value) {
    score = 0;
    if (epochMillis < lastMillis || !(Math.abs(value) <= Ensemble.LARGEST)) {
      return 0;
    }
    lastMillis = epochMillis;
    last = value;
    points++;
    heardSince = points == 1 ? epochMillis : heardSince;
    kind = kinds.take(value);
    double excursion = excursions.offer(epochMillis, value, kinds.rest());
    double told = hear(epochMillis, value);
    if (kind == SeriesKind.RESTING && excursions.ofAllSizes()) {
      kind = SeriesKind.MEASURE;
    }
    score = kind == SeriesKind.RESTING ? refractory.raised(WEIGHT * excursion, points) : told;
    return score;
  }

  /** The ensemble goes on through a rest: who comes back from it is known. */
  private double hear(long epochMillis, double value) {
    SeriesKind as = kind == SeriesKind.RESTING ? heardAs : kind;
    if (as != heardAs) {
      heardAs = as;
      ensemble = new Ensemble();
      growth = new CounterRate();
      heard = 0;
      heardSince = epochMillis;
    }
    heard++;
    return ensemble.offer(epochMillis, reading(epochMillis, value));
  }

  private double reading(long epochMillis, double value) {
    return switch (heardAs) {
      case MEASURE, RESTING -> value;
      case COUNTER -> {
        grown = growth.offer(epochMillis, value);
        yield grown;
      }
      case BOUNDED -> -Math.log(Math.max(FINEST, 1 - value / kinds.bound()));
    };
  }

  /** Whether it is a total whose growth counts. */
  public boolean counts() {
    return heardAs == SeriesKind.COUNTER;
  }

  /**
   * The newest value, or the newest growth of a total in units a second; NaN where none is known.
   */
  public double figure() {
    return counts() ? grown : last;
  }

  /** What the series is, as far as is known. */
  public SeriesKind kind() {
    return kind;
  }

  /** Whether enough of it was heard, as what it is, to tell what is rare in it. */
  public boolean known() {
    if (kind == SeriesKind.RESTING) {
      return points >= KNOWN_AT_REST;
    }
    return heard >= KNOWN && (heard >= WELL_KNOWN || lastMillis - heardSince >= DAY_MILLIS);
  }

  /** Why the newest point scored; empty when it did not. */
  public Optional<Surprise> explain() {
    if (!(score > 0)) {
      return Optional.empty();
    }
    if (kind != SeriesKind.RESTING) {
      return ensemble.explain();
    }
    Instant since = Instant.ofEpochMilli(excursions.since());
    return Optional.of(new Surprise(Member.EXCURSION, score, since, last, kinds.rest()));
  }
}
