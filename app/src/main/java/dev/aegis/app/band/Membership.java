package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.app.band.wire.ChatRoom;
import dev.aegis.app.band.wire.NewChat;
import dev.aegis.app.band.wire.NewParticipant;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Opens chats, and brings parties into them and out. */
final class Membership {
  /** The most who are added to a chat. */
  static final int MOST = 1_000;

  private final ChatDesk desk;
  private final Supplier<UUID> ids;

  Membership(ChatDesk desk, Supplier<UUID> ids) {
    this.desk = desk;
    this.ids = ids;
  }

  /** Opens a chat whose owner is the caller. */
  ChatRoom open(Party caller, NewChat wanted) {
    return desk.locked(() -> {
      List<Chat> all = desk.all();
      long own =
          all.stream()
              .filter(chat -> chat.participants().get(caller.id()) == ChatRole.OWNER)
              .count();
      if (all.size() >= ChatDesk.MOST_CHATS || own >= ChatDesk.MOST_CHATS_OF_ONE) {
        throw ApiError.limitReached(
            "expected at most " + ChatDesk.MOST_CHATS_OF_ONE + " chats of one owner");
      }
      UUID id = ids.get();
      Instant now = desk.now();
      desk.write(
          new ChatEntry.Opened(id, wanted.title(), wanted.taskId(), null, now),
          new ChatEntry.Joined(id, caller.id(), ChatRole.OWNER, now));
      Chat chat = desk.find(id).orElseThrow();
      desk.announcer().joined(chat, new Member(caller, ChatRole.OWNER), List.of());
      return chat.shown();
    });
  }

  /** Gives a chat another title. */
  ChatRoom title(Party caller, UUID id, String title) {
    return desk.in(
        id,
        caller,
        chat -> {
          if (chat.participants().get(caller.id()) != ChatRole.OWNER) {
            throw ApiError.forbidden("expected the owner of the chat to change its title");
          }
          desk.write(new ChatEntry.Titled(id, title, desk.now()));
          return chat.shown();
        });
  }

  /** Brings somebody into a chat. */
  ObjectNode add(Party caller, UUID id, NewParticipant wanted) {
    return desk.in(
        id,
        caller,
        chat -> {
          if (chat.room().isPresent() && caller.type() == PartyType.AGENT) {
            throw ApiError.forbidden(
                "expected people or aegis.yaml to bring somebody into an incident");
          }
          Party party =
              desk.directory()
                  .find(wanted.id())
                  .filter(Party::external)
                  .orElseThrow(() -> ApiError.notFound("the participant " + wanted.id()));
          if (chat.has(party.id())) {
            throw ApiError.invalid("/participant/participant_id", "expected somebody new");
          }
          requireMayGive(wanted.role(), caller, chat);
          join(chat, new Member(party, wanted.role()));
          return WireJson.object().set("data", new Member(party, wanted.role()).json());
        });
  }

  private static void requireMayGive(ChatRole role, Party caller, Chat chat) {
    ChatRole own = chat.participants().get(caller.id());
    boolean may = role == ChatRole.MEMBER || (own != null && own.leads() && role != ChatRole.OWNER);
    if (!may) {
      throw ApiError.forbidden("expected the role member, or an owner or admin to give admin");
    }
  }

  /** Brings somebody in; under the lock. */
  void join(Chat chat, Member member) {
    if (chat.participants().size() >= MOST) {
      throw ApiError.limitReached("expected at most " + MOST + " participants of a chat");
    }
    desk.write(new ChatEntry.Joined(chat.id(), member.id(), member.role(), desk.now()));
    desk.announcer().joined(chat, member, desk.members(chat));
  }

  /** Takes somebody out of a chat. */
  ObjectNode remove(Party caller, UUID id, UUID participant) {
    return desk.in(
        id,
        caller,
        chat -> {
          ChatRole role = chat.participants().get(participant);
          ChatRole own = chat.participants().get(caller.id());
          Party party = desk.directory().find(participant).orElse(null);
          if (role == null || party == null) {
            throw ApiError.notFound("the participant " + participant);
          }
          boolean leads =
              (own != null && own.leads())
                  || (chat.room().isPresent() && caller.type() == PartyType.USER);
          if (!leads && !participant.equals(caller.id())) {
            throw ApiError.forbidden("expected an owner or admin of the chat");
          }
          if (role == ChatRole.OWNER && owners(chat) == 1) {
            throw ApiError.soleOwner();
          }
          Instant now = desk.now();
          desk.write(new ChatEntry.Left(id, participant, now));
          desk.announcer().left(chat, party, desk.members(chat), now);
          return WireJson.object().set("data", new Member(party, role).json());
        });
  }

  private static long owners(Chat chat) {
    return chat.participants().values().stream().filter(role -> role == ChatRole.OWNER).count();
  }
}
