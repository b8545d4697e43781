package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.app.band.wire.Party;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Somebody in one chat. */
record Member(Party party, ChatRole role) {
  UUID id() {
    return party.id();
  }

  ObjectNode json() {
    return party.participant(role);
  }
}
