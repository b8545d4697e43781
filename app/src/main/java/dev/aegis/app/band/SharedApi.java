package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.NewChat;
import dev.aegis.app.band.wire.NewMessage;
import dev.aegis.app.band.wire.NewParticipant;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What agents and people ask alike. */
final class SharedApi {
  private final ChatDesk desk;
  private final Membership membership;
  private final Posting posting;

  SharedApi(ChatDesk desk, Membership membership, Posting posting) {
    this.desk = desk;
    this.membership = membership;
    this.posting = posting;
  }

  ApiReply open(Asked asked, boolean human) {
    var room = membership.open(asked.caller(), NewChat.read(asked.body()));
    return ApiReply.created(Asked.data(human ? room.humanJson() : room.json()));
  }

  ApiReply add(Asked asked) {
    return ApiReply.created(
        membership.add(asked.caller(), asked.chat(), NewParticipant.read(asked.body())));
  }

  ApiReply remove(Asked asked) {
    return ApiReply.ok(membership.remove(asked.caller(), asked.chat(), asked.id(3)));
  }

  ApiReply post(Asked asked) {
    return ApiReply.created(
        posting.post(asked.caller(), asked.chat(), NewMessage.read(asked.body())));
  }

  /** Who is in a chat, all at once. */
  ApiReply participants(Asked asked) {
    String type = asked.parameter("participant_type");
    List<Member> members = desk.in(asked.chat(), asked.caller(), desk::members);
    ArrayNode data = WireJson.array();
    members.stream()
        .filter(member -> type.isEmpty() || member.party().type().wire().equalsIgnoreCase(type))
        .forEach(member -> data.add(member.json()));
    ObjectNode json = WireJson.object();
    json.set("data", data);
    return ApiReply.ok(json);
  }

  /** Those outside whom the caller could bring into a chat. */
  ApiReply peers(Asked asked) {
    Party caller = asked.caller();
    Predicate<Party> wanted = party -> !party.id().equals(caller.id());
    String type = asked.parameter("type");
    if (!type.isEmpty()) {
      wanted = wanted.and(party -> party.type().wire().equalsIgnoreCase(type));
    }
    String chat = asked.parameter("not_in_chat");
    if (!chat.isEmpty()) {
      UUID id = WireJson.uuid(chat).orElseThrow(() -> ApiError.invalid("/not_in_chat", "a UUID"));
      Set<UUID> there =
          desk.in(id, caller, found -> desk.members(found)).stream()
              .map(Member::id)
              .collect(Collectors.toSet());
      wanted = wanted.and(party -> !there.contains(party.id()));
    }
    List<Party> peers = desk.directory().outside().stream().filter(wanted).toList();
    return ApiReply.ok(asked.page(Asked.USUAL).of(peers, Party::name, Party::peer, Map.of()));
  }

  /** Contacts are not offered: everybody with a key knows everybody with a key. */
  static ApiError contacts() {
    return ApiError.forbidden(
        "contacts are not offered here: who has a key can be added to a chat, see GET peers");
  }

  /** Whether an address is about contacts. */
  static boolean isAboutContacts(Asked asked) {
    return !asked.words().isEmpty() && asked.words().getFirst().startsWith("contact");
  }

  /** The API that somebody may use. */
  static PartyType typeOf(String api) {
    return api.equals("agent") ? PartyType.AGENT : PartyType.USER;
  }
}
