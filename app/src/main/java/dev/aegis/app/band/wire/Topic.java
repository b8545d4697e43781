package dev.aegis.app.band.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What a socket can listen to.
 *
 * @param id of the agent, the person or the chat that it is about
 */
public record Topic(Kind kind, UUID id) {
  /** The kinds, named as on the wire but for capitals. */
  public enum Kind {
    AGENT_CONTROL,
    AGENT_ROOMS,
    AGENT_CONTACTS,
    USER_ROOMS,
    USER_CONTACTS,
    CHAT_ROOM,
    ROOM_PARTICIPANTS;

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A topic from its name; empty where there is none of this name. */
  public static Optional<Topic> parse(String name) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String kind = name.substring(0, colon);
    return Arrays.stream(Kind.values())
        .filter(each -> each.wire().equals(kind))
        .findFirst()
        .flatMap(found -> WireJson.uuid(name.substring(colon + 1)).map(id -> new Topic(found, id)));
  }

  /** Its name on the wire. */
  public String name() {
    return kind.wire() + ":" + id;
  }
}
