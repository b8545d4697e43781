package dev.aegis.app.band.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of requests, pages of answers, and the records that both sides read. */
class RequestBodiesTest {
  private static final long SEED = Long.getLong("aegis.seed", 20261123L);
  private static final String ID = "0a0b0c0d-1111-4222-8333-444455556666";

  private static ApiError refusal(Runnable reading) {
    List<ApiError> errors = new ArrayList<>();
    try {
      reading.run();
    } catch (ApiError e) {
      errors.add(e);
    }
    assertThat(errors).as("refused").hasSize(1);
    return errors.getFirst();
  }

  @Test
  void anUnknownFieldIsRefusedWithItsPlace() {
    ApiError top = refusal(() -> NewChat.read("{\"chat\":{},\"x\":1}"));
    ApiError inside = refusal(() -> NewChat.read("{\"chat\":{\"colour\":1}}"));
    ApiError deep =
        refusal(() ->
            NewMessage.read(
                "{\"message\":{\"content\":\"a\",\"mentions\":[{\"id\":\""
                    + ID
                    + "\",\"x\":1}]}}"));

    assertThat(top.status()).isEqualTo(422);
    assertThat(top.json("r"))
        .isEqualTo(
            "{\"error\":{\"code\":\"validation_error\",\"message\":\"Unexpected field: x\","
                + "\"request_id\":\"r\",\"details\":{\"/x\":[\"Unexpected field: x\"]}}}");
    assertThat(inside.json("r")).contains("\"/chat/colour\"");
    assertThat(deep.json("r")).contains("\"/message/mentions/0/x\"");
  }

  @Test
  void eachMistakeOfAMentionHasItsOwnCode() {
    String body = "{\"message\":{\"content\":\"a\",\"mentions\":[%s]}}";
    assertThat(refusal(() -> NewMessage.read(body.formatted("{}"))).code())
        .isEqualTo("mention_missing_identifier");
    assertThat(
            refusal(() -> NewMessage.read(body.formatted("{\"handle\":\"a\",\"kind\":null}")))
                .code())
        .isEqualTo("invalid_mention_kind");
    assertThat(
            refusal(() -> NewMessage.read(body.formatted("{\"handle\":\"a\",\"kind\":\"cc\"}")))
                .code())
        .isEqualTo("invalid_mention_kind");
    assertThat(NewMessage.read(body.formatted("{\"handle\":\"a\",\"kind\":\"reference\"}")))
        .isEqualTo(
            new NewMessage("a", List.of(new NewMessage.Target(null, "a", /* delivers= */ false))));
  }

  @Test
  void contentThatNobodyCanSeeIsNone() {
    for (String nothing : new String[] {"", " \\n", "\\u200b\\u2060", "\\u00a0"}) {
      ApiError refused =
          refusal(() -> NewMessage.read("{\"message\":{\"content\":\"" + nothing + "\"}}"));
      assertThat(refused.code()).isEqualTo("validation_error");
    }
  }

  @Test
  void aTokenThatIsAbsentFromTheTextGoesBeforeIt() {
    Mention mention = new Mention(UUID.fromString(ID), "aegis/a", "a");

    assertThat(NewMessage.withTokens("look", List.of(mention))).isEqualTo("@[[" + ID + "]] look");
    assertThat(NewMessage.withTokens("look @[[" + ID + "]]", List.of(mention)))
        .isEqualTo("look @[[" + ID + "]]");
  }

  @Test
  void anAttentionNamesItsKindAndMetadataIsBounded() {
    String body = "{\"event\":{\"content\":\"?\",\"message_type\":\"attention\",\"metadata\":%s}}";
    assertThat(NewEvent.read(body.formatted("{\"kind\":\"question\"}")).type())
        .isEqualTo(MessageType.ATTENTION);
    assertThat(refusal(() -> NewEvent.read(body.formatted("{}"))).json("r"))
        .contains("/event/metadata/kind");
    String large = "{\"kind\":\"review\",\"x\":\"" + "y".repeat(NewEvent.MOST_METADATA) + "\"}";
    assertThat(refusal(() -> NewEvent.read(body.formatted(large))).status()).isEqualTo(422);
    assertThat(
            refusal(() ->
                    NewEvent.read("{\"event\":{\"content\":\"?\",\"message_type\":\"text\"}}"))
                .status())
        .isEqualTo(422);
  }

  @Test
  void hostileBodiesAreRefusedAndNeverBreakAnything() {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    String whole =
        "{\"message\":{\"content\":\"hello @[["
            + ID
            + "]]\",\"mentions\":[{\"id\":\""
            + ID
            + "\",\"handle\":\"aegis/a\",\"kind\":\"mention\"}]}}";
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder broken = new StringBuilder(whole);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        broken.setCharAt(random.nextInt(broken.length()), (char) (32 + random.nextInt(95)));
      }
      try {
        assertThat(NewMessage.read(broken.toString()).content()).isNotBlank();
      } catch (ApiError e) {
        refused++;
        assertThat(e.status()).as("seed %d, round %d", SEED, round).isEqualTo(422);
      }
    }
    assertThat(refused).isBetween(1, 19_999);
  }

  private static List<Integer> pages(List<Integer> all, Map<String, String> query) {
    ObjectNode answer =
        Page.of(query, 20)
            .of(
                all,
                item -> String.format(java.util.Locale.ROOT, "%05d", item),
                item -> WireJson.object().put("n", item),
                Map.of());
    assertThat(answer.toString()).doesNotContain("null");
    List<Integer> shown = new ArrayList<>();
    answer.path("data").forEach(item -> shown.add(item.path("n").asInt()));
    return shown;
  }

  @Test
  void bothFamiliesOfPagesShowEverythingOnce() {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      List<Integer> all =
          random.ints(random.nextInt(90), 0, 9_999).sorted().distinct().boxed().toList();
      List<Integer> turned = random.nextBoolean() ? all : all.reversed();
      int size = 1 + random.nextInt(30);
      List<Integer> byPage = new ArrayList<>();
      for (int page = 1; page <= turned.size() / size + 1; page++) {
        byPage.addAll(pages(turned, Map.of("page", "" + page, "page_size", "" + size)));
      }
      List<Integer> byCursor = new ArrayList<>();
      String cursor = "";
      do {
        Map<String, String> query =
            cursor.isEmpty()
                ? Map.of("limit", "" + size)
                : Map.of("limit", "" + size, "cursor", cursor);
        ObjectNode answer =
            Page.of(query, 20)
                .of(
                    turned,
                    item -> String.format(java.util.Locale.ROOT, "%05d", item),
                    item -> WireJson.object().put("n", item),
                    Map.of());
        answer.path("data").forEach(item -> byCursor.add(item.path("n").asInt()));
        cursor = answer.path("metadata").path("next_cursor").asString("");
      } while (!cursor.isEmpty());
      assertThat(byPage).as("seed %d, round %d", SEED, round).isEqualTo(turned);
      assertThat(byCursor).as("seed %d, round %d", SEED, round).isEqualTo(turned);
    }
  }

  @Test
  void aSizeAboveTheMostIsTakenAsTheMostAndMixedFamiliesAreRefused() {
    List<Integer> all = java.util.stream.IntStream.range(0, 300).boxed().toList();

    assertThat(pages(all, Map.of("page_size", "200"))).hasSize(Page.MOST);
    assertThat(pages(all, Map.of())).hasSize(20);
    for (Map<String, String> wrong :
        List.of(
            Map.of("page", "1", "cursor", "x"),
            Map.of("cursor", "x"),
            Map.of("page", "0"),
            Map.of("limit", "-1"))) {
      assertThatThrownBy(() -> Page.of(wrong, 20)).isInstanceOf(ApiError.class);
    }
  }

  @Test
  void messagesAndChatsAreReadAsTheyWereWritten() {
    Instant at = Instant.parse("2026-03-01T03:00:00.000001Z");
    ChatMessage message =
        new ChatMessage(
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            PartyType.AGENT,
            "a",
            MessageType.TEXT,
            "hello",
            List.of(new Mention(UUID.randomUUID(), "aegis/b", "b")),
            WireJson.object().put("more", true),
            at);
    ChatRoom room = new ChatRoom(UUID.randomUUID(), "t", UUID.randomUUID(), true, at, at, at);

    Delivery delivery = Delivery.at(at).begin(at).fail(at, "no").begin(at);
    ObjectNode json = message.json(Map.of(message.mentions().getFirst().id(), delivery));

    assertThat(ChatMessage.read(json)).isEqualTo(message);
    assertThat(ChatRoom.read(room.humanJson())).isEqualTo(room);
  }

  @Test
  void adeliveryMovesOnlyAsTheProtocolSays() {
    Instant at = Instant.parse("2026-03-01T03:00:00Z");
    Delivery fresh = Delivery.at(at);
    assertThat(refusal(() -> fresh.complete(at)).code()).isEqualTo("no_active_attempt");
    assertThat(refusal(() -> fresh.fail(at, "x")).status()).isEqualTo(422);

    Delivery failed = fresh.begin(at).fail(at, "x");
    assertThat(failed.isOpen()).isTrue();
    assertThat(refusal(() -> failed.complete(at)).status()).isEqualTo(422);

    Delivery done = failed.begin(at).begin(at).complete(at);
    assertThat(done.isOpen()).isFalse();
    assertThat(done.attempts()).hasSize(3);
    assertThat(done.answer("m").toString())
        .isEqualTo("{\"id\":\"m\",\"success\":true,\"status\":\"processed\",\"attempt_number\":3}");
    assertThat(refusal(() -> done.begin(at)).status()).isEqualTo(422);
  }
}
