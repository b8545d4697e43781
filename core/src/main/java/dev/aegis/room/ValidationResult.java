package dev.aegis.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the chaos replay says of a proposed fix.
 *
 * @param action what was replayed
 * @param verdict whether the replay vouches for it
 * @param reason why, for the remediator
 * @param sentence why, for people
 * @param probability that the SLO is met in time and held over the horizon, 0 to 1; NaN is not
 *     allowed: an abstention says 0.5 or what it measured
 * @param replications how many were run of each future
 * @param horizon how far the replay looks ahead
 * @param recoverySeconds median time from now until the SLO is met for good; -1 when it is not
 * @param doNothing the forecast without the fix; no points when the replay did not run
 * @param withFix the forecast with the fix; no points when the replay did not run
 * @param observed what was really seen before, for comparison with the replay of the same time
 * @param outlook what else the futures show; empty when the replay did not run
 * @param unknowns what the replay cannot know or had to assume, one sentence each
 * @param evidence figures behind the verdict
 */
public record ValidationResult(
    Action action,
    Verdict verdict,
    Reason reason,
    String sentence,
    double probability,
    int replications,
    Duration horizon,
    double recoverySeconds,
    Forecast doNothing,
    Forecast withFix,
    Forecast observed,
    Optional<Outlook> outlook,
    List<String> unknowns,
    List<Evidence> evidence)
    implements Payload {
  /** A verdict whose replay, if there was one, showed nothing beside. */
  public ValidationResult(
      Action action,
      Verdict verdict,
      Reason reason,
      String sentence,
      double probability,
      int replications,
      Duration horizon,
      double recoverySeconds,
      Forecast doNothing,
      Forecast withFix,
      Forecast observed,
      List<String> unknowns,
      List<Evidence> evidence) {
    this(
        action,
        verdict,
        reason,
        sentence,
        probability,
        replications,
        horizon,
        recoverySeconds,
        doNothing,
        withFix,
        observed,
        Optional.empty(),
        unknowns,
        evidence);
  }

  public ValidationResult {
    Objects.requireNonNull(action);
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(sentence);
    Objects.requireNonNull(horizon);
    Objects.requireNonNull(doNothing);
    Objects.requireNonNull(withFix);
    Objects.requireNonNull(observed);
    Objects.requireNonNull(outlook);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("expected a probability, found " + probability);
    }
    unknowns = List.copyOf(unknowns);
    evidence = List.copyOf(evidence);
  }

  /** The same verdict, resting on one thing more. */
  public ValidationResult restingOn(Evidence further) {
    List<Evidence> all = new ArrayList<>(evidence);
    all.add(further);
    return new ValidationResult(
        action,
        verdict,
        reason,
        sentence,
        probability,
        replications,
        horizon,
        recoverySeconds,
        doNothing,
        withFix,
        observed,
        outlook,
        unknowns,
        all);
  }

  @Override
  public Intent intent() {
    return Intent.VALIDATION_RESULT;
  }
}
