package dev.aegis.app.terminal;

import dev.aegis.incident.Incident;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Timer;
import dev.aegis.room.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a message says, in the words of the terminal, for a surface that lays text out by itself.
 * All of it is inert: nothing in it moves a cursor, turns the direction of writing or ends a line.
 *
 * @param lines from top to bottom
 */
public record Said(List<Line> lines) {
  /** Characters of one piece of text; what goes beyond is counted. */
  public static final int LONGEST = 2_000;

  public Said {
    lines = List.copyOf(lines);
  }

  /**
   * A paragraph.
   *
   * @param mark stands before it, such as a label
   * @param words its text
   * @param figure stands at its end
   */
  public record Line(Optional<Piece> mark, List<Piece> words, Optional<Piece> figure) {
    public Line {
      Objects.requireNonNull(mark);
      Objects.requireNonNull(figure);
      words = List.copyOf(words);
    }
  }

  /**
   * Text of one kind.
   *
   * @param ink what it is for, in lower case, such as {@code good}, {@code bad} or {@code plain}
   * @param text not blank
   */
  public record Piece(String ink, String text) {
    public Piece {
      Objects.requireNonNull(ink);
      Objects.requireNonNull(text);
    }

    static Optional<Piece> of(Ink ink, CharSequence text) {
      return text.toString().isBlank()
          ? Optional.empty()
          : Optional.of(new Piece(ink.name().toLowerCase(Locale.ROOT), bounded(text.toString())));
    }
  }

  /**
   * What the message says.
   *
   * @param record the incident up to and with it
   */
  public static Said of(RoomMessage message, Incident record) {
    Body body = new Body(Glyphs.UNICODE, 0);
    return new Said(Spoken.of(body, message, record, "").said());
  }

  /** The same text, inert, on one line, and cut where it is long beyond reading. */
  public static String inert(String text) {
    int most = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    return Glyphs.UNICODE.inert(text.substring(0, most)) + beyond(text.length() - most);
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST
        ? text
        : Cells.start(text, LONGEST) + beyond(text.length() - LONGEST);
  }

  private static String beyond(int count) {
    return count <= 0
        ? ""
        : String.format(Locale.ROOT, "… (%,d more characters in the record)", count);
  }

  /**
   * Whether a message tells people something: a watch that goes on is in the record at every look,
   * and told once.
   */
  public static boolean isNew(List<RoomMessage> before, RoomMessage message) {
    if (message.payload() instanceof Timer timer) {
      return timer.purpose() == Timer.Purpose.APPROVAL_EXPIRED;
    }
    return !(message.payload() instanceof Verification now
        && now.outcome() == Verification.Outcome.PENDING
        && Incident.of(before)
            .verification()
            .filter(last -> last.sentence().equals(now.sentence()))
            .isPresent());
  }
}
