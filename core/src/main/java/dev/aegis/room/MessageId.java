package dev.aegis.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names one message inside its room, whatever carries it.
 *
 * @param value 1 to 64 letters, digits, {@code - _ .}
 */
public record MessageId(String value) {
  public MessageId {
    if (!value.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException("expected a message id, found \"" + value + "\"");
    }
  }

  /**
   * The id of a sender's n-th answer to a message. The same answer has the same id, so that an
   * answer posted again after a crash is recognised as the one already in the log.
   */
  public static MessageId ofAnswer(RoomId room, Handle sender, String to, int ordinal) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String input = room + "\n" + sender + "\n" + to + "\n" + ordinal;
      byte[] digest = sha.digest(input.getBytes(StandardCharsets.UTF_8));
      return new MessageId("m-" + HexFormat.of().formatHex(digest, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
