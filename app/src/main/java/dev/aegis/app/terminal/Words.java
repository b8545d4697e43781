package dev.aegis.app.terminal;

import dev.aegis.postmortem.Figures;
import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Plan;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Change;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of the room in the words of the terminal. */
final class Words {
  private Words() {}

  static Ink ink(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Ink.GOOD;
      case REJECT -> Ink.BAD;
      case ABSTAIN -> Ink.WARN;
    };
  }

  /** The probability of a verdict, never without what it is a probability of. */
  static String held(ValidationResult result) {
    String of = "P(SLO held " + Figures.duration(result.horizon()) + ") ";
    return of
        + (result.replications() == 0 ? "not known" : Figures.probability(result.probability()));
  }

  static String cause(double weight) {
    return "P(cause) " + Figures.probability(weight);
  }

  static String blast(BlastRadius radius) {
    return switch (radius) {
      case SMALL -> "SMALL, one service in one region, nothing running is stopped";
      case MEDIUM -> "MEDIUM, one service in one region, what runs is replaced or refused";
      case LARGE -> "LARGE, all users of a region, or another region too";
    };
  }

  static String undo(@Nullable Action undo, String why) {
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

  static String suspect(Signal.Suspect suspect) {
    double seconds = suspect.secondsBefore();
    String when =
        seconds >= 0
            ? Figures.seconds(seconds) + " before"
            : Figures.seconds(-seconds) + " after the onset";
    return change(suspect.change()) + ", " + when + ": " + suspect.why();
  }

  /** Every service and region that a plan touches. */
  static String targets(Plan plan) {
    Set<String> targets = new LinkedHashSet<>();
    plan.action().steps().forEach(step -> targets.addAll(targets(step)));
    return String.join(", ", targets) + "; now " + plan.observedState();
  }

  private static List<String> targets(Action action) {
    return switch (action) {
      case Action.ScalePods a -> List.of(in(a.service(), a.region()));
      case Action.RestartPods a -> List.of(in(a.service(), a.region()));
      case Action.RollbackDeploy a -> List.of(in(a.service(), a.region()));
      case Action.FailoverRegion a ->
          List.of(in(a.service(), a.fromRegion()), in(a.service(), a.toRegion()));
      case Action.RollbackAndFailover a ->
          a.steps().stream().flatMap(step -> targets(step).stream()).toList();
      case Action.ShedLoad a -> List.of(in(a.service(), a.region()));
      case Action.SetFlag a -> List.of("flag " + a.flag() + " of " + a.service());
      case Action.SetConfig a -> List.of("config " + a.key() + " of " + a.service());
    };
  }

  private static String in(String service, String region) {
    return region.isEmpty() ? service : service + " in " + region;
  }

  static String shortHash(String hash) {
    return hash.substring(0, Math.min(8, hash.length()));
  }
}
