package dev.aegis.surprise;

import java.time.Instant;
import java.util.Objects;

/**
 * Why the ensemble finds a point anomalous.
 *
 * @param member who spoke loudest
 * @param score the anomaly score; above 0
 * @param onset the first point of the change that leads up to it
 * @param observed the value of the point
 * @param usual the level before, in the same unit
 */
public record Surprise(Member member, double score, Instant onset, double observed, double usual) {
  public Surprise {
    Objects.requireNonNull(member);
    Objects.requireNonNull(onset);
  }
}
