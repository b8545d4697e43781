package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.ChatRoom;
import dev.aegis.app.band.wire.Page;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The part of the Human API that rooms need, below {@code /api/v1/me}. */
final class HumanApi {
  private final ChatDesk desk;
  private final Deliveries deliveries;
  private final SharedApi shared;

  HumanApi(ChatDesk desk, Membership membership, Posting posting, Deliveries deliveries) {
    this.desk = desk;
    this.deliveries = deliveries;
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
      case "GET profile" -> ApiReply.ok(Asked.data(asked.caller().humanProfile()));
      case "PUT profile", "POST agents register" ->
          throw ApiError.forbidden(
              "expected ./aegis user and ./aegis agent to change who has a key");
      case "GET peers" -> shared.peers(asked);
      case "GET chats" -> chats(asked);
      case "POST chats" -> shared.open(asked, true);
      case "GET chats *" ->
          ApiReply.ok(
              desk.in(asked.chat(), asked.caller(), c -> Asked.data(c.shown().humanJson())));
      case "GET chats * messages" -> messages(asked);
      case "POST chats * messages" -> shared.post(asked);
      case "GET chats * participants" -> shared.participants(asked);
      case "POST chats * participants" -> shared.add(asked);
      case "DELETE chats * participants *" -> shared.remove(asked);
      default -> throw ApiError.notFound("what " + asked.method() + " asked for");
    };
  }

  private ApiReply chats(Asked asked) {
    Page page = asked.page(Asked.USUAL);
    boolean updated = oneOf(asked, "sort_by", "inserted_at", "updated_at").equals("updated_at");
    boolean rising = oneOf(asked, "order", "desc", "asc").equals("asc");
    String status = asked.parameter("status");
    String type = asked.parameter("type");
    Comparator<ChatRoom> order = Comparator.comparing(room -> place(room, updated));
    List<ChatRoom> rooms =
        desk.locked(() -> desk.seenBy(asked.caller()).stream().map(Chat::shown).toList()).stream()
            .filter(room -> status.isEmpty() || room.status().equals(status))
            .filter(_ -> type.isEmpty() || type.equals("group"))
            .sorted(rising ? order : order.reversed())
            .toList();
    return ApiReply.ok(page.of(rooms, room -> place(room, updated), ChatRoom::humanJson, Map.of()));
  }

  private static String place(ChatRoom room, boolean updated) {
    Instant at = updated ? room.updatedAt() : room.insertedAt();
    return String.format(
        java.util.Locale.ROOT, "%012d %09d %s", at.getEpochSecond(), at.getNano(), room.id());
  }

  private static String oneOf(Asked asked, String name, String usual, String other) {
    String given = asked.parameter(name);
    if (!given.isEmpty() && !given.equals(usual) && !given.equals(other)) {
      throw ApiError.invalid("/" + name, "expected " + usual + " or " + other + " in " + name);
    }
    return given.isEmpty() ? usual : given;
  }

  private ApiReply messages(Asked asked) {
    String type = asked.parameter("message_type");
    String since = asked.parameter("since");
    if (!since.isEmpty() && asked.query().containsKey("cursor")) {
      throw ApiError.invalid("/since", "expected since or cursor, found both");
    }
    Instant from = since.isEmpty() ? Instant.MIN : instant(since);
    Page page = asked.page(Asked.USUAL);
    List<Deliveries.Shown> all =
        deliveries.everything(asked.caller(), asked.chat()).stream()
            .filter(m -> type.isEmpty() || m.message().type().wire().equals(type))
            .filter(m -> m.message().insertedAt().isAfter(from))
            .toList();
    return ApiReply.ok(page.of(all, Deliveries.Shown::place, Deliveries.Shown::json, Map.of()));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ApiError.invalid("/since", "expected an instant in UTC in since");
    }
  }
}
