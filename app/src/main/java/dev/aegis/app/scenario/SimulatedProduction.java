package dev.aegis.app.scenario;

import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ServiceSimulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The service of a scenario, running on the story's clock: each {@link #tick} lets it run to the
 * next scrape. It is also the clock of the story and the target of its actions. Used by one thread;
 * others may read the clock.
 */
public final class SimulatedProduction implements Production, Actuator {
  private final Scenario scenario;
  private final ServiceSimulation simulation;
  private final Recorder recorder;
  private final List<Change> changes = new ArrayList<>();
  private final Set<String> orders = new HashSet<>();
  private final List<Action> started = new ArrayList<>();
  private volatile Duration elapsed = Duration.ZERO;
  private int nextEvent;
  private long epoch;
  private boolean hidden;

  public SimulatedProduction(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.simulation = new ServiceSimulation(scenario.production(), seed, 0);
    this.recorder = new Recorder(scenario.profile().service(), scenario.hidden());
  }

  @Override
  public void tick() {
    elapsed = elapsed.plus(scenario.scrapeEvery());
    while (nextEvent < scenario.events().size()
        && scenario.events().get(nextEvent).at().compareTo(elapsed) < 0) {
      happen(scenario.events().get(nextEvent));
      nextEvent++;
    }
    simulation.advanceTo(seconds(elapsed));
    recorder.record(instant(), simulation.scrape());
  }

  @Override
  public boolean over() {
    return elapsed.compareTo(scenario.limit()) >= 0;
  }

  /** The story's time: that of the newest scrape. */
  @Override
  public Instant instant() {
    return scenario.begins().plus(elapsed);
  }

  @Override
  public Telemetry telemetry() {
    return recorder.telemetry(changes);
  }

  private void happen(Scenario.Event event) {
    double at = seconds(event.at());
    switch (event) {
      case Scenario.Changed changed -> {
        changes.add(
            new Change(
                scenario.begins().plus(changed.at()),
                changed.kind(),
                changed.service(),
                changed.region(),
                changed.version(),
                changed.previous(),
                changed.description(),
                changed.setting()));
        if (changed.kind() == Change.Kind.DEPLOY
            && changed.service().equals(scenario.profile().service())) {
          simulation.deploy(
              changed.region(),
              changed.version(),
              at,
              seconds(changed.betweenPods()),
              seconds(changed.podDown()));
        }
      }
      case Scenario.PodsLost lost -> simulation.lose(lost.region(), lost.pods(), at);
    }
  }

  @Override
  public String state(Action action) {
    return simulation.desired();
  }

  @Override
  public Rehearsal rehearse(Action action) {
    return new Rehearsal(true, action.describe());
  }

  @Override
  public void dispatch(Order order) {
    if (order.epoch() < epoch) {
      throw new RefusedException(
          "the order's epoch " + order.epoch() + " is over: " + epoch + " was seen");
    }
    epoch = order.epoch();
    Action action = order.action();
    if (!orders.add(order.key()) || scenario.withoutEffect().contains(action.kind())) {
      return;
    }
    started.add(action);
    simulation.apply(action, simulation.now());
    simulation.advanceTo(simulation.now());
  }

  @Override
  public Sight look(Action action, String key) {
    if (hidden) {
      return Sight.OUT_OF_SIGHT;
    }
    if (!orders.contains(key)) {
      return Sight.UNCHANGED;
    }
    if (scenario.outOfSight().contains(action.kind())) {
      return Sight.OUT_OF_SIGHT;
    }
    boolean done = scenario.withoutEffect().contains(action.kind()) || simulation.done(action);
    return done ? Sight.AS_ORDERED : Sight.UNDER_WAY;
  }

  /** How many orders it has begun to follow. */
  int started() {
    return started.size();
  }

  /** Whether the newest order had its full effect. */
  boolean settled() {
    return started.isEmpty() || simulation.done(started.getLast());
  }

  /** From now on it cannot be read. */
  void hide() {
    hidden = true;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
