package dev.aegis.app.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * From the bytes in which a sender spells the labels of a series to its number. A sender spells the
 * same series the same way each time, so that its labels are taken apart once. Kept are 128 bits of
 * a keyed hash in place of the bytes: two spellings that nobody chose by knowing the key collide
 * once in 2^64 pairs of billions. One thread at a time.
 */
final class SpellingIndex {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long OTHER = 0xD6E8FEB86659FD93L;

  private final long key;
  private final int most;
  private long[] first = new long[1 << 10];
  private long[] second = new long[1 << 10];
  private int[] series = new int[1 << 10];
  private int[] generations = new int[1 << 10];
  private int used;
  private long high;
  private long low;

  /**
   * @param most spellings; above it all are forgotten, and learnt again as they come
   */
  SpellingIndex(long key, int most) {
    this.key = key;
    this.most = most;
    Arrays.fill(series, -1);
  }

  /** Hashes a spelling, for the calls that follow. */
  void spelt(byte[] text, int from, int to) {
    long one = key ^ (to - from);
    long two = ~key + (to - from);
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
    high = Symbols.mixed(one ^ rest);
    low = Symbols.mixed(Long.rotateLeft(two, 29) ^ rest);
  }

  /** The series that was spelt so; -1 where none was, or where its number has another since. */
  int find(int[] generationsNow) {
    int mask = series.length - 1;
    for (int slot = (int) high & mask; series[slot] >= 0; slot = (slot + 1) & mask) {
      if (first[slot] == high && second[slot] == low) {
        int found = series[slot];
        return generationsNow[found] == generations[slot] ? found : -1;
      }
    }
    return -1;
  }

  /** Remembers that the spelling is that of a series. */
  void put(int of, int generation) {
    if (used >= most) {
      Arrays.fill(series, -1);
      used = 0;
    }
    if (2 * (used + 1) > series.length) {
      grow();
    }
    insert(high, low, of, generation);
  }

  private void insert(long one, long two, int of, int generation) {
    int mask = series.length - 1;
    int slot = (int) one & mask;
    while (series[slot] >= 0 && (first[slot] != one || second[slot] != two)) {
      slot = (slot + 1) & mask;
    }
    used += series[slot] < 0 ? 1 : 0;
    first[slot] = one;
    second[slot] = two;
    series[slot] = of;
    generations[slot] = generation;
  }

  private void grow() {
    long[] ones = first;
    long[] twos = second;
    int[] all = series;
    int[] generationsBefore = generations;
    int room = 2 * all.length;
    first = new long[room];
    second = new long[room];
    series = new int[room];
    generations = new int[room];
    Arrays.fill(series, -1);
    used = 0;
    for (int slot = 0; slot < all.length; slot++) {
      if (all[slot] >= 0) {
        insert(ones[slot], twos[slot], all[slot], generationsBefore[slot]);
      }
    }
  }
}
