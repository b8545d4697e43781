package dev.aegis.app.bandbus;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What our agents ask of Band's chats. Safe for use by several threads. */
final class BandChats {
  /** The longest title, as Band has it. */
  private static final int LONGEST_TITLE = 120;

  /** Pages of a list that are read: ten thousand messages. */
  private static final int MOST_PAGES = 100;

  private static final int PAGE = 100;
  private static final String MEMBER = "member";

  private final BandSettings settings;
  private final BandRest rest;

  BandChats(BandSettings settings, BandRest rest) {
    this.settings = settings;
    this.rest = rest;
  }

  private Identity commander() {
    return settings.of(Handle.COMMANDER);
  }

  /** Opens a chat that the commander owns. */
  UUID open(String title) {
    ObjectNode body = WireJson.object();
    body.putObject("chat").put("title", shortened(title));
    return idIn(rest.post(commander(), "chats", body).path("data"));
  }

  private static String shortened(String title) {
    return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE);
  }

  /** The commander's chat of this title. */
  Optional<UUID> findTitled(String title) {
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode answer = rest.get(commander(), "chats?page=" + page + "&page_size=" + PAGE);
      for (JsonNode chat : answer.path("data")) {
        if (shortened(title).equals(chat.path("title").asString(""))) {
          return Optional.of(idIn(chat));
        }
      }
      if (answer.path("data").size() < PAGE) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Who is in a chat. */
  Set<UUID> members(UUID chat) {
    Set<UUID> members = new HashSet<>();
    for (JsonNode each : rest.get(commander(), "chats/" + chat + "/participants").path("data")) {
      members.add(idIn(each));
    }
    return members;
  }

  /** Looks for somebody among those who could come, and brings them into a chat. */
  void recruit(UUID chat, UUID party) {
    if (!isPeer(chat, party)) {
      throw new BandFailure(
          "expected "
              + nameOf(party)
              + " among the peers of @commander, found it neither there nor"
              + " in the chat",
          0,
          true,
          Duration.ZERO);
    }
    ObjectNode body = WireJson.object();
    body.putObject("participant").put("participant_id", party.toString()).put("role", MEMBER);
    var _ = rest.post(commander(), "chats/" + chat + "/participants", body);
  }

  private String nameOf(UUID party) {
    return settings.agent(party).map(Handle::name).orElse("BAND_HUMAN_ID") + " (" + party + ")";
  }

  private boolean isPeer(UUID chat, UUID party) {
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode answer =
          rest.get(
              commander(), "peers?not_in_chat=" + chat + "&page=" + page + "&page_size=" + PAGE);
      for (JsonNode peer : answer.path("data")) {
        if (party.toString().equalsIgnoreCase(peer.path("id").asString(""))) {
          return true;
        }
      }
      if (answer.path("data").size() < PAGE) {
        return false;
      }
    }
    return false;
  }

  /** Posts a content, and gives its id. */
  UUID post(Handle voice, UUID chat, String content, Collection<UUID> mentions) {
    ObjectNode body = WireJson.object();
    ArrayNode all = body.putObject("message").put("content", content).putArray("mentions");
    mentions.forEach(id -> all.addObject().put("id", id.toString()));
    return idIn(rest.post(settings.of(voice), "chats/" + chat + "/messages", body).path("data"));
  }

  /** Under which id a part of a message was posted already, by whoever speaks for its sender. */
  Optional<UUID> findPosted(UUID chat, RoomMessage message, String mark, int part) {
    Handle voice = settings.voiceOf(message.sender());
    UUID own = settings.of(voice).id();
    return find(
            voice,
            chat,
            found ->
                found.sender().equals(own)
                    && MirroredText.read(found.content())
                        .filter(carried -> carried.isPartOf(message, mark, part))
                        .isPresent())
        .map(ChatMessage::id);
  }

  /**
   * Whether the commander can read again, over REST, the very message that was heard, and behind
   * another one.
   *
   * @param request the id of the one that has to come before
   */
  boolean standsBehind(UUID chat, UUID request, ChatMessage heard) {
    boolean[] asked = new boolean[1];
    return find(
            Handle.COMMANDER,
            chat,
            found -> {
              if (found.id().equals(request)) {
                asked[0] = found.sender().equals(commander().id());
                return false;
              }
              return asked[0] && isSame(found, heard);
            })
        .isPresent();
  }

  private static boolean isSame(ChatMessage found, ChatMessage heard) {
    return found.id().equals(heard.id())
        && found.chat().equals(heard.chat())
        && found.sender().equals(heard.sender())
        && found.senderType() == heard.senderType()
        && found.type() == heard.type()
        && found.content().equals(heard.content());
  }

  /** The first message that fits of those that an agent said or that mention it, oldest first. */
  private Optional<ChatMessage> find(Handle agent, UUID chat, Predicate<ChatMessage> fits) {
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer =
          rest.get(
              settings.of(agent),
              "chats/"
                  + chat
                  + "/context?limit="
                  + PAGE
                  + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor)));
      for (JsonNode each : answer.path("data")) {
        Optional<ChatMessage> message = read(each).filter(fits);
        if (message.isPresent()) {
          return message;
        }
      }
      cursor = answer.path("metadata").path("next_cursor").asString("");
      if (cursor.isEmpty() || !answer.path("metadata").path("has_more").asBoolean(false)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String encoded(String cursor) {
    return java.net.URLEncoder.encode(cursor, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The oldest message to an agent that it has not processed, as Band wrote it. */
  Optional<JsonNode> next(Handle agent, UUID chat) {
    JsonNode data = rest.get(settings.of(agent), "chats/" + chat + "/messages/next").path("data");
    return data.isObject() ? Optional.of(data) : Optional.empty();
  }

  /** A message as a value; empty where it has another form. */
  static Optional<ChatMessage> read(JsonNode json) {
    try {
      return Optional.of(ChatMessage.read(json));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void processing(Handle agent, UUID chat, UUID message) {
    move(agent, chat, message, "processing");
  }

  void processed(Handle agent, UUID chat, UUID message) {
    move(agent, chat, message, "processed");
  }

  private void move(Handle agent, UUID chat, UUID message, String to) {
    var _ = rest.post(settings.of(agent), "chats/" + chat + "/messages/" + message + "/" + to);
  }

  /** The id that an answer names; without one nobody knows what was done. */
  static UUID idIn(JsonNode json) {
    return WireJson.uuid(json.path("id").asString(""))
        .orElseThrow(() ->
            new BandFailure("expected an id in an answer, found none", 0, false, Duration.ZERO));
  }
}
