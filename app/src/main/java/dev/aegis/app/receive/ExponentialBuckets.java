package dev.aegis.app.receive;

import java.util.Arrays;

/**
 * An <a
 * href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">exponential
 * histogram</a> as buckets that are the same for every histogram at every time, as counters have to
 * be: their upper bounds are the powers of the square root of two from 2^-10 to 2^20, which is a
 * millisecond to twelve days in seconds, and at most 41 % wide. A bucket of base {@code
 * 2^(2^-scale)} with index {@code i} ends at {@code base^(i+1)}; where the scale is 1 or finer that
 * lies on one of these bounds once neighbours are put together, and where it is coarser it is one
 * of them. One thread.
 */
final class ExponentialBuckets {
  private static final int SCALE = ProtoReader.field(6, ProtoReader.VARINT);
  private static final int ZEROS = ProtoReader.field(7, ProtoReader.FIXED64);
  private static final int POSITIVE = ProtoReader.field(8, ProtoReader.BYTES);
  private static final int NEGATIVE = ProtoReader.field(9, ProtoReader.BYTES);
  private static final int OFFSET = ProtoReader.field(1, ProtoReader.VARINT);
  private static final int COUNTS = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int ONE_COUNT = ProtoReader.field(2, ProtoReader.VARINT);

  private static final int LOWEST = -20;
  private static final int HIGHEST = 40;
  private static final int MOST = 1_024;
  private static final int FINEST = 20;
  private static final double[] BOUNDS = new double[HIGHEST - LOWEST + 1];

  static {
    for (int i = 0; i < BOUNDS.length; i++) {
      BOUNDS[i] = Math.pow(2, (LOWEST + i) / 2.0);
    }
  }

  private final double[] counts = new double[BOUNDS.length];
  private long[] read = new long[64];
  private int many;
  private int offset;
  private int scale;
  private double below;

  /** An upper bound as a number. */
  static double bound(int which) {
    return BOUNDS[which];
  }

  void clear() {
    Arrays.fill(counts, 0);
    many = 0;
    offset = 0;
    scale = 0;
    below = 0;
  }

  /** Takes a field of the point if it is one of these. */
  boolean take(ProtoReader point, int tag) {
    if (tag == SCALE) {
      scale = (int) signed(point.varint());
    } else if (tag == ZEROS) {
      below += point.fixed64();
    } else if (tag == POSITIVE) {
      positive(point);
    } else if (tag == NEGATIVE) {
      negative(point);
    } else {
      return false;
    }
    return true;
  }

  /** Counts that add up, of at most {@link #bound}; to be asked for after the whole point. */
  double[] upTo() {
    for (int i = 0; i < many; i++) {
      long bound = bound((long) offset + i);
      if (bound <= HIGHEST) {
        counts[(int) Math.max(0, bound - LOWEST)] += read[i];
      }
    }
    many = 0;
    counts[0] += below;
    below = 0;
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    return counts;
  }

  /** In halves of powers of two, the end of a bucket, or the next bound above it. */
  private long bound(long index) {
    if (scale >= 1) {
      return (index >> Math.min(FINEST, scale - 1)) + 1;
    }
    int shift = Math.min(FINEST, 1 - scale);
    return Math.max(-1L << 40, Math.min(1L << 40, index + 1)) << shift;
  }

  private void positive(ProtoReader point) {
    int outer = point.enter();
    many = 0;
    for (int tag = point.tag(); tag != 0; tag = point.tag()) {
      if (tag == OFFSET) {
        offset = (int) signed(point.varint());
      } else if (tag == COUNTS) {
        int list = point.enter();
        while (point.at() < point.end()) {
          add(point.varint());
        }
        point.leave(list);
      } else if (tag == ONE_COUNT) {
        add(point.varint());
      } else {
        point.skip(tag);
      }
    }
    point.leave(outer);
  }

  private void add(long count) {
    if (many == MOST) {
      throw new MalformedException("expected at most " + MOST + " buckets, found more");
    }
    if (many == read.length) {
      read = Arrays.copyOf(read, MOST);
    }
    read[many++] = count;
  }

  /** Less than nothing is below every bound. */
  private void negative(ProtoReader point) {
    int outer = point.enter();
    for (int tag = point.tag(); tag != 0; tag = point.tag()) {
      if (tag == COUNTS) {
        int list = point.enter();
        while (point.at() < point.end()) {
          below += point.varint();
        }
        point.leave(list);
      } else if (tag == ONE_COUNT) {
        below += point.varint();
      } else {
        point.skip(tag);
      }
    }
    point.leave(outer);
  }

  private static long signed(long zigzag) {
    return zigzag >>> 1 ^ -(zigzag & 1);
  }
}
