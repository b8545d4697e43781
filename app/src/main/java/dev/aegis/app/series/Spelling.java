package dev.aegis.app.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How a sender spells the labels of a series: 128 bits of a keyed hash in place of the bytes. Two
 * spellings that nobody chose by knowing the key collide once in 2^64 pairs of billions. Parts that
 * are shared by many series, such as who measured, are hashed once and gone on from. One begins
 * with {@link SeriesTable.Writer#spelling()}.
 *
 * @param high half of the hash
 * @param low the other half
 */
public record Spelling(long high, long low) {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long OTHER = 0xD6E8FEB86659FD93L;

  /** What no part in bytes has as its length: a number is not the text of the same bits. */
  private static final long NUMBER = -1;

  /** The empty one. */
  static Spelling keyed(long key) {
    return new Spelling(key, ~key);
  }

  /** Goes on with a part in bytes; where it ends counts. */
  public Spelling then(byte[] text, int from, int to) {
    long one = high ^ (to - from);
    long two = low + (to - from);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) LONGS.get(text, at);
      one = Symbols.mixed(one ^ word);
      two = (Long.rotateLeft(two, 29) ^ word) * OTHER;
    }
    long rest = (long) to - at;
    for (; at < to; at++) {
      rest = rest << 8 | text[at] & 0xff;
    }
    return ended(one, two, rest);
  }

  /** Goes on with a number. */
  public Spelling then(long number) {
    return ended(high ^ NUMBER, low + NUMBER, number);
  }

  private static Spelling ended(long one, long two, long rest) {
    return new Spelling(Symbols.mixed(one ^ rest), Symbols.mixed(Long.rotateLeft(two, 29) ^ rest));
  }
}
