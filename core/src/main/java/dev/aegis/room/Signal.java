package dev.aegis.room;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Slo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Something is wrong with a service.
 *
 * @param service which
 * @param region where; empty when not recorded
 * @param severity from the SLO and the impact
 * @param whySeverity one sentence
 * @param startedAt onset: the first anomalous point
 * @param detectedAt when it was certain enough to say so
 * @param slo what the service promises
 * @param symptoms what is anomalous, worst first
 * @param suspects changes that came before it, the likeliest first
 * @param dollarsPerMinute what it costs now; 0 when not known
 * @param evidence what this rests on
 * @param environment where the service runs, as its owners call it, such as {@code production}
 */
public record Signal(
    String service,
    String region,
    Severity severity,
    String whySeverity,
    Instant startedAt,
    Instant detectedAt,
    Slo slo,
    List<Symptom> symptoms,
    List<Suspect> suspects,
    double dollarsPerMinute,
    List<Evidence> evidence,
    String environment)
    implements Payload {

  /**
   * One anomalous series.
   *
   * @param metric its name
   * @param observed the newest value
   * @param baseline what was normal; the objective where nothing normal was recorded
   * @param score how far off, in the unit of the detector
   * @param detector which detector spoke, such as {@code z-score}
   */
  public record Symptom(
      String metric, double observed, double baseline, double score, String detector) {
    public Symptom {
      Objects.requireNonNull(metric);
      Objects.requireNonNull(detector);
    }
  }

  /**
   * A change that may have caused it.
   *
   * @param change what was done
   * @param secondsBefore from the change to the onset; below 0 when it came after
   * @param share the share of belief among the suspects, 0 to 1
   * @param why one sentence
   */
  public record Suspect(Change change, double secondsBefore, double share, String why) {
    public Suspect {
      Objects.requireNonNull(change);
      Objects.requireNonNull(why);
    }
  }

  public Signal {
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
    Objects.requireNonNull(severity);
    Objects.requireNonNull(whySeverity);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(detectedAt);
    Objects.requireNonNull(slo);
    Objects.requireNonNull(environment);
    symptoms = List.copyOf(symptoms);
    suspects = List.copyOf(suspects);
    evidence = List.copyOf(evidence);
  }

  /** A signal from the environment that has no name of its own, {@code default}. */
  public Signal(
      String service,
      String region,
      Severity severity,
      String whySeverity,
      Instant startedAt,
      Instant detectedAt,
      Slo slo,
      List<Symptom> symptoms,
      List<Suspect> suspects,
      double dollarsPerMinute,
      List<Evidence> evidence) {
    this(
        service,
        region,
        severity,
        whySeverity,
        startedAt,
        detectedAt,
        slo,
        symptoms,
        suspects,
        dollarsPerMinute,
        evidence,
        "default");
  }

  @Override
  public Intent intent() {
    return Intent.SIGNAL;
  }
}
