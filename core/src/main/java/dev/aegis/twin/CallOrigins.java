package dev.aegis.twin;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What somebody did that made calls take longer or fail: a setting that was changed, or a deploy of
 * the called service in the same region.
 *
 * <p>A deploy within a quarter of an hour before is taken as the cause. About one deploy in twenty
 * does harm even at the best (DORA, Accelerate State of DevOps, 2019 to 2024: change failure rate
 * of 5 %), and most of that shows at once; a service that fails by itself once a week does so
 * within a given quarter of an hour with a chance of 0.15 %. That is odds of 33 to 1 and more, the
 * shorter the time the better. Where something else was changed as well meanwhile, or where another
 * region's calls stepped at the same time without a deploy, nothing is taken as the cause.
 */
final class CallOrigins {
  private static final Duration LOOKBACK = Duration.ofMinutes(15);

  private final Telemetry telemetry;
  private final ServiceProfile profile;
  private final Turns turns;
  private final Instant origin;

  /** How calls went in the other regions, where they were seen. */
  private final SortedMap<String, List<CallFit>> elsewhere = new TreeMap<>();

  private final List<String> unknowns = new ArrayList<>();
  private final SortedMap<String, String> undecidable = new TreeMap<>();
  private final double step;

  CallOrigins(
      Telemetry telemetry,
      ServiceProfile profile,
      Turns turns,
      Instant origin,
      double step,
      Function<String, List<CallFit>> fits) {
    this.telemetry = telemetry;
    this.profile = profile;
    this.turns = turns;
    this.origin = origin;
    this.step = step;
    for (ServiceProfile.Region region : profile.regions()) {
      if (!region.name().equals(profile.home())) {
        elsewhere.put(region.name(), fits.apply(region.name()));
      }
    }
  }

  /** Sentences about what could not be told. */
  List<String> unknowns() {
    return unknowns;
  }

  /** Settings whose values nobody can vouch for, and why. */
  SortedMap<String, String> undecidable() {
    return undecidable;
  }

  List<CallFit> elsewhere(String region) {
    return elsewhere.getOrDefault(region, List.of());
  }

  /** The calls of home with what their last phases came with. */
  List<Call> home(List<CallFit> fits, double podStart) {
    List<Call> calls = new ArrayList<>();
    for (CallFit fit : fits) {
      Optional<Call.Origin> set = turn(fit).map(CallOrigins::set);
      calls.add(
          new Call(
              fit.to(),
              fit.phases(),
              fit.since(),
              set.isPresent() ? set : deployed(fit, profile.home(), podStart)));
    }
    return calls;
  }

  /** The calls of another region: a setting holds there as well. */
  List<Call> other(String region, List<CallFit> home, double podStart) {
    List<Call> calls = new ArrayList<>();
    for (CallFit fit : elsewhere(region)) {
      Optional<Call.Origin> set =
          home.stream()
              .filter(h -> h.to().equals(fit.to()))
              .flatMap(h -> turn(h).stream())
              .filter(t -> fit.steppedAt(t.atSeconds(), step))
              .findFirst()
              .map(CallOrigins::set);
      calls.add(
          new Call(
              fit.to(),
              fit.phases(),
              fit.since(),
              set.isPresent() ? set : deployed(fit, region, podStart)));
    }
    return calls;
  }

  private static Call.Origin set(Turn turn) {
    return new Call.Origin.Set(turn.name(), turn.to());
  }

  /** The changes of settings with which calls moved, and which those are. */
  List<SettingFit.Moved> moved(List<CallFit> home) {
    List<SettingFit.Moved> moved = new ArrayList<>();
    for (CallFit fit : home) {
      turn(fit)
          .ifPresent(turn -> moved.add(new SettingFit.Moved(turn, fit.to(), fit.lastFactor())));
    }
    return moved;
  }

  /**
   * The change of a setting with which home's calls moved. A setting holds in every region: where
   * the calls moved at home alone, it was not the setting.
   */
  private Optional<Turn> turn(CallFit fit) {
    Optional<Turn> with =
        turns.decidable().stream().filter(t -> fit.steppedAt(t.atSeconds(), step)).findFirst();
    if (with.isEmpty()) {
      return Optional.empty();
    }
    Turn turn = with.get();
    for (String region : elsewhere.keySet()) {
      Optional<CallFit> there = there(region, fit.to());
      if (there.isPresent() && !there.get().steppedAt(turn.atSeconds(), step)) {
        say(
            "the calls to "
                + fit.to()
                + " changed when "
                + turn.name()
                + " was changed, but not in "
                + region
                + ": taken as "
                + fit.to()
                + "'s own doing");
        return Optional.empty();
      }
    }
    if (fit.phases().getLast().contention() + fit.phases().getLast().coherence() > 0) {
      undecidable.put(
          turn.name(),
          fit.to()
              + ", which has taken longer the more calls it has since "
              + turn.name()
              + " was changed, may or may not recover with it");
      return Optional.empty();
    }
    return with;
  }

  private Optional<CallFit> there(String region, String to) {
    return elsewhere(region).stream().filter(f -> f.to().equals(to)).findFirst();
  }

  private Optional<Call.Origin> deployed(CallFit fit, String region, double podStart) {
    if (!fit.changed() || fit.isUnaccounted()) {
      return Optional.empty();
    }
    double stepped = fit.changedAt();
    Optional<Change> deploy =
        telemetry.changes().stream()
            .filter(c -> c.kind() == Change.Kind.DEPLOY && c.service().equals(fit.to()))
            .filter(c -> c.region().isEmpty() || c.region().equals(region))
            .filter(c -> before(c, stepped))
            .reduce((_, later) -> later);
    if (deploy.isEmpty() || deploy.get().previous().isEmpty()) {
      return Optional.empty();
    }
    Change change = deploy.get();
    Optional<Change> other =
        telemetry.changes().stream()
            .filter(c -> !c.equals(change) && before(c, stepped))
            .filter(c -> c.region().isEmpty() || c.region().equals(region))
            .findFirst();
    if (other.isPresent()) {
      say(
          String.format(
              Locale.ROOT,
              "calls to %s changed after its deploy, but %s was changed as well: what each of them"
                  + " does cannot be told",
              fit.to(),
              other.get().service().isEmpty() ? other.get().setting() : other.get().service()));
      return Optional.empty();
    }
    if (!change.region().isEmpty() && steppedElsewhere(fit, region, stepped)) {
      say(
          "calls to "
              + fit.to()
              + " changed in other regions at the same time, where it was not deployed");
      return Optional.empty();
    }
    double pods = pods(fit.to(), region);
    return Optional.of(new Call.Origin.Deployed(change.previous(), pods * podStart));
  }

  private boolean steppedElsewhere(CallFit fit, String region, double stepped) {
    return elsewhere.keySet().stream()
        .filter(name -> !name.equals(region))
        .flatMap(name -> there(name, fit.to()).stream())
        .anyMatch(there -> there.steppedAt(stepped, step));
  }

  private boolean before(Change change, double stepped) {
    double at = Duration.between(origin, change.at()).toMillis() / 1000.0;
    return at <= stepped + CallFit.KNOWN_WITHIN * step && at >= stepped - LOOKBACK.toSeconds();
  }

  private double pods(String service, String region) {
    return telemetry
        .find(Metric.PODS_READY, service, region)
        .filter(s -> !s.isEmpty())
        .map(CallOrigins::last)
        .filter(pods -> pods >= 1)
        .orElse(1.0);
  }

  private static double last(Series series) {
    return series.value(series.size() - 1);
  }

  private void say(String unknown) {
    if (!unknowns.contains(unknown)) {
      unknowns.add(unknown);
    }
  }
}
