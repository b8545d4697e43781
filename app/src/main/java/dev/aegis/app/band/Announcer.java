package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.MessageType;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.Topic;
import dev.aegis.app.band.wire.WireJson;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells open sockets what happens in chats: people everything, agents the texts that mention them
 * and who comes and goes.
 */
final class Announcer {
  private final Sockets sockets;

  Announcer(Sockets sockets) {
    this.sockets = sockets;
  }

  /** Something was said. */
  void posted(Chat chat, ChatMessage message, List<Member> members) {
    ObjectNode json = message.json();
    Topic topic = new Topic(Topic.Kind.CHAT_ROOM, chat.id());
    boolean text = message.type() == MessageType.TEXT;
    for (Member member : members) {
      boolean user = member.party().type() == PartyType.USER;
      boolean mentioned = text && message.mentions(member.id());
      if (user || (mentioned && chat.has(member.id()))) {
        sockets.tell(member.id(), topic, text ? "message_created" : "event_created", json);
      }
    }
  }

  /** An agent is further with a message. */
  void moved(Chat chat, ObjectNode message, List<Member> members) {
    Topic topic = new Topic(Topic.Kind.CHAT_ROOM, chat.id());
    for (Member member : members) {
      if (member.party().type() == PartyType.USER) {
        sockets.tell(member.id(), topic, "message_updated", message);
      }
    }
  }

  /** Somebody is in a chat now. */
  void joined(Chat chat, Member joined, List<Member> members) {
    sockets.tell(joined.id(), rooms(joined.party()), "room_added", chat.shown().json());
    tellOthers(chat, joined.party(), members, "participant_added", joined.json());
  }

  /** Somebody is no longer in a chat. */
  void left(Chat chat, Party left, List<Member> members, Instant now) {
    sockets.tell(left.id(), rooms(left), "room_removed", chat.shown().removedJson(now));
    ObjectNode json =
        WireJson.object().put("id", left.id().toString()).put("type", left.type().wire());
    tellOthers(chat, left, members, "participant_removed", json);
  }

  private void tellOthers(
      Chat chat, Party about, List<Member> members, String event, ObjectNode json) {
    Topic topic = new Topic(Topic.Kind.ROOM_PARTICIPANTS, chat.id());
    for (Member member : members) {
      if (!member.id().equals(about.id())) {
        sockets.tell(member.id(), topic, event, json);
      }
    }
  }

  /** The topic on which somebody hears of their chats. */
  static Topic rooms(Party party) {
    return new Topic(
        party.type() == PartyType.AGENT ? Topic.Kind.AGENT_ROOMS : Topic.Kind.USER_ROOMS,
        party.id());
  }
}
