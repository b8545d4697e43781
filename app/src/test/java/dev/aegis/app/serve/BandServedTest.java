package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.band.wire.Frame;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Answer;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Agents and scripts outside, over real requests and sockets. */
class BandServedTest {
  private static final String CONFIG =
      """
      services: [checkout.yaml]
      invite:
        - agent: cost-watch
          services: [checkout-api]
          severities: [SEV1]
      """;

  @TempDir Path user;

  private Path home() {
    return user.resolve(".aegis");
  }

  private Served serve() throws Exception {
    Files.createDirectories(home());
    return Served.start(home(), CONFIG);
  }

  private BandClient client(Served served, String... command) {
    JsonNode made = WireJson.parse(ran(command).out()).orElseThrow();
    return new BandClient(
        served.onDuty.address(), made.path("id").asString(), made.path("key").asString());
  }

  private Ran ran(String... command) {
    Ran ran = Ran.aegis(user, command);
    assertThat(ran.err()).isEmpty();
    return ran;
  }

  private BandClient agent(Served served, String name) {
    return client(served, "agent", "add", name, "--description", "Knows " + name, "--json");
  }

  private BandClient anna(Served served) {
    return client(served, "user", "key", "anna", "--json");
  }

  private static String chat(BandClient owner) throws Exception {
    boolean agent = owner.key.startsWith("band_a_");
    BandClient.Answer answer =
        owner.post((agent ? "agent" : "me") + "/chats", "{\"chat\":{\"title\":\"a talk\"}}");
    assertThat(answer.status()).isEqualTo(201);
    return answer.data().path("id").asString();
  }

  private static void add(BandClient by, String chat, BandClient added) throws Exception {
    BandClient.Answer answer =
        by.post(
            "me/chats/" + chat + "/participants",
            "{\"participant\":{\"participant_id\":\"" + added.id + "\"}}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
  }

  private static String message(String content, String... ids) {
    StringBuilder mentions = new StringBuilder();
    for (String id : ids) {
      mentions.append(mentions.isEmpty() ? "" : ",").append("{\"id\":\"").append(id).append("\"}");
    }
    return "{\"message\":{\"content\":\"" + content + "\",\"mentions\":[" + mentions + "]}}";
  }

  /** The first messages of an incident, in a room that the thread on call would have opened. */
  private static RoomId incident(Served served, int messages) {
    RoomId room = served.onDuty.journal().openRoom(Instant.parse("2026-03-01T03:00:00Z"));
    served.onDuty.band().opened(room);
    try (LocalBus bus = new LocalBus(served.onDuty.journal(), (_, _, _) -> {})) {
      say(bus, room, Stories.leak().subList(0, messages));
    }
    return room;
  }

  private static void say(AgentBus bus, RoomId room, List<RoomMessage> log) {
    for (RoomMessage each : log) {
      bus.connect(each.sender())
          .post(
              room,
              List.of(
                  new Draft(
                      each.id(),
                      each.repliedTo().orElse(null),
                      each.mentions(),
                      each.text(),
                      each.payload())));
    }
  }

  private static List<RoomMessage> log(Served served, RoomId room) {
    try (LocalBus bus = new LocalBus(served.onDuty.journal(), (_, _, _) -> {})) {
      return bus.connect(Handle.AEGIS).history(room, 0);
    }
  }

  @Test
  void keysAreShownOnceKeptAsHashesAndGoodUntilTheyAreRemoved() throws Exception {
    try (Served served = serve();
        BandClient agent = agent(served, "cost-watch")) {
      Path file = home().resolve("keys");
      assertThat(Files.readString(file)).contains("cost-watch").doesNotContain(agent.key);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(ran("agent", "list").out()).contains(agent.id, "cost-watch", "Knows");
      assertThat(agent.get("agent/me").status()).isEqualTo(200);

      assertThat(ran("agent", "remove", "cost-watch").out()).contains("good no more");

      BandClient.Answer refused = agent.get("agent/me");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.code()).isEqualTo("unauthorized");
      assertThat(refused.json().path("error").path("request_id").asString()).isNotBlank();
    }
  }

  @Test
  void aKeyOpensItsOwnApiAndNothingElse() throws Exception {
    try (Served served = serve();
        BandClient agent = agent(served, "cost-watch");
        BandClient anna = anna(served);
        BandClient nobody = new BandClient(served.onDuty.address(), "", "")) {
      assertThat(agent.get("me/profile").status()).isEqualTo(403);
      assertThat(anna.get("agent/me").status()).isEqualTo(403);
      assertThat(nobody.get("agent/me").status()).isEqualTo(401);
      assertThat(agent.get("agent/contacts").code()).isEqualTo("forbidden");
      assertThat(agent.get("agent/nothing").status()).isEqualTo(404);
      for (String path : List.of("rooms/INC-2026-0001/answer", "stop")) {
        for (BandClient each : List.of(agent, anna)) {
          assertThat(each.post("../../" + path, "").status()).as(path).isIn(401, 403);
        }
      }
      assertThat(Intent.APPROVAL.allows(Handle.OBSERVER))
          .as("the seat that speaks for them cannot approve")
          .isFalse();
    }
  }

  @Test
  void anAgentSeesWhatMentionsItAndMovesItToItsEnd() throws Exception {
    try (Served served = serve();
        BandClient one = agent(served, "one");
        BandClient two = agent(served, "two");
        BandClient anna = anna(served)) {
      JsonNode me = one.get("agent/me").data();
      assertThat(me.path("id").asString()).isEqualTo(one.id);
      assertThat(me.path("handle").asString()).isEqualTo("aegis/one");
      assertThat(me.path("description").asString()).isNotBlank();
      String chat = chat(anna);
      add(anna, chat, one);
      add(anna, chat, two);
      String base = "agent/chats/" + chat + "/messages";
      assertThat(one.get(base + "/next").status()).isEqualTo(204);

      String id =
          anna.post("me/chats/" + chat + "/messages", message("look", one.id))
              .data()
              .path("id")
              .asString();

      assertThat(two.get(base + "/next").status()).as("not for them").isEqualTo(204);
      JsonNode next = one.get(base + "/next").data();
      assertThat(next.path("id").asString()).isEqualTo(id);
      assertThat(next.path("content").asString()).isEqualTo("@[[" + one.id + "]] look");
      assertThat(one.post(base + "/" + id + "/processed", "").status()).isEqualTo(422);
      assertThat(one.post("agent/chats/" + chat + "/activity", "{\"working\":true}").status())
          .isEqualTo(404);
      assertThat(
              one.post(base + "/" + id + "/processing", "").data().path("attempt_number").asInt())
          .isEqualTo(1);
      assertThat(one.post("agent/chats/" + chat + "/activity", "{\"working\":true}").status())
          .isEqualTo(200);
      assertThat(one.post(base + "/" + id + "/failed", "{\"error\":\"x\"}").status())
          .isEqualTo(200);
      assertThat(one.get(base + "/next").data().path("id").asString())
          .as("failed stays to be done")
          .isEqualTo(id);
      assertThat(one.get(base + "?status=pending&page=1&page_size=50").data()).hasSize(1);
      assertThat(
              one.post(base + "/" + id + "/processing", "").data().path("attempt_number").asInt())
          .isEqualTo(2);
      assertThat(one.get(base + "?status=processing&page=1").data()).hasSize(1);
      assertThat(one.post(base + "/" + id + "/processed", "").status()).isEqualTo(200);
      assertThat(one.get(base + "/next").status()).isEqualTo(204);

      BandClient.Answer answered = one.post(base, message("seen", anna.id));
      assertThat(answered.status()).isEqualTo(201);
      assertThat(answered.data().path("recipients").get(0).path("handle").asString())
          .isEqualTo("anna");
      BandClient.Answer context = one.get("agent/chats/" + chat + "/context?page=1&page_size=100");
      assertThat(context.data()).hasSize(2);
      assertThat(context.json().path("metadata").path("total_pages").asInt()).isEqualTo(1);
      assertThat(two.get("agent/chats/" + chat + "/context").data()).isEmpty();
      JsonNode all = anna.get("me/chats/" + chat + "/messages").data();
      assertThat(all).hasSize(2);
      assertThat(
              all.get(1)
                  .path("metadata")
                  .path("delivery_status")
                  .path(one.id)
                  .path("status")
                  .asString())
          .isEqualTo("processed");
    }
  }

  @Test
  void whatIsNoMessageIsRefusedWithTheCodeOfItsMistake() throws Exception {
    try (Served served = serve();
        BandClient one = agent(served, "one");
        BandClient two = agent(served, "two")) {
      String chat = chat(one);
      String base = "agent/chats/" + chat + "/messages";
      assertThat(one.post(base, message("a")).code()).isEqualTo("mentions_required");
      assertThat(one.post(base, message("a", one.id)).code()).isEqualTo("cannot_mention_self");
      assertThat(one.post(base, message("a", two.id)).code())
          .isEqualTo("mentioned_participant_not_in_room");
      assertThat(
              one.post(
                      base,
                      "{\"message\":{\"content\":\"a\",\"mentions\":[{\"handle\":\"@zed\"}]}}")
                  .code())
          .isEqualTo("handle_not_found");
      assertThat(
              one.post(
                      "agent/chats/" + chat + "/participants",
                      "{\"participant\":{\"participant_id\":\"" + two.id + "\"}}")
                  .status())
          .isEqualTo(201);
      assertThat(one.post(base, message("a", two.id, two.id)).code())
          .isEqualTo("duplicate_mentions");
      assertThat(one.post(base, message("\\u200b", two.id)).status()).isEqualTo(422);
      assertThat(one.post(base, "{\"message\":{\"content\":\"a\",\"x\":1}}").json().toString())
          .contains("/message/x");
      assertThat(two.post(base, message("fine", one.id)).status()).isEqualTo(201);
      assertThat(two.send("DELETE", "agent/chats/" + chat + "/participants/" + one.id, "").status())
          .isEqualTo(403);
      assertThat(one.send("DELETE", "agent/chats/" + chat + "/participants/" + one.id, "").code())
          .isEqualTo("cannot_remove_sole_owner");
      assertThat(two.send("PATCH", "agent/chats/" + chat, "{\"chat\":{\"title\":\"x\"}}").status())
          .isEqualTo(403);
      assertThat(one.send("DELETE", "agent/chats/" + chat + "/participants/" + two.id, "").status())
          .isEqualTo(200);
      assertThat(two.get("agent/chats/" + chat).status()).as("hidden").isEqualTo(404);
    }
  }

  @Test
  void theSocketTellsJoinsPushesAndHeartbeatsUnderTheirReferences() throws Exception {
    try (Served served = serve();
        BandClient one = agent(served, "one");
        BandClient anna = anna(served)) {
      String chat = chat(anna);
      one.get("agent/me");
      one.connect("agent_id=" + one.id + "&vsn=2.0.0", true);
      one.join("6", "agent_control:" + one.id);
      assertThat(one.heard().text()).contains("[\"6\",\"6\",", "\"status\":\"ok\"");
      one.join("9", "agent_rooms:" + one.id);
      assertThat(one.heard().text()).contains("\"ok\"");
      one.join("12", "agent_contacts:" + one.id);
      assertThat(one.heard().text()).contains("\"error\"", "contacts");
      one.join("13", "chat_room:" + chat);
      assertThat(one.heard().text()).contains("\"error\"", "unauthorized");
      one.join("14", "agent_rooms:" + anna.id);
      assertThat(one.heard().text()).contains("\"error\"");

      add(anna, chat, one);

      Frame added = one.heard();
      assertThat(added.event()).isEqualTo("room_added");
      assertThat(added.joinRef()).isEqualTo("9");
      assertThat(added.payload().path("id").asString()).isEqualTo(chat);
      one.join("15", "chat_room:" + chat);
      assertThat(one.heard().text()).contains("\"ok\"");
      anna.connect("vsn=2.0.0", false);
      anna.join("1", "chat_room:" + chat);
      assertThat(anna.heard().text()).contains("\"ok\"");
      assertThat(served.metric("aegis_band_sockets_open")).isEqualTo(2);
      anna.post("me/chats/" + chat + "/messages", message("look", one.id));
      Frame told = one.heard();
      assertThat(told.event()).isEqualTo("message_created");
      assertThat(told.joinRef()).isEqualTo("15");
      assertThat(told.ref()).isNull();
      assertThat(told.payload().path("updated_at").asString()).isNotBlank();
      one.post(
          "agent/chats/" + chat + "/events",
          "{\"event\":{\"content\":\"hm\",\"message_type\":\"thought\"}}");
      assertThat(anna.heard("event_created").payload().path("content").asString()).isEqualTo("hm");
      assertThat(one.nothingMore()).as("no events, and not its own").isTrue();
      one.say("[\"15\",\"16\",\"chat_room:" + chat + "\",\"phx_leave\",{}]");
      assertThat(one.heard().ref()).isEqualTo("16");
      assertThat(one.heard().event()).isEqualTo("phx_close");
      anna.post("me/chats/" + chat + "/messages", message("again", one.id));
      assertThat(one.nothingMore()).isTrue();
    }
  }

  @Test
  void whoComesBackHearsWhatItHasNotProcessedAndWhoHasJustStartedAsksForIt() throws Exception {
    try (Served served = serve();
        BandClient one = agent(served, "one");
        BandClient anna = anna(served)) {
      String chat = chat(anna);
      add(anna, chat, one);
      anna.post("me/chats/" + chat + "/messages", message("look", one.id));
      one.get("agent/me");
      one.connect("vsn=2.0.0", true);
      one.join("1", "agent_rooms:" + one.id);
      assertThat(one.heard().text()).contains("\"ok\"");
      assertThat(one.heard().event()).as("a room it was in").isEqualTo("room_added");
      one.join("2", "chat_room:" + chat);
      assertThat(one.heard().text()).contains("\"ok\"");
      assertThat(one.nothingMore()).as("it drains /next itself").isTrue();

      try (BandClient again = new BandClient(served.onDuty.address(), one.id, one.key)) {
        one.join("3", "agent_control:" + one.id);
        assertThat(one.heard().text()).contains("\"ok\"");
        again.connect("vsn=2.0.0", true);
        assertThat(one.heard().event()).isEqualTo("supersede");
        assertThat(one.closedWith()).isEqualTo(1008);
        again.join("2", "chat_room:" + chat);
        assertThat(again.heard().text()).contains("\"ok\"");
        assertThat(again.heard().event()).isEqualTo("message_created");
        assertThat(again.nothingMore()).isTrue();
        try (BandClient third = new BandClient(served.onDuty.address(), one.id, one.key)) {
          assertThat(upgrade(third, "vsn=2.0.0&on_conflict=reject")).isEqualTo(409);
          assertThat(upgrade(third, "vsn=2.0.0&on_conflict=maybe")).isEqualTo(400);
          assertThat(upgrade(third, "vsn=2.0.0&agent_id=" + anna.id)).isEqualTo(403);
        }
      }
    }
  }

  private static int upgrade(BandClient client, String query) {
    try {
      client.connect(query, true);
      return 101;
    } catch (ExecutionException e) {
      return e.getCause() instanceof WebSocketHandshakeException refused
          ? refused.getResponse().statusCode()
          : -1;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRestartEndsSocketsSoThatTheyComeBack() throws Exception {
    BandClient one;
    try (Served served = serve()) {
      one = agent(served, "one");
      one.connect("vsn=2.0.0", false);
      try (BandClient old = new BandClient(served.onDuty.address(), one.id, one.key);
          BandClient wrong = new BandClient(served.onDuty.address(), one.id, "band_a_no")) {
        assertThat(upgrade(wrong, "vsn=2.0.0")).isEqualTo(403);
        assertThat(one.nothingMore()).as("open").isTrue();
        old.connect("vsn=1.0.0", true);
        assertThat(old.closedWith()).isEqualTo(1011);
        assertThat(one.nothingMore()).as("still open").isTrue();
      }
    }
    assertThat(one.closedWith()).isEqualTo(1012);
    one.close();
  }

  @Test
  void anInvitedAgentHearsOfTheIncidentAndItsClaimStandsInTheRoomAsAClaim() throws Exception {
    try (Served served = serve();
        BandClient agent = agent(served, "cost-watch");
        BandClient other = agent(served, "other");
        BandClient anna = anna(served)) {
      agent.connect("vsn=2.0.0", true);
      agent.join("1", "agent_rooms:" + agent.id);
      assertThat(agent.heard().text()).contains("\"ok\"");

      RoomId room = incident(served, 3);

      String chat = agent.heard("room_added").payload().path("id").asString();
      assertThat(other.get("agent/chats").data()).as("not invited").isEmpty();
      agent.join("2", "chat_room:" + chat);
      Frame invited = agent.heard("message_created");
      assertThat(invited.payload().path("content").asString())
          .contains("SEV1", "checkout-api", "claim");
      assertThat(agent.get("agent/chats/" + chat + "/messages/next").status()).isEqualTo(200);

      String base = "agent/chats/" + chat + "/messages";
      String observer = invited.payload().path("sender_id").asString();
      BandClient.Answer claim =
          agent.post(base, message("costs rose \\u001b[31m\\nfourfold", observer));

      assertThat(claim.status()).as(claim.json().toString()).isEqualTo(201);
      RoomMessage said = log(served, room).getLast();
      assertThat(said.sender()).isEqualTo(Handle.OBSERVER);
      assertThat(said.mentions()).isEmpty();
      assertThat(said.text())
          .isEqualTo("outside agent @cost-watch claims, not proved here: costs rose fourfold");
      assertThat(said.payload())
          .as("also where the payload alone is shown")
          .isEqualTo(new Answer(said.text(), List.of()));
      String diagnostician =
          UUID.nameUUIDFromBytes(
                  "aegis crew diagnostician".getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .toString();
      agent.post(base, message("p99 by version?", diagnostician));
      RoomMessage question = log(served, room).getLast();
      assertThat(question.intent()).isEqualTo(Intent.QUESTION);
      assertThat(question.mentions()).containsExactly(Handle.DIAGNOSTICIAN);
      List<RoomMessage> asked = log(served, room);
      assertThat(asked.get(asked.size() - 2).payload())
          .isEqualTo(new Answer("outside agent @cost-watch asks: p99 by version?", List.of()));
      try (LocalBus bus = new LocalBus(served.onDuty.journal(), (_, _, _) -> {})) {
        bus.connect(Handle.DIAGNOSTICIAN)
            .post(
                room,
                List.of(
                    new Draft(
                        new dev.aegis.room.MessageId("m-answer"),
                        question.id(),
                        List.of(),
                        "v2.3.1: 4.0 s",
                        new Answer("v2.3.1: 4.0 s", List.of()))));
      }
      assertThat(agent.heard("message_created").payload().path("content").asString())
          .as("who asked is answered")
          .contains("v2.3.1: 4.0 s");
      assertThat(agent.nothingMore()).as("the rest of the room is not for it").isTrue();

      JsonNode rooms = anna.get("me/chats?status=active").data();
      assertThat(rooms).hasSize(1);
      assertThat(rooms.get(0).path("title").asString()).isEqualTo(room.value());
      assertThat(anna.get("me/chats/" + chat + "/messages?limit=100").data())
          .as("people see all: three, the invitation, claim, question and answer")
          .hasSize(7);
      assertThat(
              agent
                  .post(
                      "agent/chats/" + chat + "/participants",
                      "{\"participant\":{\"participant_id\":\"" + other.id + "\"}}")
                  .status())
          .isEqualTo(403);
    }
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    String chat;
    BandClient agent;
    BandClient anna;
    RoomId room;
    try (Served served = serve()) {
      agent = agent(served, "cost-watch");
      anna = anna(served);
      room = incident(served, 1);
      assertThat(served.eventually(() -> log(served, room).size() == 2)).isTrue();
      chat = anna.get("me/chats").data().get(0).path("id").asString();
      JsonNode next = agent.get("agent/chats/" + chat + "/messages/next").data();
      agent.post(
          "agent/chats/" + chat + "/messages/" + next.path("id").asString() + "/processing", "");
    }
    try (Served served = serve();
        BandClient again = new BandClient(served.onDuty.address(), agent.id, agent.key);
        BandClient user = new BandClient(served.onDuty.address(), anna.id, anna.key)) {
      assertThat(again.get("agent/chats/" + chat + "/messages?status=processing").data())
          .hasSize(1);
      assertThat(user.get("me/chats/" + chat + "/messages").data()).hasSize(2);
      assertThat(log(served, room)).as("invited once").hasSize(2);
    }
    agent.close();
    anna.close();
  }

  @Test
  void whoAsksTooFastIsToldToWait() throws Exception {
    try (Served served = serve();
        BandClient one = agent(served, "one")) {
      int status = 200;
      for (int i = 0; i < 2_000 && status == 200; i++) {
        status = one.get("agent/me").status();
      }
      assertThat(status).isEqualTo(429);
    }
  }

  @Test
  void aWebPageCannotSpeakForAnybody() throws Exception {
    try (Served served = serve();
        BandClient one = agent(served, "one")) {
      assertThat(
              served
                  .send(
                      java.net.http.HttpRequest.newBuilder(served.at("/api/v1/agent/me"))
                          .header("X-API-Key", one.key)
                          .header("Origin", "http://evil.example"))
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void anInvitationOfNobodyOrToNoSeverityIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> Served.config(user, "services: []\ninvite: [{agent: observer}]\n"))
        .hasMessageContaining("agent");
    assertThatThrownBy(
            () -> Served.config(user, "services: []\ninvite: [{agent: a, severities: [SEV9]}]\n"))
        .hasMessageContaining("SEV1");
  }
}
