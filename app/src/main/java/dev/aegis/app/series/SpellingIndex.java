package dev.aegis.app.series;

import java.util.Arrays;

/**
 * From the {@link Spelling} of the labels of a series to its number. A sender spells the same
 * series the same way each time, so that its labels are taken apart once. An open hash table, whose
 * slots lie in one array: what is not in the processor's cache is waited for once. One thread at a
 * time.
 */
final class SpellingIndex {
  private static final int NONE = -1;

  /** Longs of a slot: both halves of the spelling, and the series with its generation. */
  private static final int SLOT = 3;

  private static final long EMPTY = -1;

  private final int most;
  private long[] slots = empty(1 << 10);
  private int used;

  /**
   * @param most spellings; above it all are forgotten, and learnt again as they come
   */
  SpellingIndex(int most) {
    this.most = most;
  }

  private static long[] empty(int room) {
    long[] slots = new long[SLOT * room];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** The series that was spelt so; -1 where none was, or where its number has another since. */
  int find(Spelling spelling, int[] generationsNow) {
    int at = place(spelling.high(), spelling.low());
    long owner = slots[at + 2];
    if (owner == EMPTY) {
      return NONE;
    }
    int series = (int) (owner >>> Integer.SIZE);
    return generationsNow[series] == (int) owner ? series : NONE;
  }

  /** Remembers that the spelling is that of a series. */
  void put(Spelling spelling, int series, int generation) {
    if (used >= most) {
      Arrays.fill(slots, EMPTY);
      used = 0;
    }
    if (2 * (used + 1) > slots.length / SLOT) {
      grow();
    }
    insert(
        spelling.high(), spelling.low(), (long) series << Integer.SIZE | generation & 0xffff_ffffL);
  }

  private void insert(long high, long low, long owner) {
    int at = place(high, low);
    used += slots[at + 2] == EMPTY ? 1 : 0;
    slots[at] = high;
    slots[at + 1] = low;
    slots[at + 2] = owner;
  }

  /** Where the slot of a spelling begins, or the empty one that it would get. */
  private int place(long high, long low) {
    int mask = slots.length / SLOT - 1;
    int slot = (int) high & mask;
    while (slots[SLOT * slot + 2] != EMPTY
        && (slots[SLOT * slot] != high || slots[SLOT * slot + 1] != low)) {
      slot = (slot + 1) & mask;
    }
    return SLOT * slot;
  }

  private void grow() {
    long[] before = slots;
    slots = empty(2 * before.length / SLOT);
    used = 0;
    for (int at = 0; at < before.length; at += SLOT) {
      if (before[at + 2] != EMPTY) {
        insert(before[at], before[at + 1], before[at + 2]);
      }
    }
  }
}
