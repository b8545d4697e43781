package dev.aegis.app.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.execution.Actuator;
import dev.aegis.execution.Actuator.Order;
import dev.aegis.execution.Actuator.Sight;
import dev.aegis.room.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders to two real HAProxy processes, each before pods of its own. */
class HaproxyActuatorTest {
  private static final String EAST = "us-east-1";
  private static final String WEST = "us-west-2";
  private static final String SERVICE = "checkout-api";
  private static final Action AWAY = new Action.FailoverRegion(SERVICE, EAST, WEST);
  private static final Action BACK = new Action.FailoverRegion(SERVICE, WEST, EAST);

  @TempDir static Path directory = Path.of("");

  private RunningEdge east;
  private RunningEdge west;

  @BeforeEach
  void start() throws Exception {
    Path own = java.nio.file.Files.createTempDirectory(directory, "t");
    east = RunningEdge.start(EAST, WEST, own);
    west = RunningEdge.start(WEST, EAST, own);
    east.slots.peer(WEST, Optional.of(west.config.port()));
    west.slots.peer(EAST, Optional.of(east.config.port()));
    east.serve(2);
    west.serve(2);
  }

  @AfterEach
  void end() {
    if (east != null) {
      east.close();
    }
    if (west != null) {
      west.close();
    }
  }

  @Test
  void keepsEveryRequestAtHomeBeforeAnythingIsOrdered() throws Exception {
    assertThat(east.send(100)).isEqualTo(Map.of(EAST, 100));
    assertThat(west.send(100)).isEqualTo(Map.of(WEST, 100));
  }

  @Test
  void movesEveryRequestAwayAndBringsItHomeAgain() throws Exception {
    Actuator actuator = actuator();
    assertThat(actuator.look(AWAY, "k1")).isEqualTo(Sight.UNCHANGED);

    actuator.dispatch(new Order(AWAY, "k1", 1));

    assertThat(actuator.look(AWAY, "k1")).isEqualTo(Sight.AS_ORDERED);
    assertThat(east.send(200)).isEqualTo(Map.of(WEST, 200));
    assertThat(west.send(50)).isEqualTo(Map.of(WEST, 50));

    actuator.dispatch(new Order(BACK, "k2", 1));

    assertThat(actuator.look(BACK, "k2")).isEqualTo(Sight.AS_ORDERED);
    assertThat(east.send(200)).isEqualTo(Map.of(EAST, 200));
    assertThat(west.send(50)).isEqualTo(Map.of(WEST, 50));
    // What was ordered first has been replaced.
    assertThat(actuator.look(AWAY, "k1")).isEqualTo(Sight.OUT_OF_SIGHT);
  }

  @Test
  void movesRequestsGraduallyAlsoWhenWhoOrderedItIsGone() throws Exception {
    Duration ramp = Duration.ofHours(1);
    Instant halfARampAgo = Instant.now().minus(ramp.dividedBy(2));
    actuator(ramp, 100, InstantSource.fixed(halfARampAgo)).dispatch(new Order(AWAY, "k", 1));

    Map<String, Integer> answers = east.send(1000);

    // Half of them, with a standard deviation of 1.6 %.
    assertThat(answers.getOrDefault(WEST, 0)).isBetween(400, 600);
    assertThat(answers.get(EAST)).isEqualTo(1000 - answers.getOrDefault(WEST, 0));
    assertThat(actuator(ramp, 100, InstantSource.system()).look(AWAY, "k"))
        .isEqualTo(Sight.UNDER_WAY);
    InstantSource later = InstantSource.fixed(halfARampAgo.plus(ramp));
    assertThat(actuator(ramp, 100, later).look(AWAY, "k")).isEqualTo(Sight.AS_ORDERED);
  }

  @Test
  void turnsRoundInTheMiddleOfARampFromWhereItIs() throws Exception {
    Duration ramp = Duration.ofHours(1);
    Instant begin = Instant.now().minus(ramp.dividedBy(2));
    actuator(ramp, 100, InstantSource.fixed(begin)).dispatch(new Order(AWAY, "k1", 1));

    actuator(ramp, 100, InstantSource.system()).dispatch(new Order(BACK, "k2", 1));

    assertThat(east.routes().from().getOrDefault(WEST, 0)).isBetween(4900, 5100);
    assertThat(east.routes().to().getOrDefault(WEST, -1)).isZero();
    assertThat(east.send(500).getOrDefault(WEST, 0)).isBetween(175, 325);
  }

  @Test
  void refusesTheShareOrderedAndThenNoneAgain() throws Exception {
    Actuator actuator = actuator();
    Action some = new Action.ShedLoad(SERVICE, EAST, 0, 0.3);
    actuator.dispatch(new Order(some, "k1", 1));

    Map<String, Integer> answers = east.send(1000);

    // Three in ten, with a standard deviation of 1.4 %.
    assertThat(answers.getOrDefault("503", 0)).isBetween(220, 380);
    assertThat(answers.get(EAST)).isEqualTo(1000 - answers.getOrDefault("503", 0));
    assertThat(actuator.look(some, "k1")).isEqualTo(Sight.AS_ORDERED);
    assertThat(actuator.state(some)).contains("refuse 30.00%");

    actuator.dispatch(new Order(new Action.ShedLoad(SERVICE, EAST, 0.3, 0), "k2", 1));

    assertThat(east.send(100)).isEqualTo(Map.of(EAST, 100));
  }

  @Test
  void tellsTheSameStateWhateverWasServed() throws Exception {
    Actuator actuator = actuator();
    String before = actuator.state(AWAY);
    east.send(50);

    assertThat(actuator.state(AWAY))
        .isEqualTo(before)
        .isEqualTo(
            """
            us-east-1: traffic at home, refuse 0.00%, slot-1=ready slot-2=ready
            us-west-2: traffic at home, refuse 0.00%, slot-1=ready slot-2=ready\
            """);

    actuator.dispatch(new Order(AWAY, "k", 1));
    assertThat(actuator.state(AWAY)).contains("us-east-1: traffic us-west-2=100.00%");
  }

  @Test
  void changesNothingWhenAKeyIsGivenAgain() {
    Actuator actuator = actuator();
    actuator.dispatch(new Order(AWAY, "INC-2026-0001/0a b;\\/0", 1));
    HaproxyRoutes once = east.routes();

    actuator.dispatch(new Order(AWAY, "INC-2026-0001/0a b;\\/0", 2));

    assertThat(east.routes()).isEqualTo(once);
    assertThat(once.keys()).containsOnlyKeys("INC-2026-0001/0a b;\\/0");
  }

  @Test
  void refusesAnOldOwner() {
    Actuator actuator = actuator();
    actuator.dispatch(new Order(AWAY, "k1", 7));
    HaproxyRoutes before = east.routes();

    assertThatThrownBy(() -> actuator.dispatch(new Order(BACK, "k2", 6)))
        .isInstanceOf(Actuator.RefusedException.class)
        .hasMessageContaining("expected epoch 7 or more, found 6");
    assertThatThrownBy(() -> actuator.dispatch(new Order(AWAY, "k1", 6)))
        .isInstanceOf(Actuator.RefusedException.class);
    assertThat(east.routes()).isEqualTo(before);
  }

  @Test
  void rehearsesWithoutChangingAnything() {
    Actuator actuator = actuator();
    HaproxyRoutes before = east.routes();

    Actuator.Rehearsal rehearsal = actuator.rehearse(AWAY);

    assertThat(rehearsal.accepted()).isTrue();
    assertThat(rehearsal.sentence())
        .isEqualTo("would order traffic us-west-2=100.00% at the edge of us-east-1");
    assertThat(east.routes()).isEqualTo(before);
    actuator.dispatch(new Order(AWAY, "k", 1));
    assertThat(actuator.rehearse(AWAY).sentence()).startsWith("nothing would change: ");
  }

  @Test
  void movesNothingToARegionWithoutAReadyPod() {
    west.slots.serve(java.util.List.of());

    assertThat(actuator().rehearse(AWAY))
        .isEqualTo(new Actuator.Rehearsal(false, "us-west-2 has no pod that is ready"));
    assertThatThrownBy(() -> actuator().dispatch(new Order(AWAY, "k", 1)))
        .isInstanceOf(Actuator.RefusedException.class);
    assertThat(east.routes().to().getOrDefault(WEST, -1)).isZero();
  }

  @Test
  void movesNothingWhereNoWayLeads() {
    east.slots.peer(WEST, Optional.empty());

    assertThat(actuator().rehearse(AWAY).sentence())
        .isEqualTo("the edge of us-east-1 has no way to us-west-2");
  }

  @Test
  void takesTheOrderToARegionWhoseUsersAreAwayForTheirWayHome() {
    new HaproxyRouteMap(west.socket, west.config.map())
        .change(routes -> routes.weighted(Map.of(EAST, 5000), Duration.ZERO, 0));

    assertThat(actuator().rehearse(AWAY).sentence())
        .isEqualTo("would order traffic at home at the edge of us-west-2");
  }

  @Test
  void movesNothingToARegionThatWouldBeFull() throws Exception {
    Actuator narrow =
        new HaproxyActuator(
            Map.of(EAST, east.region(), WEST, west.region()),
            new HaproxyActuator.Settings(SERVICE, Duration.ZERO, 1, 0.001),
            InstantSource.system());
    // The rate is that of the last second, so it is asked for until it has been seen.
    Actuator.Rehearsal rehearsal = narrow.rehearse(AWAY);
    for (int i = 0; i < 50 && rehearsal.accepted(); i++) {
      west.send(50);
      east.send(50);
      rehearsal = narrow.rehearse(AWAY);
    }

    assertThat(rehearsal.accepted()).isFalse();
    assertThat(rehearsal.sentence())
        .matches("us-west-2 would need \\d+\\.\\d of its 2 request slots, expected at most 0 %");
  }

  @Test
  void refusesWhatHaproxyCannotDo() {
    Actuator actuator = actuator();
    Action scale = new Action.ScalePods(SERVICE, EAST, 2, 4);

    assertThat(actuator.rehearse(scale).sentence())
        .isEqualTo(
            "HAProxy moves and refuses requests; expected failover_region or shed_load, found"
                + " scale_pods");
    assertThatThrownBy(() -> actuator.dispatch(new Order(scale, "k", 1)))
        .isInstanceOf(Actuator.RefusedException.class);
    assertThat(actuator.rehearse(new Action.ShedLoad("payments", EAST, 0, 0.1)).accepted())
        .isFalse();
    assertThat(actuator.rehearse(new Action.ShedLoad(SERVICE, "eu-1", 0, 0.1)).accepted())
        .isFalse();
  }

  @Test
  void losesSightWhenHaproxyIsKilled() throws Exception {
    Actuator actuator = actuator();
    actuator.dispatch(new Order(AWAY, "k", 1));
    east.kill();

    assertThat(actuator.look(AWAY, "k")).isEqualTo(Sight.OUT_OF_SIGHT);
    assertThat(actuator.rehearse(AWAY).accepted()).isFalse();
    assertThatThrownBy(() -> actuator.state(AWAY)).isInstanceOf(HaproxyException.class);
    assertThatThrownBy(() -> actuator.dispatch(new Order(BACK, "k2", 1)))
        .isInstanceOf(HaproxyException.class)
        .hasMessageContaining("see whether it runs");
  }

  private Actuator actuator() {
    return actuator(Duration.ZERO, 100, InstantSource.system());
  }

  private Actuator actuator(Duration ramp, int requestsPerPod, InstantSource clock) {
    return new HaproxyActuator(
        Map.of(EAST, east.region(), WEST, west.region()),
        new HaproxyActuator.Settings(SERVICE, ramp, requestsPerPod, 1),
        clock);
  }
}
