package dev.aegis.surprise;

import java.time.Instant;
import java.util.Optional;

/**
 * The detector of series that nobody made a promise about: several members look at each point in
 * their own way, each says how surprising it is by the series' own past ({@link Tail}), and their
 * surprises are added as squares, so that one that is sure is enough and several that are half sure
 * are too.
 *
 * <p>A score is raised once and holds down what follows ({@link Refractory}).
 *
 * <p>One set of parameters serves every series. They were chosen on the Numenta Anomaly Benchmark
 * as docs/judgement.md tells, and for being on a plateau: what is maximised is the mean over
 * neighbouring parameters, not the best there is.
 *
 * <p>A score is the root of the sum of squared and weighted {@code -log10 P}: from about 3 on it is
 * worth a look, and above {@value #ALARM} it was an anomaly more often than the benchmark's costs
 * ask for. A series that stands still for ever scores 0 for ever. Constant memory; nothing is
 * allocated for a point. Not thread-safe.
 */
public final class Ensemble implements StreamDetector {
  /** The threshold that maximises the benchmark's standard score. */
  public static final double ALARM = 3.3;

  private static final double SHARE = 0.01;
  private static final double PRIOR = 0.5;

  /** Beyond this a member's surprise says nothing more. */
  private static final double MOST = 8;

  private static final double EXTREME = 1.75;
  private static final double LEVEL = 0.8;
  private static final double ROUGHNESS = 0.9;
  private static final double PATTERN = 1.1;
  private static final double TIME_OF_DAY = 0.6;
  private static final double STEP = 0.35;
  private static final double STANDSTILL = 0.7;

  private final Extremes extremes = new Extremes();
  private final Standstill standstill = new Standstill();
  private final Means means = new Means();
  private final Departure departure = new Departure(60, 3000);
  private final Roughness rough = new Roughness(30, 1000, tails());
  private final Roughness longRough = new Roughness(100, 3000, tails());
  private final WindowShapes pattern = new WindowShapes();
  private final DayProfile day = new DayProfile();
  private final WeekProfile week = new WeekProfile();
  private final Steps steps = new Steps();
  private final ChangePoint change = new ChangePoint();

  private final TwoTails meansTail = tails();
  private final TwoTails departureTail = tails();
  private final Tail patternTail = new Tail(SHARE, PRIOR);
  private final TwoTails dayTail = tails();
  private final TwoTails longDayTail = tails();
  private final Tail stepTail = new Tail(SHARE, PRIOR);

  private static final double LONG_DAY = 1 / 48.0;
  private double longDay;

  private long points;
  private long lastMillis = Long.MIN_VALUE;
  private double last;

  private double energy;
  private double loudestPart;
  private Member loudest = Member.EXTREME;

  private final Refractory refractory = new Refractory();
  private double score;

  private static TwoTails tails() {
    return new TwoTails(SHARE, PRIOR);
  }

  @Override
  public double offer(long epochMillis, double value) {
    score = 0;
    if (epochMillis < lastMillis || !(Math.abs(value) <= LARGEST)) {
      return 0;
    }
    lastMillis = epochMillis;
    points++;
    listen(epochMillis, value);
    last = value;
    if (energy > 0) {
      score = refractory.raised(Math.sqrt(energy), points);
    }
    return score;
  }

  // Squares of deviations have to stay finite; nothing that is measured comes near.
  static final double LARGEST = 1e150;

  private void listen(long epochMillis, double value) {
    energy = 0;
    loudestPart = 0;
    double inverse = 1.0 / points;
    double step = points == 1 ? 0 : Math.abs(value - last);
    change.offer(epochMillis, value);
    means.offer(value, inverse);
    hear(Member.EXTREME, EXTREME, extremes.offer(value));
    hear(Member.STANDSTILL, STANDSTILL, standstill.offer(value));
    hear(Member.PATTERN, PATTERN, patternTail.offer(pattern.offer(value)));
    hear(Member.STEP, STEP, stepTail.offer(steps.offer(step, inverse)));
    hear(Member.LEVEL, LEVEL, level(value, inverse));
    hear(Member.ROUGHNESS, ROUGHNESS, roughness(step, inverse));
    hear(Member.TIME_OF_DAY, TIME_OF_DAY, timeOfDay(epochMillis, value, inverse));
  }

  private double level(double value, double inverse) {
    double moved = meansTail.offer(means.change(Means.LENGTHS - 2));
    double departed = departureTail.offer(departure.offer(value, points, inverse));
    return Math.max(moved, departed);
  }

  private double roughness(double step, double inverse) {
    double lately = rough.offer(step, points, inverse);
    double forLong = longRough.offer(step, points, inverse);
    return Math.max(lately, forLong);
  }

  private double timeOfDay(long epochMillis, double value, double inverse) {
    day.offer(epochMillis, value, inverse);
    double deviation = week.offer(epochMillis, value, inverse, day);
    longDay += LONG_DAY * (deviation - longDay);
    return Math.max(dayTail.offer(deviation), longDayTail.offer(longDay));
  }

  private void hear(Member member, double weight, double surprise) {
    if (surprise > 0) {
      double part = weight * Math.min(surprise, MOST);
      part *= part;
      energy += part;
      if (part > loudestPart) {
        loudestPart = part;
        loudest = member;
      }
    }
  }

  /** Why the newest point scored; empty when it did not. */
  public Optional<Surprise> explain() {
    return score > 0
        ? Optional.of(
            new Surprise(
                loudest,
                score,
                Instant.ofEpochMilli(change.onsetMillis()),
                last,
                departure.usual()))
        : Optional.empty();
  }
}
