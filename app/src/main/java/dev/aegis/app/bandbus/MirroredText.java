package dev.aegis.app.bandbus;

import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of a room as the content of messages of a chat: the sentence for people, then the wire
 * form in a fenced block whose first line names the message and the part. A long wire form goes on
 * in further parts; theirs put together are the line that the journal has.
 */
final class MirroredText {
  /** The longest content; Band publishes a limit for events only, which is taken for texts too. */
  static final int MOST_CHARACTERS = 16_384;

  /** What is left for mention tokens, which the server may put before a content. */
  private static final int RESERVED = 1_000;

  private static final int LONGEST_SENTENCE = 6_000;

  /** The words before a further part. */
  private static final int LONGEST_GOING_ON = 60;

  private static final String FENCE = "```json aegis ";
  private static final Pattern LAST_BLOCK =
      Pattern.compile(
          "(?:^|\\n)```json aegis (INC-[0-9-]{1,40}) ([A-Za-z0-9._-]{1,64})"
              + " ([0-9]{1,6})/([0-9]{1,6}) ([0-9a-f]{8})\\n"
              + "([^\\n]*)\\n```\\s*$");

  private MirroredText() {}

  /**
   * What a content carries.
   *
   * @param part from 1 on
   * @param mark tells rooms of the same name apart, of different journals
   * @param chunk this part of the wire form
   */
  record Carried(RoomId room, MessageId id, int part, int parts, String mark, String chunk) {
    boolean isPartOf(RoomMessage message, String marked, int number) {
      return room.equals(message.room())
          && id.equals(message.id())
          && mark.equals(marked)
          && part == number;
    }
  }

  /** The contents that carry a message, in order. */
  static List<String> parts(RoomMessage message, String mark) {
    return parts(message, mark, MOST_CHARACTERS);
  }

  static List<String> parts(RoomMessage message, String mark, int most) {
    String sentence = sentence(message);
    // In JSON the same character; in a chat no token of somebody who is mentioned.
    String wire = RoomJson.write(message).replace("@[[", "@\\u005b[");
    int room = most - RESERVED;
    List<String> chunks = new ArrayList<>();
    int from = 0;
    while (from < wire.length()) {
      int left = room - (chunks.isEmpty() ? sentence.length() : LONGEST_GOING_ON);
      int to = Math.min(wire.length(), from + left);
      if (to < wire.length() && Character.isHighSurrogate(wire.charAt(to - 1))) {
        to--;
      }
      chunks.add(wire.substring(from, to));
      from = to;
    }
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      String words =
          i == 0 ? sentence : "(part " + (i + 1) + " of " + chunks.size() + " of the above)";
      contents.add(
          words
              + "\n\n"
              + FENCE
              + message.room()
              + " "
              + message.id()
              + " "
              + (i + 1)
              + "/"
              + chunks.size()
              + " "
              + mark
              + "\n"
              + chunks.get(i)
              + "\n```");
    }
    return contents;
  }

  /** The same place in the room without what it says, for a content that a server refuses. */
  static String withheld(String content) {
    int header = content.lastIndexOf("\n" + FENCE);
    int line = content.indexOf('\n', header + 1);
    return "Band refuses what was said here; it stands in the journal of Aegis."
        + "\n"
        + content.substring(header, line + 1)
        + "\n```";
  }

  /** Who Band does not know is named; what could mention somebody is taken apart. */
  private static String sentence(RoomMessage message) {
    String text = message.text().isBlank() ? message.intent().wire() : message.text();
    String clean =
        text.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").replace("@[[", "@ [[").replace("```", "'''");
    String whole = message.sender() + ": " + clean.strip();
    if (whole.length() <= LONGEST_SENTENCE) {
      return whole;
    }
    int to =
        Character.isHighSurrogate(whole.charAt(LONGEST_SENTENCE - 1))
            ? LONGEST_SENTENCE - 1
            : LONGEST_SENTENCE;
    return whole.substring(0, to) + "…";
  }

  /** What the last block of a content carries; empty where there is none of ours. */
  static Optional<Carried> read(String content) {
    int start = content.lastIndexOf("\n" + FENCE);
    Matcher block = LAST_BLOCK.matcher(start < 0 ? "" : content.substring(start));
    if (!block.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Carried(
              new RoomId(block.group(1)),
              new MessageId(block.group(2)),
              Integer.parseInt(block.group(3)),
              Integer.parseInt(block.group(4)),
              block.group(5),
              block.group(6)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
