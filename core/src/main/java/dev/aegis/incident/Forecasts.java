package dev.aegis.incident;

import dev.aegis.room.Comparison;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the replay forecast of executed plans beside what came of them: a fold over the logs of all
 * rooms, apart for each environment, since a forecast that holds in a lab proves nothing about
 * production. Immutable.
 *
 * @param environments by name, in alphabetical order
 */
public record Forecasts(List<Environment> environments) {
  public Forecasts {
    environments = List.copyOf(environments);
  }

  /**
   * One executed plan.
   *
   * @param room where
   * @param action its kind in the catalogue
   * @param held whether it helped in reality
   * @param comparison forecast and outcome
   */
  public record Entry(RoomId room, String action, boolean held, Comparison comparison) {}

  /**
   * The record of one environment.
   *
   * @param name as its owners call it
   * @param entries oldest first
   */
  public record Environment(String name, List<Entry> entries) {
    public Environment {
      Objects.requireNonNull(name);
      entries = List.copyOf(entries);
    }

    /** How many of the executed plans helped. */
    public long held() {
      return entries.stream().filter(Entry::held).count();
    }

    /**
     * Mean squared difference between the probability that was forecast and what came, 0 to 1; 0.25
     * is a coin's. Brier, <i>Verification of forecasts expressed in terms of probability</i>, 1950.
     * NaN without entries.
     */
    public double brier() {
      return entries.stream()
          .mapToDouble(e -> {
            double miss = e.comparison().probability() - (e.held() ? 1 : 0);
            return miss * miss;
          })
          .average()
          .orElse(Double.NaN);
    }

    /**
     * Share of the plans whose measured p99 lay in the forecast's band of 90 %; NaN when none had
     * both.
     */
    public double inBand() {
      return entries.stream()
          .map(Entry::comparison)
          .filter(Comparison::hasP99)
          .mapToDouble(c -> c.inBand() ? 1 : 0)
          .average()
          .orElse(Double.NaN);
    }

    /** Median of |measured / forecast - 1| of p99; NaN when no plan had both. */
    public double p99Error() {
      return Quantile.median(
          entries.stream()
              .map(Entry::comparison)
              .filter(c -> c.hasP99() && c.p99Millis() > 0)
              .mapToDouble(c -> Math.abs(c.measuredP99Millis() / c.p99Millis() - 1)));
    }
  }

  /** Folds the logs of all rooms, each given in order. */
  public static Forecasts of(Collection<List<RoomMessage>> rooms) {
    TreeMap<String, List<Entry>> byName = new TreeMap<>();
    for (List<RoomMessage> log : rooms) {
      Incident incident = Incident.of(log);
      String name = incident.signal().map(Signal::environment).orElse("");
      for (RoomMessage message : log) {
        entry(message, incident)
            .ifPresent(entry -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry));
      }
    }
    return of(byName);
  }

  /** All of them as one, such as those of several journals, given oldest first. */
  public static Forecasts together(List<Forecasts> parts) {
    TreeMap<String, List<Entry>> byName = new TreeMap<>();
    for (Forecasts part : parts) {
      for (Environment each : part.environments()) {
        byName.computeIfAbsent(each.name(), _ -> new ArrayList<>()).addAll(each.entries());
      }
    }
    return of(byName);
  }

  private static Forecasts of(Map<String, List<Entry>> byName) {
    return new Forecasts(
        byName.entrySet().stream().map(e -> new Environment(e.getKey(), e.getValue())).toList());
  }

  /** Forecasts of plans that helped in an environment, oldest first. */
  public List<Comparison> held(String environment) {
    return environments.stream()
        .filter(e -> e.name().equals(environment))
        .flatMap(e -> e.entries().stream())
        .filter(Entry::held)
        .map(Entry::comparison)
        .toList();
  }

  private static Optional<Entry> entry(RoomMessage message, Incident incident) {
    if (!(message.payload() instanceof Verification verification)) {
      return Optional.empty();
    }
    Comparison comparison = verification.comparison();
    Optional<Plan> plan = incident.plan(verification.planHash());
    if (comparison == null || plan.isEmpty()) {
      return Optional.empty();
    }
    boolean held = verification.outcome() == Verification.Outcome.HELD;
    String action = plan.get().action().kind().wire();
    return Optional.of(new Entry(message.room(), action, held, comparison));
  }
}
