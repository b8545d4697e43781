package dev.aegis.app.band;

import dev.aegis.app.band.wire.Party;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everybody whom a chat can have: those outside, by their keys, and Aegis's own. */
final class Directory {
  private final Keys keys;

  Directory(Keys keys) {
    this.keys = keys;
  }

  /** Those outside as of this moment. */
  Keys.Held held() {
    return keys.held();
  }

  /** Who proves to be somebody with this key. */
  Optional<Party> whose(String key) {
    return keys.held().whose(key);
  }

  Optional<Party> find(UUID id) {
    Party own = Crew.byId().get(id);
    return own == null ? keys.held().find(id) : Optional.of(own);
  }

  /** Somebody outside by the name that {@code @name} gives them. */
  Optional<Party> outside(String name) {
    return keys.held().all().stream().filter(party -> party.name().equals(name)).findFirst();
  }

  /** Those outside, by name. */
  List<Party> outside() {
    return keys.held().all();
  }

  List<Party> users() {
    return keys.held().users();
  }
}
