package dev.aegis.app.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash chain over a room's log: {@code link(n) = SHA-256(link(n-1) ‖ raw(n))}, beginning with the
 * hash of the room's name. SQLite keeps no checksum of its pages, so that a flipped byte in a text
 * would be read as if it had been written; the chain finds it, and an entry that was changed, left
 * out or put in by another program. It is no signature: who can write the file can also compute a
 * new chain.
 */
final class Chain {
  private Chain() {}

  static byte[] start(byte[] name) {
    return sha256().digest(name);
  }

  static byte[] link(byte[] before, byte[] raw) {
    MessageDigest sha = sha256();
    sha.update(before);
    return sha.digest(raw);
  }

  /** The hash of several fields, each with its length before it. */
  static byte[] digest(byte[]... fields) {
    MessageDigest sha = sha256();
    for (byte[] field : fields) {
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).flip());
      sha.update(field);
    }
    return sha.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
