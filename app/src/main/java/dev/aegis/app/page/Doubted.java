package dev.aegis.app.page;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Claim;
import dev.aegis.room.RoomMessage;

/**
 * The claim that a room's page asks why it is challenged.
 *
 * @param message its place in the room; empty for none
 * @param sentence what is looked at again; empty for none
 */
public record Doubted(String message, String sentence) {
  /** Nothing is challenged. */
  public static final Doubted NOTHING = new Doubted("", "");

  /** The claim at this place; nothing where there is none. */
  public static Doubted at(String place, Incident incident) {
    return incident.log().stream()
        .filter(m -> Long.toString(m.seq()).equals(place))
        .filter(Claim::isMadeIn)
        .findFirst()
        .map(m -> new Doubted(place, sentence(m)))
        .orElse(NOTHING);
  }

  private static String sentence(RoomMessage claim) {
    return "What "
        + MessageView.who(claim)
        + " said at "
        + Figures.time(claim.ts())
        + " UTC is looked at again on the evidence as it is now.";
  }

  /** Whether a claim is challenged. */
  public boolean isThere() {
    return !message.isEmpty();
  }
}
