package dev.aegis.twin;

import dev.aegis.telemetry.ServiceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The calls of a region to other services, and the time there that nobody accounts for. */
final class CallFits {
  private final ServiceProfile profile;
  private final CallFit.Course course;
  private final WorkFit work;
  private final double cv;
  private final double timeoutSeconds;
  private final boolean hanging;

  /**
   * @param cv of service times
   * @param hanging whether requests hang: slots are held for that, and not by time nobody accounts
   *     for
   */
  CallFits(
      ServiceProfile profile,
      CallFit.Course course,
      WorkFit work,
      double cv,
      double timeoutSeconds,
      boolean hanging) {
    this.profile = profile;
    this.course = course;
    this.work = work;
    this.cv = cv;
    this.timeoutSeconds = timeoutSeconds;
    this.hanging = hanging;
  }

  /** The calls of one region. */
  List<CallFit> of(History h) {
    List<CallFit> fits = new ArrayList<>(CallFit.all(h, cv, work, profile, course));
    if (course == CallFit.Course.MEASURED && work.gcCost() == 0 && !hanging && !pooled(h)) {
      CallFit.unaccounted(h, work, cv, profile.slotsPerPod(), fits).ifPresent(fits::add);
    }
    double varying = Variation.ofChanged(fits, h, work, cv, timeoutSeconds);
    return Double.isNaN(varying) ? fits : fits.stream().map(fit -> fit.varying(varying)).toList();
  }

  /** Whether slots may be held for a connection, which the replay shows by itself. */
  private boolean pooled(History h) {
    return h.calls.stream()
        .anyMatch(call -> profile.serving().connections(call.to(), profile.slotsPerPod()) > 0);
  }

  /** What people should know of a fit. */
  static void describe(CallFit fit, Findings findings) {
    Call.Phase last = fit.phases().getLast();
    if (fit.isUnaccounted()) {
      findings.note("time that nobody accounts for", "%.1f ms", last.meanMillis(), "held slots");
      return;
    }
    String to = fit.to();
    findings.note("call to " + to + ", alone", "%.1f ms", last.meanMillis(), "its callers' clocks");
    if (fit.changed() && last.cv() != fit.phases().getFirst().cv()) {
      findings.note("variation of calls to " + to, "cv %.2f", last.cv(), "p99 since they changed");
    }
    if (last.errorRatio() > 0) {
      findings.note(
          "failed calls to " + to, "%.1f %%", 100 * last.errorRatio(), "median of the last phase");
    }
    if (last.contention() + last.coherence() > 0) {
      findings.note("contention of " + to, "%.4f", last.contention(), "least squares on calls");
      findings.note("coherence of " + to, "%.6f", last.coherence(), "least squares on calls");
      findings.unknown(
          String.format(
              Locale.ROOT,
              "%s was seen with up to %.0f calls in flight; beyond that the fitted curve goes on",
              to,
              fit.highestCalls()));
    }
  }
}
