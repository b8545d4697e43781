package dev.aegis.anomaly;

import java.time.Instant;
import java.util.Objects;

/**
 * A series is not what it was.
 *
 * @param detector who says so: {@code z-score} or {@code median-mad}
 * @param onset the first point of the unbroken run of anomalous points
 * @param detectedAt the point that made the run long enough
 * @param observed the newest value
 * @param baseline what was normal before the run
 * @param score how far off the newest value is, in scales of the detector (sigmas); at most {@value
 *     #HIGHEST_SCORE}, below 0 when the value is too low
 */
public record Alarm(
    String detector,
    Instant onset,
    Instant detectedAt,
    double observed,
    double baseline,
    double score) {
  /** Beyond this a score says nothing more than "off the scale". */
  public static final double HIGHEST_SCORE = 1000;

  public Alarm {
    Objects.requireNonNull(detector);
    Objects.requireNonNull(onset);
    Objects.requireNonNull(detectedAt);
  }
}
