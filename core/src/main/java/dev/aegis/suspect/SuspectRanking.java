package dev.aegis.suspect;

import dev.aegis.telemetry.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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

  /**
   * A change whose diff is known and fits nothing; one culprit in five may be of a kind unknown.
   */
  private static final double UNFIT = -7;

  /** From where on load from outside is taken to be there. */
  private static final double LOADED = 13;

  private static final Pattern WRITTEN_TOO_MUCH =
      Pattern.compile("disk|no space|log (volume|rate|ingest)|inode|iops");

  private final Scene scene;
  private final boolean logsMatter;
  private final Rivals rivals;
  private final List<Edit> edits;
  private final Content content;
  private final Traces traces;
  private final Timing timing;
  private final Scope scope;

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
    return new SuspectRanking(scene, known).suspects();
  }

  private SuspectRanking(Scene scene, Predicate<String> known) {
    this.scene = scene;
    Symptoms symptoms = new Symptoms(scene);
    FailingPath path = new FailingPath(scene, symptoms);
    rivals = new Rivals(scene, symptoms, path, known);
    boolean loaded = rivals.load().stream().mapToDouble(Finding::decibans).sum() >= LOADED;
    edits = scene.commits().stream().map(Edit::new).toList();
    content = new Content(symptoms, edits, known, loaded);
    logsMatter = symptoms.tellOf(WRITTEN_TOO_MUCH);
    traces = new Traces(symptoms);
    timing = new Timing(symptoms);
    scope = new Scope(scene, path);
  }

  private List<Suspect> suspects() {
    List<Suspect> suspects = new ArrayList<>();
    edits.forEach(
        edit -> suspects.add(suspect(Suspect.Kind.COMMIT, edit.commit().id(), findings(edit), 0)));
    scene.telemetry().changes().stream()
        .filter(change -> change.kind() == Change.Kind.FLAG)
        .forEach(
            flag -> suspects.add(suspect(Suspect.Kind.FLAG, flag.setting(), findings(flag), FLAG)));
    double beforehand =
        10 * Math.log10(NONE_BEFOREHAND / (1 - NONE_BEFOREHAND) * Math.max(1, suspects.size()));
    suspects.add(suspect(Suspect.Kind.NO_CHANGE, Suspect.NO_CHANGE, rivals.findings(), beforehand));
    return weighed(suspects);
  }

  /** What a change does is not asked when it came too late to do it. */
  private List<Finding> findings(Edit edit) {
    List<Change> deploys = deploys(scene, edit.commit());
    List<Finding> findings = new ArrayList<>();
    Finding time = timing.of(edit.commit(), deploys);
    findings.add(time);
    scope.of(edit.commit(), deploys).ifPresent(findings::add);
    if (Timing.isPossible(time)) {
      Nature.of(edit, logsMatter).ifPresent(findings::add);
      List<Finding> fits = new ArrayList<>(content.mechanisms(edit));
      traces.of(edit).stream()
          .max(Comparator.comparingDouble(Finding::decibans))
          .ifPresent(fits::add);
      if (fits.isEmpty() && !edit.isEmpty()) {
        fits.add(
            new Finding(
                UNFIT, "nothing that it does is known to fail like this", Finding.Kind.NATURE));
      }
      findings.addAll(fits);
      content.words(edit).ifPresent(findings::add);
    }
    return findings;
  }

  private List<Finding> findings(Change flag) {
    return List.of(timing.of(flag.at(), "it was switched", 0), scope.of(Set.of(flag.service())));
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
