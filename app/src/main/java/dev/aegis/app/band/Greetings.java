package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.Topic;
import java.util.List;

/** Who may join which topic, and what a socket is told first. */
final class Greetings implements Connection.Greeter {
  private final ChatDesk desk;

  Greetings(ChatDesk desk) {
    this.desk = desk;
  }

  @Override
  public String refusal(Party party, Topic topic) {
    boolean agent = party.type() == PartyType.AGENT;
    return switch (topic.kind()) {
      case AGENT_CONTROL, AGENT_ROOMS -> agent ? own(party, topic) : "unmatched topic";
      case USER_ROOMS -> agent ? "unmatched topic" : own(party, topic);
      case AGENT_CONTACTS, USER_CONTACTS -> "contacts are not offered here";
      case CHAT_ROOM, ROOM_PARTICIPANTS ->
          desk.locked(() ->
              desk.find(topic.id()).filter(chat -> ChatDesk.sees(party, chat)).isPresent()
                  ? ""
                  : "unauthorized");
    };
  }

  private static String own(Party party, Topic topic) {
    return topic.id().equals(party.id()) ? "" : "unauthorized";
  }

  @Override
  public void joined(Connection connection, Topic topic, Runnable reply, boolean again) {
    var _ =
        desk.locked(() -> {
          reply.run();
          Party party = connection.party();
          switch (topic.kind()) {
            case AGENT_ROOMS ->
                desk.seenBy(party)
                    .forEach(chat -> connection.tell(topic, "room_added", chat.shown().json()));
            case CHAT_ROOM -> {
              if (again && party.type() == PartyType.AGENT) {
                open(party, topic)
                    .forEach(message -> connection.tell(topic, "message_created", message.json()));
              }
            }
            case AGENT_CONTROL, AGENT_CONTACTS, USER_ROOMS, USER_CONTACTS, ROOM_PARTICIPANTS -> {}
          }
          return true;
        });
  }

  private List<ChatMessage> open(Party party, Topic topic) {
    return desk.in(topic.id(), party, chat -> chat.open(party.id()));
  }
}
