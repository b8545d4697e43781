package dev.aegis.app.terminal;

import dev.aegis.postmortem.Figures;
import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Plan;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Change;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of the room in words, the same on every surface. */
public final class Words {
  private Words() {}

  static Ink ink(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Ink.GOOD;
      case REJECT -> Ink.BAD;
      case ABSTAIN -> Ink.WARN;
    };
  }

  /** The probability of a verdict, never without what it is a probability of. */
  public static String held(ValidationResult result) {
    String of = "P(SLO held " + Figures.duration(result.horizon()) + ") ";
    return of
        + (result.replications() == 0 ? "not known" : Figures.probability(result.probability()));
  }

  /** What the futures show beside the SLO; empty where there were none. */
  public static String outlook(ValidationResult result) {
    return result
        .outlook()
        .map(outlook ->
            "P(collapse) "
                + Figures.probability(outlook.collapse())
                + ", of doing nothing "
                + Figures.probability(outlook.collapseWithout())
                + outlook
                    .tightest()
                    .map(h ->
                        "; head-room "
                            + Math.round(100 * h.left())
                            + " % of the slots in "
                            + h.region())
                    .orElse(""))
        .orElse("");
  }

  public static String cause(double weight) {
    return "P(cause) " + Figures.probability(weight);
  }

  public static String blast(BlastRadius radius) {
    return switch (radius) {
      case SMALL -> "SMALL, one service in one region, nothing running is stopped";
      case MEDIUM -> "MEDIUM, one service in one region, what runs is replaced or refused";
      case LARGE -> "LARGE, a region's users or another region too";
    };
  }

  public static String undo(@Nullable Action undo, String why) {
    return undo == null ? "none: " + why : undo.describe() + "; " + why;
  }

  static String change(Change change) {
    String kind = change.kind().name().toLowerCase(Locale.ROOT);
    String versions =
        change.previous().isEmpty()
            ? change.version()
            : change.previous() + " → " + change.version();
    return kind + " " + versions + (change.service().isEmpty() ? "" : " of " + change.service());
  }

  /** When it began, and after or before which change. */
  public static String onset(Signal signal) {
    String began = "began " + Figures.time(signal.startedAt());
    return signal.suspects().isEmpty()
        ? began + "; no recorded change comes into question"
        : began + ", " + suspect(signal.suspects().getFirst());
  }

  private static String suspect(Signal.Suspect suspect) {
    double seconds = suspect.secondsBefore();
    return (seconds >= 0
            ? Figures.seconds(seconds) + " after "
            : Figures.seconds(-seconds) + " before ")
        + change(suspect.change());
  }

  /** How far off, in the words of the detector: in units of the normal spread, or in deviations. */
  static String score(Signal.Symptom symptom) {
    double score = symptom.score();
    String number = Figures.number(Math.abs(score) >= 10 ? Math.rint(score) : score);
    return switch (symptom.detector()) {
      case "median-mad" -> number + " x normal spread";
      case "z-score" -> "z " + number;
      default -> symptom.detector() + " " + number;
    };
  }

  /** Every service and region that a plan touches. */
  public static String targets(Plan plan) {
    Map<String, Set<String>> targets = new LinkedHashMap<>();
    plan.action().steps().forEach(step -> target(step, targets));
    return targets.entrySet().stream()
        .map(t ->
            t.getKey() + (t.getValue().isEmpty() ? "" : " in " + String.join(", ", t.getValue())))
        .collect(Collectors.joining("; "));
  }

  private static void target(Action action, Map<String, Set<String>> targets) {
    switch (action) {
      case Action.ScalePods a -> add(targets, a.service(), a.region());
      case Action.RestartPods a -> add(targets, a.service(), a.region());
      case Action.RollbackDeploy a -> add(targets, a.service(), a.region());
      case Action.FailoverRegion a -> {
        add(targets, a.service(), a.fromRegion());
        add(targets, a.service(), a.toRegion());
      }
      case Action.RollbackAndFailover a -> a.steps().forEach(step -> target(step, targets));
      case Action.ShedLoad a -> add(targets, a.service(), a.region());
      case Action.SetFlag a -> add(targets, "flag " + a.flag() + " of " + a.service(), "");
      case Action.SetConfig a -> add(targets, "config " + a.key() + " of " + a.service(), "");
    }
  }

  private static void add(Map<String, Set<String>> targets, String what, String region) {
    Set<String> regions = targets.computeIfAbsent(what, _ -> new LinkedHashSet<>());
    if (!region.isEmpty()) {
      regions.add(region);
    }
  }

  public static String shortHash(String hash) {
    return hash.substring(0, Math.min(8, hash.length()));
  }
}
