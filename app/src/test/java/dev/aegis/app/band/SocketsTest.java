package dev.aegis.app.band;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sockets under a clock of the test's own. */
class SocketsTest {
  private final Party agent =
      new Party(UUID.randomUUID(), PartyType.AGENT, "one", "aegis/one", "x", true, Instant.EPOCH);
  private final Sockets sockets = new Sockets();
  private final List<Integer> closed = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T03:00:00Z");
  private int frames = 1_000;

  private Connection open() {
    Connection connection =
        new Connection(
            agent,
            UUID.randomUUID(),
            new Line() {
              @Override
              public void send(String text) {
                sent.add(text);
              }

              @Override
              public void close(int code, String reason) {
                closed.add(code);
              }
            },
            new Connection.Greeter() {
              @Override
              public String refusal(Party party, Topic topic) {
                return "";
              }

              @Override
              public void joined(Connection joining, Topic topic, Runnable reply, boolean again) {
                reply.run();
              }
            },
            () -> frames-- > 0,
            () -> now,
            /* fresh= */ false);
    sockets.open(connection);
    return connection;
  }

  @Test
  void aSocketThatIsSilentForTooLongIsEndedSoThatItComesBack() {
    Connection connection = open();
    now = now.plus(Duration.ofSeconds(40));
    connection.heard("[null,\"1\",\"phoenix\",\"heartbeat\",{}]");
    now = now.plus(Sockets.IDLE);

    sockets.sweep(now, _ -> true);

    assertThat(closed).as("exactly as long as may be").isEmpty();

    now = now.plusMillis(1);
    sockets.sweep(now, _ -> true);
    assertThat(closed).containsExactly(4408);
  }

  @Test
  void aSocketWhoseKeyIsGoneIsEndedForGood() {
    open();
    sockets.sweep(now, _ -> false);
    assertThat(closed).containsExactly(1008);
  }

  @Test
  void whoSendsTooMuchOrWhatIsNoFrameIsSentAway() {
    Connection connection = open();
    for (int i = 0; i < 10; i++) {
      connection.heard("nonsense");
    }
    assertThat(closed).containsExactly(1008);
    frames = 0;
    connection.heard("[null,\"1\",\"phoenix\",\"heartbeat\",{}]");
    assertThat(closed).containsExactly(1008, 1013);
    assertThat(sent).isEmpty();
  }

  @Test
  void aNewSocketOfAnAgentTakesThePlaceOfTheOld() {
    Connection old = open();
    open();
    sockets.closed(old);

    assertThat(closed).containsExactly(1008);
    assertThat(sockets.count()).isEqualTo(1);
  }

  @Test
  void aPaceLetsAFewThroughAtOnceAndThenSoManyASecond() {
    Pace pace = new Pace(3, 2);
    List<Boolean> allowed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      allowed.add(pace.allows(agent.id(), now));
    }
    assertThat(allowed).containsExactly(true, true, true, false);
    assertThat(pace.allows(agent.id(), now.plusMillis(500))).isTrue();
    assertThat(pace.allows(agent.id(), now.plusMillis(600))).isFalse();
    assertThat(pace.allows(agent.id(), now.minusSeconds(5))).as("a clock that jumps").isFalse();
  }
}
