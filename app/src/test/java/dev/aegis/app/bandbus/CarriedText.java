package dev.aegis.app.bandbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;

/** What a chat carries of a room. */
public final class CarriedText {
  private CarriedText() {}

  /** The messages of the room in the order of the chat; each part has to be the next one. */
  public static List<RoomMessage> messages(List<ChatMessage> chat) {
    List<RoomMessage> messages = new ArrayList<>();
    StringBuilder wire = new StringBuilder();
    int next = 1;
    for (ChatMessage each : chat) {
      MirroredText.Carried part = MirroredText.read(each.content()).orElseThrow();
      assertThat(part.part()).as("the next part of %s", part.id()).isEqualTo(next);
      wire.append(part.chunk());
      next = part.part() == part.parts() ? 1 : part.part() + 1;
      if (next == 1) {
        messages.add(RoomJson.read(wire.toString()));
        wire.setLength(0);
      }
    }
    return messages;
  }
}
