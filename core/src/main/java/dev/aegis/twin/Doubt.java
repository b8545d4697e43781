package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a replay takes to go badly although nobody ever saw it. A fix that would hold if it went
 * well is not rejected: the figures do not decide.
 *
 * @param contention more calls at once than were seen slow a called service down further
 * @param heaps heaps that a setting filled stay full once it is taken back
 * @param slots requests that hang because of a setting hold their slots once it is taken back
 * @param what the same in words, one clause each
 */
record Doubt(boolean contention, boolean heaps, boolean slots, List<String> what)
    implements Supposition {
  Doubt {
    what = List.copyOf(what);
  }

  /**
   * What there is to doubt.
   *
   * @param regions that the action reaches
   */
  static Optional<Doubt> of(Action action, Fitted fitted, Set<String> regions) {
    List<String> what = new ArrayList<>();
    Optional<Call> guessed =
        fitted.model().regions().stream()
            .filter(region -> regions.contains(region.name()))
            .flatMap(region -> region.calls().stream())
            .filter(call -> call.phases().getLast().isGuessed())
            .findFirst();
    guessed.ifPresent(call ->
        what.add(
            String.format(
                Locale.ROOT,
                "%s slows down further with more than %.0f calls at once",
                call.to(),
                call.phases().getLast().bornOut())));
    boolean heaps = false;
    boolean slots = false;
    for (Action step : action.steps()) {
      ServiceModel.Effect effect = effectNow(step, fitted.model());
      if (effect.moreLeakPerRequest() + effect.moreLeakPerSecond() > 0) {
        heaps = true;
        what.add("heaps stay as full as they are after " + step.describe());
      }
      if (effect.moreHangs() > 0) {
        slots = true;
        what.add("requests that hang go on holding their slots after " + step.describe());
      }
    }
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(new Doubt(guessed.isPresent(), heaps, slots, what));
  }

  /** What the setting that a step takes back does. */
  private static ServiceModel.Effect effectNow(Action step, ServiceModel model) {
    String value =
        switch (step) {
          case Action.SetFlag a -> ServiceModel.flag(a.flag(), a.from());
          case Action.SetConfig a -> ServiceModel.config(a.key(), a.from());
          case Action.ScalePods _,
              Action.RestartPods _,
              Action.RollbackDeploy _,
              Action.FailoverRegion _,
              Action.RollbackAndFailover _,
              Action.ShedLoad _ ->
              "";
        };
    return Objects.requireNonNullElse(model.effects().get(value), ServiceModel.Effect.NONE);
  }

  /** Why nothing is rejected. */
  String sentence() {
    return "it was never seen whether "
        + String.join(" or ", what)
        + ", and the fix fails only if so";
  }

  /** Everything in doubt goes well. */
  @Override
  public void takeEffect(ServiceSimulation simulation) {
    if (contention) {
      simulation.keepToSeen();
    }
    if (heaps) {
      simulation.emptyHeaps();
    }
    if (slots) {
      simulation.freeHanging();
    }
  }
}
