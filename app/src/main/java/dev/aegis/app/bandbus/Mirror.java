package dev.aegis.app.bandbus;

import dev.aegis.app.journal.MirrorLog;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Carries one room to its chat: each message once, in the order of the log. Where nobody knows
 * whether a post was done, since an answer was lost or this process is new, the chat is looked
 * through for it before it is posted again. Used by one thread; closed by another.
 */
final class Mirror implements AutoCloseable {
  private static final int UNPROCESSABLE = 422;

  /** So often Band refuses a content before it is left out, so that it holds up nothing more. */
  private static final int MOST_REFUSALS = 5;

  private static final List<Handle> ALWAYS =
      List.of(
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER);

  private final BandSettings settings;
  private final BandChats chats;
  private final MirrorLog log;
  private final Trying trying;
  private final String mark;
  private final BiConsumer<RoomMessage, UUID> listening;
  private final Set<UUID> members = new HashSet<>();
  private boolean doubtful = true;
  private int refused;
  private boolean told;

  /**
   * @param mark that a new chat gets, so that it is found again
   * @param listening hears in which chat a room is, before its first message is carried
   */
  Mirror(
      BandSettings settings,
      BandChats chats,
      MirrorLog log,
      Trying trying,
      String mark,
      BiConsumer<RoomMessage, UUID> listening) {
    this.settings = settings;
    this.chats = chats;
    this.log = log;
    this.trying = trying;
    this.mark = mark;
    this.listening = listening;
  }

  /** Carries the next message; returns when it lies there, or when this is closed. */
  void carry(RoomMessage message) {
    MirrorLog.Place last = log.last(message.room());
    if (message.seq() < last.seq() || (message.seq() == last.seq() && last.isWhole())) {
      return;
    }
    String kept = log.begin(message.room(), mark);
    if (Heard.isFromBand(message.id())) {
      log.carried(message.room(), new MirrorLog.Place(message.seq(), 1, 1), Optional.empty());
      return;
    }
    List<String> parts = MirroredText.parts(message, kept);
    int first = message.seq() == last.seq() ? last.part() + 1 : 1;
    for (int part = first; part <= parts.size() && !trying.isClosed(); part++) {
      MirrorLog.Place place = new MirrorLog.Place(message.seq(), part, parts.size());
      String content = parts.get(part - 1);
      trying
          .until(() -> posted(message, kept, place, content))
          .ifPresent(id -> log.carried(message.room(), place, Optional.of(id)));
    }
  }

  /** One try. */
  private UUID posted(RoomMessage message, String kept, MirrorLog.Place place, String content) {
    try {
      UUID chat = chat(message, kept);
      Optional<UUID> found =
          doubtful ? chats.findPosted(chat, message, kept, place.part()) : Optional.empty();
      doubtful = false;
      return found.orElseGet(() -> post(message, chat, content));
    } catch (BandFailure e) {
      // Who is in the chat is asked again: an answer about that may have been lost, or be wrong.
      members.clear();
      throw e;
    }
  }

  private UUID post(RoomMessage message, UUID chat, String content) {
    Handle voice = settings.voiceOf(message.sender());
    List<UUID> mentions = mentions(message, voice);
    bring(chat, mentions);
    bring(chat, List.of(settings.of(voice).id()));
    try {
      String said = refused < MOST_REFUSALS ? content : MirroredText.withheld(content);
      UUID id = chats.post(voice, chat, said, mentions);
      refused = 0;
      return id;
    } catch (BandFailure e) {
      doubtful = !e.surelyUndone();
      refused = e.status() == UNPROCESSABLE ? refused + 1 : refused;
      throw e;
    }
  }

  /** Whom a message mentions there; Band delivers no message that mentions nobody. */
  private List<UUID> mentions(RoomMessage message, Handle voice) {
    List<UUID> mentions = new ArrayList<>();
    for (Handle handle : message.mentions()) {
      if (handle.equals(Handle.HUMAN)) {
        mentions.add(settings.human());
      } else if (settings.agents().containsKey(handle) && !handle.equals(voice)) {
        mentions.add(settings.of(handle).id());
      }
    }
    if (mentions.isEmpty()) {
      Handle other = voice.equals(Handle.COMMANDER) ? Handle.OBSERVER : Handle.COMMANDER;
      mentions.add(settings.of(other).id());
    }
    return mentions;
  }

  private void bring(UUID chat, List<UUID> parties) {
    if (members.isEmpty()) {
      members.addAll(chats.members(chat));
    }
    for (UUID party : parties) {
      if (!members.contains(party)) {
        chats.recruit(chat, party);
        members.add(party);
      }
    }
  }

  private UUID chat(RoomMessage message, String kept) {
    UUID chat = log.chat(message.room()).orElseGet(() -> newChat(message, kept));
    if (!told) {
      List<UUID> first = new ArrayList<>(ALWAYS.stream().map(h -> settings.of(h).id()).toList());
      first.add(settings.human());
      bring(chat, first);
      listening.accept(message, chat);
      told = true;
    }
    return chat;
  }

  /** A chat that was opened by an earlier try is found by the mark in its title. */
  private UUID newChat(RoomMessage message, String kept) {
    UUID chat =
        settings
            .chat()
            .orElseGet(() -> {
              String title = title(message, kept);
              return chats.findTitled(title).orElseGet(() -> chats.open(title));
            });
    log.chatIs(message.room(), chat);
    return chat;
  }

  private static String title(RoomMessage message, String mark) {
    String what =
        message.payload() instanceof Signal signal
            ? " " + signal.severity() + " " + shortened(signal.service())
            : "";
    return message.room() + what.replaceAll("[\\p{Cntrl}]", " ") + " [" + mark + "]";
  }

  private static String shortened(String service) {
    return service.length() <= 60 ? service : service.substring(0, 60);
  }

  @Override
  public void close() {
    trying.close();
  }
}
