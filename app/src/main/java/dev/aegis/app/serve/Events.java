package dev.aegis.app.serve;

import dev.aegis.app.page.Part;
import java.time.Instant;

/** Server-sent events of a room. The id of a message is its place in the room's one order. */
final class Events {
  static final String HEARTBEAT = ": still here\n\n";

  private Events() {}

  /** A message as HTML; an empty one still moves the place on. */
  static String message(long seq, String html) {
    return "id: " + seq + "\nevent: message\n" + data(html) + "\n";
  }

  /** A part of the page: its element and version on the first line, its content after that. */
  static String part(Part part) {
    return "event: part\ndata: "
        + part.id()
        + " "
        + part.version()
        + "\n"
        + data(part.html())
        + "\n";
  }

  /** The time of the newest message. */
  static String clock(Instant at) {
    return "event: clock\ndata: " + at.toEpochMilli() + "\n\n";
  }

  static String ended() {
    return "event: ended\ndata: ended\n\n";
  }

  private static String data(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append("data: ").append(line).append('\n'));
    return lines.isEmpty() ? "data: \n" : lines.toString();
  }
}
