package dev.aegis.anomaly;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one series, a point at a time, and raises an alarm when enough points in a row lie too
 * far from a rolling baseline.
 *
 * <p>A point {@code x} is anomalous when {@code |x - centre| >= sigmas * scale}, the scale being
 * the baseline's spread or the floor of the {@link Sensitivity}, whichever is larger; points above
 * and points below the centre make separate rows. What the baseline learns decides whether this
 * works:
 *
 * <ul>
 *   <li>a point is learned only after as many further points as an alarm needs, so that the first
 *       steps of a slow rise are not taken for normal before the rise is seen;
 *   <li>a row of anomalous points too short for an alarm was noise, and noise belongs to the
 *       baseline: it is learned, drawn in to the edge of what is normal;
 *   <li>while an alarm lasts nothing is learned, until after {@link Rule#patience()} points the new
 *       level must be taken for the normal one: then the baseline begins anew.
 * </ul>
 *
 * <p>NaN and infinities are gaps: they neither confirm nor break a row. Points that are not newer
 * than the last are ignored. Memory is constant. Not thread-safe.
 */
public final class Detector {
  /** The rule of the first Aegis: a 16-point baseline, 3 sigma, 3 points in a row. */
  public static final Rule CLASSIC = new Rule(16, 3, 3, 160);

  /** A median needs more points than a mean to be as sure. */
  public static final Rule ROBUST = new Rule(32, 4, 3, 320);

  /**
   * When to speak.
   *
   * @param window points of the baseline
   * @param sigmas scales from the centre at which a point is anomalous
   * @param confirmations anomalous points in a row that make an alarm
   * @param patience anomalous points in a row after which they are the new normal
   */
  public record Rule(int window, double sigmas, int confirmations, int patience) {
    public Rule {
      if (window < 4 || !(sigmas > 0) || confirmations < 1 || patience <= confirmations) {
        throw new IllegalArgumentException(
            "expected window >= 4, sigmas > 0, 1 <= confirmations < patience, found "
                + window
                + ", "
                + sigmas
                + ", "
                + confirmations
                + ", "
                + patience);
      }
    }
  }

  private final String name;
  private final Rule rule;
  private final Sensitivity sensitivity;
  private final Baseline baseline;
  private final double[] waiting;
  private int waitingCount;
  private final Run run = new Run();
  private boolean upwards;
  private @Nullable Alarm active;

  private Detector(String name, Rule rule, Sensitivity sensitivity, Baseline baseline) {
    this.name = name;
    this.rule = rule;
    this.sensitivity = Objects.requireNonNull(sensitivity);
    this.baseline = baseline;
    this.waiting = new double[rule.confirmations()];
  }

  /** Rolling mean and standard deviation. */
  public static Detector zScore(Sensitivity sensitivity) {
    return zScore(CLASSIC, sensitivity);
  }

  public static Detector zScore(Rule rule, Sensitivity sensitivity) {
    return new Detector("z-score", rule, sensitivity, new Baseline.MeanDeviation(rule.window()));
  }

  /** Rolling median and median absolute deviation: does not mind single wild points. */
  public static Detector medianMad(Sensitivity sensitivity) {
    return medianMad(ROBUST, sensitivity);
  }

  public static Detector medianMad(Rule rule, Sensitivity sensitivity) {
    return new Detector(
        "median-mad", rule, sensitivity, new Baseline.MedianDeviation(rule.window()));
  }

  /**
   * Takes the next point.
   *
   * @return the alarm at the point that confirms it, once a run; else empty
   */
  public Optional<Alarm> offer(long epochMillis, double value) {
    if (!Double.isFinite(value) || !run.isNewer(epochMillis)) {
      return Optional.empty();
    }
    run.tick(epochMillis);
    if (!baseline.ready()) {
      baseline.learn(value);
      return Optional.empty();
    }
    double centre = baseline.centre();
    double scale = sensitivity.scale(centre, baseline.spread());
    double score = bounded((value - centre) / scale);
    if (!(Math.abs(score) >= rule.sigmas())) {
      recover(value);
      return Optional.empty();
    }
    if (upwards != score > 0) {
      upwards = score > 0;
      run.good();
    }
    run.bad();
    if (run.length() >= rule.patience()) {
      beginAnew();
      return Optional.empty();
    }
    if (run.length() < rule.confirmations()) {
      learnLater(centre + Math.copySign(rule.sigmas() * scale, score));
    }
    return judge(epochMillis, value, centre, score);
  }

  /** The alarm that lasts, with its newest figures; empty when all is normal. */
  public Optional<Alarm> active() {
    return run.length() == 0 ? Optional.empty() : Optional.ofNullable(active);
  }

  private Optional<Alarm> judge(long epochMillis, double value, double centre, double score) {
    boolean wrongWay = sensitivity.direction().wrongness(score) > 0;
    if (!wrongWay || run.length() < rule.confirmations()) {
      active = null;
      return Optional.empty();
    }
    @Nullable Alarm before = run.length() == rule.confirmations() ? null : active;
    Instant now = Instant.ofEpochMilli(epochMillis);
    Alarm alarm =
        new Alarm(
            name,
            Instant.ofEpochMilli(run.onset()),
            before == null ? now : before.detectedAt(),
            value,
            centre,
            score);
    active = alarm;
    return before == null ? Optional.of(alarm) : Optional.empty();
  }

  private void recover(double value) {
    run.good();
    active = null;
    learnLater(value);
  }

  private void learnLater(double value) {
    if (waitingCount == waiting.length) {
      baseline.learn(waiting[0]);
      System.arraycopy(waiting, 1, waiting, 0, waiting.length - 1);
      waitingCount--;
    }
    waiting[waitingCount] = value;
    waitingCount++;
  }

  private void beginAnew() {
    baseline.forget();
    waitingCount = 0;
    run.good();
    active = null;
  }

  private static double bounded(double score) {
    return Math.clamp(score, -Alarm.HIGHEST_SCORE, Alarm.HIGHEST_SCORE);
  }
}
