package dev.aegis.app.score;

/** What a hit, a miss and a false alarm weigh: the three profiles of the benchmark. */
enum NabProfile {
  STANDARD("standard", 1, 1, 0.11),
  LOW_FP("reward_low_FP_rate", 1, 1, 0.22),
  LOW_FN("reward_low_FN_rate", 1, 2, 0.11);

  private final String wire;
  private final double hit;
  private final double miss;
  private final double falseAlarm;

  NabProfile(String wire, double hit, double miss, double falseAlarm) {
    this.wire = wire;
    this.hit = hit;
    this.miss = miss;
    this.falseAlarm = falseAlarm;
  }

  /** The benchmark's own name for it. */
  String wire() {
    return wire;
  }

  /** What the earliest detection in a window is worth at its left edge. */
  double hit() {
    return hit;
  }

  /** What a window without a detection costs. */
  double miss() {
    return miss;
  }

  /** What a detection far from every window costs. */
  double falseAlarm() {
    return falseAlarm;
  }
}
