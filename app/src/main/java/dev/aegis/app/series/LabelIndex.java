package dev.aegis.app.series;

import java.util.Arrays;

/**
 * The labels of every series as pairs of symbols, and the way from pairs to the number of a series:
 * exact, by an open hash table. One thread at a time.
 */
final class LabelIndex {
  private static final int NONE = -1;

  /** A slot whose series is gone; what was put behind it is still found. */
  private static final int GONE = -2;

  private int[] pairs = new int[1 << 12];
  private int pairsEnd;
  private int[] starts = new int[256];
  private int[] counts = new int[256];
  private int[] table = new int[512];
  private int used;
  private int pairsGone;

  LabelIndex() {
    Arrays.fill(table, NONE);
  }

  /** The series with these pairs, sorted by the symbol of the name; -1 where there is none. */
  int find(int[] wanted, int count) {
    int mask = table.length - 1;
    for (int slot = hash(wanted, 0, count) & mask; table[slot] != NONE; slot = (slot + 1) & mask) {
      int series = table[slot];
      if (series >= 0
          && counts[series] == count
          && Arrays.equals(
              pairs, starts[series], starts[series] + 2 * count, wanted, 0, 2 * count)) {
        return series;
      }
    }
    return NONE;
  }

  /** Adds a series that is not there. */
  void add(int series, int[] own, int count) {
    if (series >= starts.length) {
      int room = Math.max(series + 1, starts.length + starts.length / 2);
      starts = Arrays.copyOf(starts, room);
      counts = Arrays.copyOf(counts, room);
    }
    if (pairsEnd + 2 * count > pairs.length) {
      pairs = Arrays.copyOf(pairs, pairs.length + pairs.length / 2 + 2 * count);
    }
    System.arraycopy(own, 0, pairs, pairsEnd, 2 * count);
    starts[series] = pairsEnd;
    counts[series] = count;
    pairsEnd += 2 * count;
    if (2 * (used + 1) > table.length) {
      rehash();
    }
    insert(series);
  }

  private void insert(int series) {
    int mask = table.length - 1;
    int slot = hash(pairs, starts[series], counts[series]) & mask;
    while (table[slot] != NONE) {
      slot = (slot + 1) & mask;
    }
    table[slot] = series;
    used++;
  }

  /** At most a quarter full, and slots of those that are gone free again. */
  private void rehash() {
    int[] before = table;
    int living = (int) Arrays.stream(before).filter(series -> series >= 0).count();
    table = new int[Math.max(512, Integer.highestOneBit(4 * living + 1) << 1)];
    Arrays.fill(table, NONE);
    used = 0;
    for (int series : before) {
      if (series >= 0) {
        insert(series);
      }
    }
  }

  /** Takes a series out. Its pairs are only gone once another index was made of what is left. */
  void remove(int series) {
    int mask = table.length - 1;
    int slot = hash(pairs, starts[series], counts[series]) & mask;
    while (table[slot] != series) {
      slot = (slot + 1) & mask;
    }
    table[slot] = GONE;
    pairsGone += 2 * counts[series];
  }

  /** Whether a new index of what is left would be less than half of this one. */
  boolean mostlyGone() {
    return 2 * pairsGone > pairsEnd;
  }

  int count(int series) {
    return counts[series];
  }

  int name(int series, int label) {
    return pairs[starts[series] + 2 * label];
  }

  int value(int series, int label) {
    return pairs[starts[series] + 2 * label + 1];
  }

  private static int hash(int[] symbols, int from, int count) {
    long hash = count;
    for (int i = from; i < from + 2 * count; i += 2) {
      hash = Symbols.mixed(hash ^ ((long) symbols[i] << 32 | symbols[i + 1]));
    }
    return (int) (hash >>> 32);
  }
}
