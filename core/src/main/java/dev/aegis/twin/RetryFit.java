package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import java.util.Optional;

/**
 * How often clients try again after a failure, from retried over failed requests. With {@code q} of
 * the failures retried and all requests failing, {@code 1 / (1 - q)} times as many are sent: what
 * keeps a service down after its cause is gone (Huang et al., Metastable Failures in the Wild,
 * OSDI'22).
 *
 * @param perFailure requests sent again per failed one, 0 to {@value #MOST}
 * @param first the recorded requests less those sent again, per second and point
 * @param unknown what could not be told
 */
// A column of figures that nobody compares or prints.
@SuppressWarnings("ArrayRecordComponent")
record RetryFit(double perFailure, double[] first, Optional<String> unknown) {
  /** Backing off in between; what clients really wait is not to be seen in sums. */
  static final double BACK_OFF_SECONDS = 0.3;

  private static final double MOST = 0.95;

  /** Fewer failures than this say nothing about what clients do after one. */
  private static final double LEAST_FAILURES = 20;

  static RetryFit of(History h) {
    double[] ratio = h.table.column(Metric.RETRY_RATIO);
    double[] first = h.offered.clone();
    double failed = 0;
    double again = 0;
    boolean recorded = false;
    for (int i = 0; i < first.length; i++) {
      if (Double.isFinite(ratio[i])) {
        recorded = true;
        double requests = h.offered[i] * h.table.lengths[i];
        first[i] = h.offered[i] * (1 - ratio[i]);
        again += Double.isFinite(requests) ? requests * ratio[i] : 0;
        failed +=
            Double.isFinite(requests) && Double.isFinite(h.errors[i]) ? requests * h.errors[i] : 0;
      }
    }
    if (!recorded) {
      return new RetryFit(0, first, Optional.empty());
    }
    if (failed < LEAST_FAILURES) {
      return new RetryFit(
          0,
          first,
          Optional.of("whether clients try again after a failure was not seen; assumed never"));
    }
    return new RetryFit(Math.min(MOST, again / failed), first, Optional.empty());
  }
}
