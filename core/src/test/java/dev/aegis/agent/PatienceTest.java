package dev.aegis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.incident.Incident;
import dev.aegis.room.Deferral;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  private static final Slo SLO = new Slo(1000, 0.01);

  private final List<RoomMessage> log = new ArrayList<>();

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private RoomMessage say(Handle sender, Payload payload, int second) {
    long seq = log.size() + 1L;
    RoomMessage message =
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            ROOM,
            seq,
            new MessageId("m-" + seq),
            null,
            sender,
            List.of(),
            "text",
            payload,
            at(second));
    log.add(message);
    return message;
  }

  /** The turn that the timer of a deferral at 100 s gives at 120 s. */
  private Turn judgedAgain(double... p99) {
    say(
        Handle.OBSERVER,
        new Signal(
            "shop",
            "east",
            Severity.SEV2,
            "burning",
            at(80),
            at(90),
            SLO,
            List.of(),
            List.of(),
            0,
            List.of()),
        90);
    RoomMessage put = say(Handle.COMMANDER, new Deferral("too early", List.of(), at(120)), 100);
    RoomMessage timer =
        say(Handle.AEGIS, new Timer(Timer.Purpose.JUDGE_AGAIN, put.id(), at(120)), 120);
    return new Turn(log, timer, at(120), new TelemetryDesk(telemetry(p99)));
  }

  /** A scrape every five seconds up to 120 s. */
  private static Telemetry telemetry(double... p99) {
    Series series =
        new Series(
            SeriesKey.of(Metric.LATENCY_P99, "shop", "east"),
            IntStream.range(0, p99.length)
                .mapToLong(i -> at(120 - 5 * (p99.length - 1 - i)).toEpochMilli())
                .toArray(),
            p99);
    return new Telemetry(List.of(series), List.of(), List.of());
  }

  @Test
  void whatIsOverMeanwhileIsNotRepaired() {
    Turn turn = judgedAgain(2000, 2000, 900, 200, 210, 190);

    List<Reply> replies = new Diagnostician().answer(turn);

    assertThat(replies).hasSize(1);
    assertThat(replies.getFirst().payload()).isInstanceOf(Escalation.class);
    assertThat(replies.getFirst().mentions()).containsExactly(Handle.HUMAN);
    assertThat(replies.getFirst().text()).contains("nothing was done");
  }

  @Test
  void whatStillBurnsIsLookedIntoAgain() {
    Turn turn = judgedAgain(2000, 2000, 900, 2100, 210, 190);
    assertThat(Patience.overMeanwhile(turn, Incident.of(log))).isEmpty();
  }

  @Test
  void silenceIsNoRecovery() {
    Turn turn = judgedAgain(190);
    assertThat(Patience.overMeanwhile(turn, Incident.of(log))).isEmpty();
  }
}
