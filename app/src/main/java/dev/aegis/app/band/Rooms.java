package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.room.AgentBus;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rooms of incidents that are open: what is said in them reaches their chats at once, and the
 * agents whom {@code aegis.yaml} names are brought in.
 */
final class Rooms implements AutoCloseable {
  private final ChatDesk desk;
  private final Membership membership;
  private final List<Invitation> invitations;
  private final Map<RoomId, AgentBus.Subscription> subscriptions = new HashMap<>();
  private boolean closed;

  Rooms(ChatDesk desk, Membership membership, List<Invitation> invitations) {
    this.desk = desk;
    this.membership = membership;
    this.invitations = List.copyOf(invitations);
  }

  /** Listens to a room from now on; a second time changes nothing. */
  synchronized void opened(RoomId room, Instant now) {
    if (closed || subscriptions.containsKey(room)) {
      return;
    }
    leaveOver();
    Chat chat = desk.chatOf(room, now);
    if (desk.locked(chat::isOver)) {
      return;
    }
    subscriptions.put(room, desk.bridge().subscribe(room, message -> heard(room, message)));
  }

  private void heard(RoomId room, RoomMessage message) {
    var _ =
        desk.locked(() -> {
          Chat chat = desk.chatOf(room, message.ts());
          if (message.payload() instanceof Signal signal) {
            invite(chat, room, signal);
          }
          desk.hear(chat);
          return chat;
        });
  }

  /** Before the room hears it: who is mentioned has to be in the chat by then. */
  private void invite(Chat chat, RoomId room, Signal signal) {
    for (Invitation invitation : invitations) {
      Party agent = desk.directory().outside(invitation.agent()).orElse(null);
      if (agent != null && agent.type() == PartyType.AGENT && invitation.matches(signal)) {
        if (!chat.has(agent.id())) {
          membership.join(chat, new Member(agent, ChatRole.MEMBER));
        }
        desk.bridge().invite(room, agent, signal);
      }
    }
  }

  /** A room that is over is left when the next one opens: its postmortem comes after its end. */
  private void leaveOver() {
    List<RoomId> over =
        desk.locked(() ->
            desk.all().stream()
                .filter(Chat::isOver)
                .flatMap(chat -> chat.room().stream())
                .filter(subscriptions::containsKey)
                .toList());
    for (RoomId room : over) {
      AgentBus.Subscription left = subscriptions.remove(room);
      if (left != null) {
        left.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    subscriptions.values().forEach(AgentBus.Subscription::close);
    subscriptions.clear();
  }
}
