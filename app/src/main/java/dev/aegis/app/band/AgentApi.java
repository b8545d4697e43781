package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.NewChat;
import dev.aegis.app.band.wire.NewEvent;
import dev.aegis.app.band.wire.Page;
import dev.aegis.app.band.wire.SmallBodies;
import dev.aegis.app.band.wire.WireJson;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The Agent API: what an agent outside asks and says, below {@code /api/v1/agent}. */
final class AgentApi {
  private static final int CONTEXT = 50;

  private final ChatDesk desk;
  private final Membership membership;
  private final Posting posting;
  private final Deliveries deliveries;
  private final Sockets sockets;
  private final SharedApi shared;

  AgentApi(
      ChatDesk desk,
      Membership membership,
      Posting posting,
      Deliveries deliveries,
      Sockets sockets) {
    this.desk = desk;
    this.membership = membership;
    this.posting = posting;
    this.deliveries = deliveries;
    this.sockets = sockets;
    this.shared = new SharedApi(desk, membership, posting);
  }

  /**
   * Answers.
   *
   * @throws ApiError where it is refused
   */
  ApiReply answer(Asked asked) {
    if (SharedApi.isAboutContacts(asked)) {
      throw SharedApi.contacts();
    }
    return switch (asked.shape()) {
      case "GET me" -> me(asked);
      case "GET peers" -> shared.peers(asked);
      case "GET chats" -> chats(asked);
      case "POST chats" -> shared.open(asked, false);
      case "GET chats *" ->
          ApiReply.ok(desk.in(asked.chat(), asked.caller(), c -> Asked.data(c.shown().json())));
      case "PATCH chats *" ->
          ApiReply.ok(
              Asked.data(
                  membership
                      .title(asked.caller(), asked.chat(), NewChat.readTitle(asked.body()))
                      .json()));
      case "GET chats * participants" -> shared.participants(asked);
      case "POST chats * participants" -> shared.add(asked);
      case "DELETE chats * participants *" -> shared.remove(asked);
      case "GET chats * messages" -> messages(asked);
      case "POST chats * messages" -> shared.post(asked);
      case "GET chats * messages next" ->
          deliveries
              .next(asked.caller(), asked.chat())
              .map(next -> ApiReply.ok(Asked.data(next.json())))
              .orElse(ApiReply.NOTHING);
      case "POST chats * messages * processing" ->
          ApiReply.ok(deliveries.begin(asked.caller(), asked.chat(), asked.id(3)));
      case "POST chats * messages * processed" ->
          ApiReply.ok(deliveries.complete(asked.caller(), asked.chat(), asked.id(3)));
      case "POST chats * messages * failed" ->
          ApiReply.ok(
              deliveries.fail(
                  asked.caller(), asked.chat(), asked.id(3), SmallBodies.error(asked.body())));
      case "POST chats * events" ->
          ApiReply.created(posting.post(asked.caller(), asked.chat(), NewEvent.read(asked.body())));
      case "GET chats * context" -> context(asked);
      case "POST chats * activity" -> activity(asked);
      default -> throw ApiError.notFound("what " + asked.method() + " asked for");
    };
  }

  private ApiReply me(Asked asked) {
    sockets.introduce(asked.caller());
    return ApiReply.ok(Asked.data(asked.caller().profile(Crew.OWNER)));
  }

  private ApiReply chats(Asked asked) {
    Page page = asked.page(Asked.USUAL);
    List<ObjectNode> seen =
        desk.locked(() -> desk.seenBy(asked.caller()).stream().map(c -> c.shown().json()).toList());
    return ApiReply.ok(page.of(seen, AgentApi::place, json -> json, Map.of()));
  }

  private static String place(ObjectNode chat) {
    return chat.path("inserted_at").asString() + chat.path("id").asString();
  }

  private ApiReply messages(Asked asked) {
    Deliveries.Filter filter = Deliveries.Filter.of(asked.parameter("status"));
    Page page = asked.page(Asked.USUAL);
    return ApiReply.ok(
        page.of(
            deliveries.addressed(asked.caller(), asked.chat(), filter),
            Deliveries.Shown::place,
            Deliveries.Shown::json,
            Map.of("status_filter", filter.wire())));
  }

  private ApiReply context(Asked asked) {
    ObjectNode json =
        asked
            .page(CONTEXT)
            .of(
                deliveries.context(asked.caller(), asked.chat()),
                Deliveries.Shown::place,
                Deliveries.Shown::json,
                Map.of());
    json.set("meta", json.path("metadata").deepCopy());
    return ApiReply.ok(json);
  }

  private ApiReply activity(Asked asked) {
    boolean working = SmallBodies.working(asked.body());
    if (!deliveries.isAtWork(asked.caller(), asked.chat())) {
      throw ApiError.notFound("an active execution of this agent in the chat");
    }
    return ApiReply.ok(Asked.data(WireJson.object().put("working", working)));
  }
}
