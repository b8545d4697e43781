package dev.aegis.app.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.room.Action;
import dev.aegis.room.Decision;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoomJsonTest {
  private static final long SEED = Long.getLong("aegis.seed", 20260101L);
  private static final String QUESTION =
      "{\"v\":1,\"room\":\"INC-2026-0001\",\"seq\":7,\"id\":\"m-1\",\"inReplyTo\":\"m-0\","
          + "\"sender\":\"@human\",\"mentions\":[\"@observer\",\"@validator\"],"
          + "\"intent\":\"question\",\"text\":\"a → \\\"b\\\"\\n/c\","
          + "\"payload\":{\"question\":\"why?\"},\"ts\":\"2026-01-31T08:00:00.250Z\"}";

  static List<Class<?>> payloadTypes() {
    return List.of(Payload.class.getPermittedSubclasses());
  }

  static List<Class<?>> actionTypes() {
    return List.of(Action.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("payloadTypes")
  void everyPayloadComesBackAsItWas(Class<?> type) {
    System.out.println("seed " + SEED);
    RandomPayloads random = new RandomPayloads(SEED);
    for (int i = 0; i < 200; i++) {
      RoomMessage message = message(random, random.of(type), i + 1);
      String line = RoomJson.write(message);
      assertThat(RoomJson.read(line)).isEqualTo(message);
      assertThat(RoomJson.read(line.getBytes(UTF_8))).isEqualTo(message);
      assertThat(RoomJson.write(RoomJson.read(line))).isEqualTo(line);
      assertThat(line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("actionTypes")
  void everyActionComesBackAsItWas(Class<?> type) {
    System.out.println("seed " + SEED);
    RandomPayloads random = new RandomPayloads(SEED);
    for (int i = 0; i < 200; i++) {
      Payload payload =
          new Decision(
              Decision.Outcome.RESOLVED,
              random.action(type),
              "",
              "",
              new Decision.Worth(0, 0, 0, 0, 0));
      assertThat(RoomJson.readPayload(Intent.DECISION, RoomJson.writePayload(payload)))
          .isEqualTo(payload);
    }
  }

  @ParameterizedTest
  @MethodSource("payloadTypes")
  void damagedBytesGiveAMessageOrAClearRefusal(Class<?> type) {
    System.out.println("seed " + SEED);
    RandomPayloads random = new RandomPayloads(SEED);
    SplittableRandom dice = new SplittableRandom(SEED);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = RoomJson.write(message(random, random.of(type), 1)).getBytes(UTF_8);
      try {
        RoomMessage read = RoomJson.read(damaged(bytes, dice));
        assertThat(RoomJson.read(RoomJson.write(read))).isEqualTo(read);
      } catch (RoomException e) {
        refused++;
        assertThat(e.code()).isEqualTo(RoomException.Code.MALFORMED);
        assertThat(e.getMessage()).contains("expected").hasSizeLessThan(600);
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void writesOneLineWithFieldsInTheirOrder() {
    RoomMessage message =
        new RoomMessage(
            1,
            new RoomId("INC-2026-0001"),
            7,
            new MessageId("m-1"),
            new MessageId("m-0"),
            Handle.HUMAN,
            List.of(Handle.OBSERVER, Handle.VALIDATOR),
            "a → \"b\"\n/c",
            new Question("why?"),
            Instant.parse("2026-01-31T08:00:00.250Z"));
    assertThat(RoomJson.write(message)).isEqualTo(QUESTION);
    assertThat(RoomJson.read(QUESTION)).isEqualTo(message);
  }

  @Test
  void leavesOutWhatIsNull() {
    RoomMessage message =
        RoomJson.read(changed(QUESTION, s -> s.replace("\"inReplyTo\":\"m-0\",", "")));
    assertThat(message.repliedTo()).isEmpty();
    assertThat(RoomJson.write(message)).doesNotContain("inReplyTo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "v":1 | "v":2 | at /v: expected wire version 1, found 2
          "v":1 | "v":"1" | at /v: expected a whole number of 32 bits, found "1"
          "v":1, | `` | at the top: expected the field "v", found none
          "seq":7 | "seq":0 | at the top: expected a place in the log from 1 on, found 0
          "seq":7 | "seq":7.0 | at /seq: expected a whole number of 64 bits, found the number 7.0
          "seq":7 | "seq":99999999999999999999 | at /seq: expected a whole number of 64 bits
          "seq":7 | "seq":7,"mood":"good" | at the top: expected only the fields of this version, found also "mood"
          "seq":7 | "seq":7,"seq":8 | Duplicate
          "INC-2026-0001" | "INC-1" | at /room: expected a room such as INC-2026-0001, found "INC-1"
          "m-0" | null | at /inReplyTo: expected text, found null
          "@human" | "@Human" | at /sender: expected a handle such as @observer, found "@Human"
          "@validator" | 3 | at /mentions/1: expected text, found the number 3
          "@validator" | "validator" | at /mentions/1: expected a handle such as @observer, found "validator"
          "@validator" | "@observer" | at the top: expected each mention once
          "intent":"question" | "intent":"gossip" | at /intent: expected an intent of this version, found "gossip"
          "intent":"question" | "intent":"QUESTION" | at /intent: expected an intent of this version
          "intent":"question" | "intent":"postmortem" | at /payload: expected the field "markdown", found none
          {"question":"why?"} | ["why?"] | at /payload: expected an object, found a list of 1
          "why?"} | "why?","x":{"y":1}} | at /payload: expected only the fields of this version, found also "x"
          250Z | 250+01:00 | at /ts: expected an instant in UTC
          2026-01-31T | 2026-02-30T | at /ts: expected an instant in UTC
          250Z"} | 250Z"} {} | expected one JSON value, found more after it
          250Z"} | 250Z" | expected JSON, found something else
          """)
  void refusesWhatIsNotTheWireForm(String from, String to, String complaint) {
    assertThatThrownBy(() -> RoomJson.read(changed(QUESTION, s -> s.replace(from, to))))
        .isInstanceOfSatisfying(
            RoomException.class, e -> assertThat(e.code()).isEqualTo(RoomException.Code.MALFORMED))
        .hasMessageContaining(complaint);
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    Remediation endless = (Remediation) new RandomPayloads(SEED).of(Remediation.class);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Remediation remediation =
          new Remediation(
              1,
              endless.action(),
              "",
              null,
              "",
              Duration.ZERO,
              endless.blastRadius(),
              bad,
              "",
              List.of());
      assertThatThrownBy(() -> RoomJson.writePayload(remediation))
          .isInstanceOf(RoomException.class)
          .hasMessageContaining("expected a finite number for \"dollarsPerHour\", found " + bad);
    }
    String line =
        RoomJson.writePayload(endless)
            .replaceAll("\"dollarsPerHour\":[^,]*", "\"dollarsPerHour\":1e999");
    assertThatThrownBy(() -> RoomJson.readPayload(Intent.REMEDIATION_PROPOSAL, line))
        .isInstanceOf(RoomException.class)
        .hasMessageContaining("at /dollarsPerHour: expected a finite number");
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeep() {
    String large = "x".repeat(RoomJson.MAX_BYTES);
    assertThatThrownBy(() -> RoomJson.writePayload(new Postmortem(large)))
        .isInstanceOf(RoomException.class)
        .hasMessageContaining("at most 1048576 bytes, found 10485");
    assertThatThrownBy(() -> RoomJson.read("[".repeat(100_000)))
        .isInstanceOf(RoomException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void hostileTextInAnErrorCannotMoveTheCursor() {
    String line = changed(QUESTION, s -> s.replace("@human", "\\u001b[2J" + "y".repeat(5000)));
    assertThatThrownBy(() -> RoomJson.read(line))
        .hasMessageContaining("found \"?[2Jyyy")
        .message()
        .hasSizeLessThan(200);
  }

  private static String changed(String line, UnaryOperator<String> change) {
    String other = change.apply(line);
    assertThat(other).isNotEqualTo(line);
    return other;
  }

  private static RoomMessage message(RandomPayloads random, Payload payload, long seq) {
    return new RoomMessage(
        RoomMessage.WIRE_VERSION,
        RoomId.of(2026, 1),
        seq,
        random.messageId(),
        seq % 2 == 0 ? random.messageId() : null,
        Handle.AEGIS,
        seq % 3 == 0 ? List.of() : List.of(Handle.HUMAN, Handle.OBSERVER),
        random.text(),
        payload,
        random.instant());
  }

  private static byte[] damaged(byte[] bytes, SplittableRandom dice) {
    List<Byte> list = new ArrayList<>();
    for (byte b : bytes) {
      list.add(b);
    }
    byte[] signs = "{}[]\",:0-9.eE\\u null true".getBytes(UTF_8);
    for (int i = 1 + dice.nextInt(3); i > 0 && !list.isEmpty(); i--) {
      int at = dice.nextInt(list.size());
      switch (dice.nextInt(4)) {
        case 0 -> list.set(at, (byte) dice.nextInt(256));
        case 1 -> list.remove(at);
        case 2 -> list.add(at, signs[dice.nextInt(signs.length)]);
        default -> list.subList(at, Math.min(list.size(), at + dice.nextInt(40))).clear();
      }
    }
    byte[] out = new byte[list.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = list.get(i);
    }
    return out;
  }
}
