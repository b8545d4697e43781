package dev.aegis.app.band.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Frames of Phoenix V2. */
class FrameTest {
  private static final long SEED = Long.getLong("aegis.seed", 20261123L);
  private static final int ROUNDS = 20_000;
  private static final String AGENT = "0a0b0c0d-1111-4222-8333-444455556666";

  private static String text(SplittableRandom random, int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(most);
    for (int i = 0; i < length; i++) {
      int c = random.nextInt(4) == 0 ? random.nextInt(0x1_0000) : 32 + random.nextInt(95);
      text.append(Character.isSurrogate((char) c) ? '\u2026' : (char) c);
    }
    return text.toString();
  }

  private static Frame any(SplittableRandom random) {
    ObjectNode payload = WireJson.object();
    for (int i = random.nextInt(4); i > 0; i--) {
      payload.put(text(random, 12), text(random, 40));
    }
    return new Frame(
        random.nextBoolean() ? null : text(random, 8),
        random.nextBoolean() ? null : text(random, 8),
        "t" + text(random, 30),
        "e" + text(random, 20),
        payload);
  }

  @Test
  void everyFrameIsReadAsItWasWritten() {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Frame frame = any(random);
      assertThat(Frame.parse(frame.text())).as("seed %d, round %d", SEED, round).contains(frame);
    }
  }

  @Test
  void brokenFramesAreNoneOrFramesThatCanBeWrittenAgain() {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    int whole = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder broken = new StringBuilder(any(random).text());
      for (int i = 1 + random.nextInt(3); i > 0 && !broken.isEmpty(); i--) {
        int at = random.nextInt(broken.length());
        switch (random.nextInt(4)) {
          case 0 -> broken.deleteCharAt(at);
          case 1 -> broken.insert(at, "[]{},\":0\\".charAt(random.nextInt(9)));
          case 2 -> broken.setLength(at);
          default -> broken.setCharAt(at, (char) random.nextInt(0x500));
        }
      }
      Frame read = Frame.parse(broken.toString()).orElse(null);
      if (read != null) {
        whole++;
        assertThat(Frame.parse(read.text())).as("seed %d, round %d", SEED, round).contains(read);
      }
    }
    assertThat(whole).as("some survive").isBetween(1, ROUNDS - 1);
  }

  @Test
  void aJoinIsAnsweredUnderItsOwnReferences() {
    Frame join =
        Frame.parse("[\"6\",\"6\",\"agent_control:" + AGENT + "\",\"phx_join\",{}]").orElseThrow();

    assertThat(join.ok().text())
        .isEqualTo(
            "[\"6\",\"6\",\"agent_control:"
                + AGENT
                + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    assertThat(join.refused("unmatched topic").text())
        .endsWith("{\"status\":\"error\",\"response\":{\"reason\":\"unmatched topic\"}}]");
    assertThat(join.closed().text())
        .isEqualTo("[\"6\",\"6\",\"agent_control:" + AGENT + "\",\"phx_close\",{}]");
  }

  @Test
  void aHeartbeatOutsideOfAnyJoinIsAnsweredWithANullReference() {
    Frame beat = Frame.parse("[null,\"42\",\"phoenix\",\"heartbeat\",{}]").orElseThrow();

    assertThat(beat.ok().text())
        .isEqualTo("[null,\"42\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
  }

  @Test
  void whatIsNotFivePartsOrTooLongIsNoFrame() {
    for (String text :
        new String[] {
          "",
          "{}",
          "null",
          "[]",
          "[null,\"1\",\"t\",\"e\"]",
          "[null,\"1\",\"t\",\"e\",{},1]",
          "[1,\"1\",\"t\",\"e\",{}]",
          "[null,\"1\",\"\",\"e\",{}]",
          "[null,\"1\",\"t\",\"e\",[]]",
          "[null,\"1\",\"t\",\"e\",{}] x",
          "[null,\"1\",\"t\",\"e\",{\"a\":1,\"a\":2}]",
          "[null,\"1\",\"t\",\"e\",{\"a\":\"" + "x".repeat(Frame.MOST_CHARACTERS) + "\"}]",
          "[".repeat(1_000)
        }) {
      assertThat(Frame.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void topicsAreThoseOfTheProtocolAndNameAnId() {
    UUID id = UUID.fromString(AGENT);
    for (Topic.Kind kind : Topic.Kind.values()) {
      Topic topic = new Topic(kind, id);
      assertThat(Topic.parse(topic.name())).contains(topic);
    }
    assertThat(new Topic(Topic.Kind.CHAT_ROOM, id).name()).isEqualTo("chat_room:" + AGENT);
    assertThat(Topic.parse("chat_room:1")).isEmpty();
    assertThat(Topic.parse("rooms:" + AGENT)).isEmpty();
    assertThat(Topic.parse(AGENT)).isEmpty();
  }
}
