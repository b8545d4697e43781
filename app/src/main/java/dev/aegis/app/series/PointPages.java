package dev.aegis.app.series;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest points of many series: a ring for each, in pages, so that growing copies nothing. One
 * thread at a time.
 */
final class PointPages {
  private static final int BITS = 10;
  private static final int PAGE = 1 << BITS;

  private final int room;
  private final List<long[]> times = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();
  private final List<byte[]> newest = new ArrayList<>();
  private final List<byte[]> counts = new ArrayList<>();

  /**
   * Empty.
   *
   * @param room points of one series, at most 127
   */
  PointPages(int room) {
    this.room = room;
  }

  /** Makes an empty ring of this number. */
  void clear(int series) {
    while (series >>> BITS >= times.size()) {
      times.add(new long[PAGE * room]);
      values.add(new double[PAGE * room]);
      newest.add(new byte[PAGE]);
      counts.add(new byte[PAGE]);
    }
    counts.get(series >>> BITS)[series & (PAGE - 1)] = 0;
  }

  void add(int series, long epochMillis, double value) {
    int page = series >>> BITS;
    int at = series & (PAGE - 1);
    byte[] count = counts.get(page);
    int next = count[at] == 0 ? 0 : (newest.get(page)[at] + 1) % room;
    newest.get(page)[at] = (byte) next;
    count[at] = (byte) Math.min(room, count[at] + 1);
    times.get(page)[at * room + next] = epochMillis;
    values.get(page)[at * room + next] = value;
  }

  int size(int series) {
    return counts.get(series >>> BITS)[series & (PAGE - 1)];
  }

  /** When one of the points was; 0 is the newest, 1 the one before it. */
  long epochMillis(int series, int back) {
    return times.get(series >>> BITS)[at(series, back)];
  }

  double value(int series, int back) {
    return values.get(series >>> BITS)[at(series, back)];
  }

  private int at(int series, int back) {
    int ring = series & (PAGE - 1);
    int last = newest.get(series >>> BITS)[ring];
    return ring * room + Math.floorMod(last - back, room);
  }
}
