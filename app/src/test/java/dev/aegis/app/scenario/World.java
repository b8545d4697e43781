package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.MortalJournal;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Action;
import dev.aegis.room.Approval;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Production, its target, and those who were told something: what lives on when a process dies. It
 * counts the moments at which a process may die and says when it does.
 */
final class World implements Outside {
  static final int NEVER = -1;
  static final String BEFORE_ORDER = "before the order";
  static final String AFTER_ORDER = "after the order";

  private final SimulatedProduction production;
  private final int fatal;
  private final List<String> moments = new ArrayList<>();
  private final Map<String, Integer> orders = new HashMap<>();
  private final List<Given> given = new ArrayList<>();
  private final List<RoomMessage> acknowledged = new ArrayList<>();
  private boolean dead;

  /** A world in which a process dies once, at the moment of this number, or {@link #NEVER}. */
  World(Scenario scenario, long seed, int fatal) {
    this.production = new SimulatedProduction(scenario, seed);
    this.fatal = fatal;
  }

  /** The process that asked dies here. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** An order as it arrived, followed or not. */
  private record Given(boolean reborn, long epoch) {}

  /** Whether a process has died. */
  boolean dead() {
    return dead;
  }

  /** What was about to happen, or had just happened, at each moment. */
  List<String> moments() {
    return List.copyOf(moments);
  }

  Map<String, Integer> orders() {
    return Map.copyOf(orders);
  }

  @Override
  public void moment(String at) {
    moments.add(at);
    if (moments.size() - 1 == fatal) {
      dead = true;
      throw new Death();
    }
  }

  @Override
  public void acknowledged(List<RoomMessage> messages) {
    acknowledged.addAll(messages);
    // The newest two moments are before and after the write of these, and now have their names.
    String what = messages.stream().map(World::name).collect(Collectors.joining(", "));
    int last = moments.size() - 1;
    if (last > 0 && moments.get(last).equals(MortalJournal.AFTER)) {
      moments.set(last - 1, "before " + what);
      moments.set(last, "after " + what);
    }
  }

  private static String name(RoomMessage message) {
    String state = message.payload() instanceof Execution step ? " " + step.state() : "";
    return message.intent().wire() + state.toLowerCase(Locale.ROOT);
  }

  @Override
  public void dispatch(Order order) {
    given.add(new Given(dead, order.epoch()));
    moment(BEFORE_ORDER);
    orders.merge(order.key(), 1, Integer::sum);
    production.dispatch(order);
    moment(AFTER_ORDER);
  }

  @Override
  public void tick() {
    production.tick();
  }

  @Override
  public boolean over() {
    return production.over();
  }

  @Override
  public Telemetry telemetry() {
    return production.telemetry();
  }

  @Override
  public Instant instant() {
    return production.instant();
  }

  @Override
  public String state(Action action) {
    return production.state(action);
  }

  @Override
  public Rehearsal rehearse(Action action) {
    return production.rehearse(action);
  }

  @Override
  public Sight look(Action action, String key) {
    return production.look(action, key);
  }

  /** What the journal holds in the end against what the world has seen; gives the room's log. */
  List<RoomMessage> assertSafe(Path state, String where) {
    List<RoomMessage> log = new ArrayList<>();
    try (Journal journal = Journal.open(state, production);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      assertThat(journal.check()).as("journal, %s", where).isEmpty();
      for (RoomId room : journal.rooms()) {
        log.addAll(bus.connect(Handle.AEGIS).history(room, 0));
      }
      assertThat(journal.rooms()).as("rooms, %s", where).hasSize(1);
    }
    assertThat(Incident.of(log).status()).as(where).isIn(Status.RESOLVED, Status.UNKNOWN);
    assertThat(log.stream().filter(m -> m.payload() instanceof Signal))
        .as("incidents, %s", where)
        .hasSize(1);
    assertThat(log).extracting(RoomMessage::id).as(where).doesNotHaveDuplicates();
    assertThat(log).as("what was acknowledged, %s", where).containsAll(acknowledged);
    assertThat(approvals(log)).as("approvals, %s", where).containsAll(approvals(acknowledged));
    assertOrders(where);
    return log;
  }

  private void assertOrders(String where) {
    assertThat(orders.values()).as("orders, %s", where).allMatch(count -> count == 1);
    assertThat(production.started()).as("orders followed, %s", where).isLessThanOrEqualTo(1);
    assertThat(given.stream().map(Given::epoch))
        .as("epochs, %s", where)
        .isSorted()
        .allMatch(e -> e > 0);
    // One epoch for each life that gave an order: the second one's is higher.
    assertThat(given.stream().map(Given::epoch).distinct().count())
        .as("epochs of both lives, %s", where)
        .isEqualTo(given.stream().map(Given::reborn).distinct().count());
  }

  private static List<Approval> approvals(List<RoomMessage> log) {
    return log.stream()
        .filter(m -> m.payload() instanceof Approval)
        .map(m -> (Approval) m.payload())
        .toList();
  }
}
