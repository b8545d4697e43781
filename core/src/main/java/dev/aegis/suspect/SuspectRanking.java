package dev.aegis.suspect;

import dev.aegis.telemetry.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Ranks all changes of a scene, and beside them the possibility that none did it, by weight of
 * evidence. Findings are likelihood ratios in decibans against a change picked at random; they are
 * added up as if they were independent, each kind with a limit, because they are not quite. The
 * possibility that none did it starts with the odds below and is spoken for by what happened
 * without anybody's doing (I. J. Good, <i>Probability and the Weighing of Evidence</i>, 1950).
 *
 * <p>A function of its arguments: the same scene gives the same ranking.
 */
public final class SuspectRanking {
  /** One incident in four is held to have no change behind it, before anything is looked at. */
  private static final double NONE_BEFOREHAND = 0.25;

  /** A flag is one suspect among many; it has no diff that could speak for it. */
  private static final double FLAG = -4;

  /** Weights of evidence are believed less than they say, because findings lean on each other. */
  private static final double TEMPER = 0.6;

  /** From where on load from outside is taken to be there. */
  private static final double LOADED = 13;

  private SuspectRanking() {}

  /** All suspects, the likeliest first; never empty. */
  public static List<Suspect> of(Scene scene) {
    return of(scene, name -> true);
  }

  /**
   * The same as if some of what is known of failures were not, to see what rests on it.
   *
   * @param forgotten names of mechanisms and rivals, as {@link Finding#about()} has them
   */
  public static List<Suspect> without(Scene scene, Set<String> forgotten) {
    return of(scene, name -> !forgotten.contains(name));
  }

  private static List<Suspect> of(Scene scene, Predicate<String> known) {
    Symptoms symptoms = new Symptoms(scene);
    FailingPath path = new FailingPath(scene, symptoms);
    List<Edit> edits = scene.commits().stream().map(Edit::new).toList();
    Rivals rivals = new Rivals(scene, symptoms, path, known);
    boolean loaded = rivals.load().stream().mapToDouble(Finding::decibans).sum() >= LOADED;
    Content content = new Content(symptoms, edits, known, loaded);
    Traces traces = new Traces(symptoms);
    Timing timing = new Timing(symptoms);
    Scope scope = new Scope(scene, path);
    List<Suspect> suspects = new ArrayList<>();
    for (Edit edit : edits) {
      List<Change> deploys = deploys(scene, edit.commit());
      List<Finding> findings = new ArrayList<>();
      findings.add(timing.of(edit.commit(), deploys));
      scope.of(edit.commit(), deploys).ifPresent(findings::add);
      Nature.of(edit).ifPresent(findings::add);
      findings.addAll(content.mechanisms(edit));
      traces.of(edit).stream()
          .max(Comparator.comparingDouble(Finding::decibans))
          .ifPresent(findings::add);
      content.words(edit).ifPresent(findings::add);
      suspects.add(suspect(Suspect.Kind.COMMIT, edit.commit().id(), findings, 0));
    }
    for (Change change : scene.telemetry().changes()) {
      if (change.kind() == Change.Kind.FLAG) {
        List<Finding> findings =
            List.of(
                timing.of(change.at(), "it was switched", 0), scope.of(Set.of(change.service())));
        suspects.add(suspect(Suspect.Kind.FLAG, change.setting(), findings, FLAG));
      }
    }
    int changes = suspects.size();
    double beforehand =
        10 * Math.log10(NONE_BEFOREHAND / (1 - NONE_BEFOREHAND) * Math.max(1, changes));
    suspects.add(suspect(Suspect.Kind.NO_CHANGE, Suspect.NO_CHANGE, rivals.findings(), beforehand));
    return weighed(suspects);
  }

  private static List<Change> deploys(Scene scene, Commit commit) {
    return scene.telemetry().changes().stream()
        .filter(change -> !change.commit().isEmpty())
        .filter(change ->
            commit.id().startsWith(change.commit()) || change.commit().startsWith(commit.id()))
        .toList();
  }

  private static Suspect suspect(
      Suspect.Kind kind, String name, List<Finding> findings, double beforehand) {
    double sum = beforehand + findings.stream().mapToDouble(Finding::decibans).sum();
    List<Finding> sorted =
        findings.stream()
            .sorted(Comparator.comparingDouble((Finding each) -> -Math.abs(each.decibans())))
            .toList();
    return new Suspect(kind, name, sum, 0, sorted);
  }

  private static List<Suspect> weighed(List<Suspect> suspects) {
    double most = suspects.stream().mapToDouble(Suspect::decibans).max().orElseThrow();
    double all = suspects.stream().mapToDouble(each -> odds(each, most)).sum();
    return suspects.stream()
        .map(each ->
            new Suspect(
                each.kind(), each.name(), each.decibans(), odds(each, most) / all, each.findings()))
        .sorted(Comparator.comparingDouble(Suspect::decibans).reversed())
        .toList();
  }

  private static double odds(Suspect suspect, double most) {
    return Math.pow(10, TEMPER * (suspect.decibans() - most) / 10);
  }
}
