package dev.aegis.lab.score;

import dev.aegis.room.Verdict;
import java.util.Objects;

/**
 * What a judge said of an action before it was carried out.
 *
 * @param verdict accepted, rejected, or neither
 * @param p99Millis the 99th percentile it expects afterwards; NaN when it expects none
 * @param lowMillis lower end of its band; NaN without one
 * @param highMillis upper end of its band; NaN without one
 */
public record Opinion(Verdict verdict, double p99Millis, double lowMillis, double highMillis) {
  public Opinion {
    Objects.requireNonNull(verdict);
  }

  /** A verdict without any figure. */
  static Opinion of(Verdict verdict) {
    return expecting(verdict, Double.NaN);
  }

  /** A verdict with a forecast and no band. */
  static Opinion expecting(Verdict verdict, double p99Millis) {
    return new Opinion(verdict, p99Millis, Double.NaN, Double.NaN);
  }
}
