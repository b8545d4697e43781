package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.journal.ChatLog;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Owns the chats: one lock, under which everything is looked at and written. What is written is
 * durable before it shows. The messages of an incident's room are not written again; they are read
 * from the room whenever its chat is asked for.
 */
final class ChatDesk {
  /** Chats that are no incident, in all and of one owner. */
  static final int MOST_CHATS = 10_000;

  static final int MOST_CHATS_OF_ONE = 1_000;

  private final ChatLog log;
  private final Directory directory;
  private final IncidentBridge bridge;
  private final Announcer announcer;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Chats chats = new Chats();

  ChatDesk(
      ChatLog log,
      Directory directory,
      IncidentBridge bridge,
      Announcer announcer,
      InstantSource clock) {
    this.log = log;
    this.directory = directory;
    this.bridge = bridge;
    this.announcer = announcer;
    this.clock = clock;
    log.each(line -> chats.apply(ChatEntryJson.read(line)));
  }

  Directory directory() {
    return directory;
  }

  Announcer announcer() {
    return announcer;
  }

  IncidentBridge bridge() {
    return bridge;
  }

  /** The time, in the microseconds of the protocol. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Does something while nothing else happens in chats. */
  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something with a chat as it is by now.
   *
   * @throws ApiError 404 where it is not there, or not for the caller
   */
  <T> T in(UUID id, Party caller, Function<Chat, T> work) {
    return locked(() -> {
      Chat chat =
          chats
              .find(id)
              .filter(found -> sees(caller, found))
              .orElseThrow(() -> ApiError.notFound("the chat " + id));
      hear(chat);
      return work.apply(chat);
    });
  }

  /** Whether a chat is there for somebody: who was added, and a user in each incident's. */
  static boolean sees(Party caller, Chat chat) {
    return chat.has(caller.id()) || (caller.type() == PartyType.USER && chat.room().isPresent());
  }

  /** The chats that somebody sees, the oldest first; under the lock. */
  List<Chat> seenBy(Party caller) {
    return chats.all().stream().filter(chat -> sees(caller, chat)).toList();
  }

  /** All chats, the oldest first; under the lock. */
  List<Chat> all() {
    return chats.all();
  }

  /** A chat for whoever holds the lock. */
  Optional<Chat> find(UUID id) {
    return chats.find(id);
  }

  /** Keeps what happened, then applies it; under the lock. */
  void write(ChatEntry... entries) {
    log.append(Arrays.stream(entries).map(ChatEntryJson::write).toList());
    for (ChatEntry entry : entries) {
      chats.apply(entry);
    }
  }

  /** Who is in a chat; in an incident's also Aegis's own and every user. Under the lock. */
  List<Member> members(Chat chat) {
    List<Member> members = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    Keys.Held held = directory.held();
    chat.participants()
        .forEach((id, role) -> held.find(id).ifPresent(p -> members.add(new Member(p, role))));
    members.forEach(member -> seen.add(member.id()));
    if (chat.room().isPresent()) {
      UUID commander = Crew.of(Handle.COMMANDER).id();
      for (Party own : Crew.all()) {
        boolean leads = own.id().equals(commander);
        members.add(new Member(own, leads ? ChatRole.OWNER : ChatRole.MEMBER));
      }
      held.users().stream()
          .filter(user -> seen.add(user.id()))
          .forEach(user -> members.add(new Member(user, ChatRole.MEMBER)));
    }
    return members;
  }

  /** The chat of an incident's room, opened where it is not yet there. */
  Chat chatOf(RoomId room, Instant at) {
    return locked(() -> {
      UUID id = IncidentBridge.chatOf(room);
      if (chats.find(id).isEmpty()) {
        write(
            new ChatEntry.Opened(id, room.value(), null, room, at.truncatedTo(ChronoUnit.MICROS)));
        Chat chat = chats.find(id).orElseThrow();
        directory
            .users()
            .forEach(user -> announcer.joined(chat, new Member(user, ChatRole.MEMBER), List.of()));
      }
      return chats.find(id).orElseThrow();
    });
  }

  /** Takes in what was said in the room of a chat since it was last heard; under the lock. */
  void hear(Chat chat) {
    RoomId room = chat.room().orElse(null);
    if (room == null) {
      return;
    }
    List<RoomMessage> fresh = bridge.after(room, chat.heard());
    for (RoomMessage message : fresh) {
      chat.heardUpTo(message.seq());
      if (!IncidentBridge.isFromChat(message)) {
        ChatMessage shown = bridge.shown(message, chat);
        chat.apply(new ChatEntry.Posted(shown));
        announcer.posted(chat, shown, members(chat));
      }
    }
    if (!fresh.isEmpty() && !chat.isOver() && bridge.isOver(room)) {
      write(new ChatEntry.Over(chat.id(), now()));
    }
  }
}
