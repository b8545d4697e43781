package dev.aegis.app.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every different text once, as bytes of UTF-8, under a small number. The bytes lie one after the
 * other in chunks; an open hash table leads from bytes to numbers. The hash is keyed, so that
 * nobody outside can choose texts that collide. One thread at a time.
 */
final class Symbols {
  /** The longest text, in bytes. */
  static final int LONGEST = 1 << 16;

  private static final int CHUNK_BITS = 20;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key;
  private final List<byte[]> chunks = new ArrayList<>();
  private int end = CHUNK;
  private long bytes;
  private int size;
  private int[] starts = new int[256];
  private int[] lengths = new int[256];
  private int[] hashes = new int[256];
  private int[] table = new int[512];

  Symbols(long key) {
    this.key = key;
    Arrays.fill(table, -1);
  }

  int size() {
    return size;
  }

  /** Of all texts together. */
  long bytes() {
    return bytes;
  }

  /** The number of a text; -1 where it is not known. */
  int find(byte[] text, int from, int to) {
    int hash = hash(text, from, to);
    int mask = table.length - 1;
    for (int slot = hash & mask; table[slot] >= 0; slot = (slot + 1) & mask) {
      int symbol = table[slot];
      if (hashes[symbol] == hash && same(symbol, text, from, to)) {
        return symbol;
      }
    }
    return -1;
  }

  /** The number of a text, which is new or known. */
  int intern(byte[] text, int from, int to) {
    int known = find(text, from, to);
    return known >= 0 ? known : add(text, from, to);
  }

  private int add(byte[] text, int from, int to) {
    int length = to - from;
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    if (end + length > CHUNK) {
      chunks.add(new byte[CHUNK]);
      end = 0;
    }
    int symbol = size++;
    starts[symbol] = ((chunks.size() - 1) << CHUNK_BITS) | end;
    lengths[symbol] = length;
    hashes[symbol] = hash(text, from, to);
    System.arraycopy(text, from, chunks.getLast(), end, length);
    end += length;
    bytes += length;
    if (2 * size > table.length) {
      table = new int[2 * table.length];
      Arrays.fill(table, -1);
      for (int each = 0; each < size; each++) {
        insert(each);
      }
    } else {
      insert(symbol);
    }
    return symbol;
  }

  private void insert(int symbol) {
    int mask = table.length - 1;
    int slot = hashes[symbol] & mask;
    while (table[slot] >= 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = symbol;
  }

  private boolean same(int symbol, byte[] text, int from, int to) {
    byte[] chunk = chunks.get(starts[symbol] >>> CHUNK_BITS);
    int start = starts[symbol] & (CHUNK - 1);
    return lengths[symbol] == to - from
        && Arrays.equals(chunk, start, start + lengths[symbol], text, from, to);
  }

  /** The text of a number; broken UTF-8 has the replacement character in place of what it was. */
  String text(int symbol) {
    byte[] chunk = chunks.get(starts[symbol] >>> CHUNK_BITS);
    return new String(chunk, starts[symbol] & (CHUNK - 1), lengths[symbol], StandardCharsets.UTF_8);
  }

  /** Gives the text of one of the others a number here. */
  int adopt(Symbols other, int symbol) {
    byte[] chunk = other.chunks.get(other.starts[symbol] >>> CHUNK_BITS);
    int start = other.starts[symbol] & (CHUNK - 1);
    return intern(chunk, start, start + other.lengths[symbol]);
  }

  int hash(byte[] text, int from, int to) {
    long hash = key ^ (to - from);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(text, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << 8 | text[at] & 0xff;
    }
    return (int) (mixed(hash ^ rest) >>> 32);
  }

  /** The two halves of the product of 128 bits together: every bit of the input moves all. */
  static long mixed(long value) {
    return (value * MIX) ^ Math.multiplyHigh(value, MIX);
  }
}
