package dev.aegis.surprise;

/**
 * Learns what kind a series is from the values so far, in constant memory.
 *
 * <ul>
 *   <li>A resting value is the candidate of a majority vote (Boyer and Moore, 1981) that most
 *       points agree with; the vote is bounded, so that a new one is found after a lasting change.
 *   <li>A counter rose {@value #RISES} times and never fell, but to less than half, which is a
 *       reset; one other fall, and it is none for good.
 *   <li>A bounded series never left 0 to 1, or 0 to 100, and is in the top tenth of that on
 *       average.
 * </ul>
 */
final class KindLearner {
  private static final int KNOWN = 60;
  private static final int RISES = 30;
  private static final int RISES_A_RESET = 10;
  private static final int MOST_VOTES = 200;
  private static final double MEMORY = 1 / 3000.0;
  private static final double RESTS = 0.85;
  private static final double RESTS_STILL = 0.6;
  private static final double NEAR = 0.9;
  private static final double NEAR_STILL = 0.8;

  private SeriesKind kind = SeriesKind.MEASURE;
  private long points;
  private double last;
  private double low;
  private double high;
  private double mean;
  private long rises;
  private long resets;
  private boolean fell;
  private double rest;
  private int votes;
  private long candidateFor;
  private double agreeing;

  /** Takes the next value, a finite one. */
  SeriesKind take(double value) {
    points++;
    low = points == 1 ? value : Math.min(low, value);
    high = points == 1 ? value : Math.max(high, value);
    mean += Math.max(MEMORY, 1.0 / points) * (value - mean);
    compare(value);
    vote(value);
    last = value;
    kind = judge();
    return kind;
  }

  private void compare(double value) {
    if (points > 1 && value > last) {
      rises++;
    } else if (points > 1 && value < last) {
      resets += value <= last / 2 ? 1 : 0;
      fell |= value > last / 2;
    }
  }

  private void vote(double value) {
    boolean same = value == rest;
    votes = Math.min(MOST_VOTES, votes + (same ? 1 : -1));
    if (votes < 0) {
      rest = value;
      votes = 1;
      candidateFor = 0;
      agreeing = 0;
      same = true;
    }
    candidateFor++;
    agreeing += Math.max(MEMORY, 1.0 / candidateFor) * ((same ? 1 : 0) - agreeing);
  }

  private SeriesKind judge() {
    if (points < KNOWN) {
      return SeriesKind.MEASURE;
    }
    if (isCounter()) {
      return SeriesKind.COUNTER;
    }
    if (rests()) {
      return SeriesKind.RESTING;
    }
    return isBounded() ? SeriesKind.BOUNDED : SeriesKind.MEASURE;
  }

  private boolean isCounter() {
    return !fell && low >= 0 && rises >= RISES && rises >= RISES_A_RESET * resets;
  }

  private boolean rests() {
    double enough = kind == SeriesKind.RESTING ? RESTS_STILL : RESTS;
    return candidateFor >= KNOWN && agreeing >= enough;
  }

  private boolean isBounded() {
    double enough = kind == SeriesKind.BOUNDED ? NEAR_STILL : NEAR;
    return low >= 0 && high <= 100 && mean >= enough * bound();
  }

  /** The value that it is at most of the time; meaningful while it is at rest. */
  double rest() {
    return rest;
  }

  /** What it cannot exceed; meaningful while it is bounded. */
  double bound() {
    return high <= 1 ? 1 : 100;
  }
}
