package dev.aegis.app.receive;

import java.util.Arrays;

/**
 * One point of a histogram, with bounds that the point names or {@link ExponentialBuckets}, as
 * counts that add up. A point that says it was not recorded has values that are no number. One
 * thread.
 */
final class OtlpHistogram {
  private static final int START = ProtoReader.field(2, ProtoReader.FIXED64);
  private static final int TIME = ProtoReader.field(3, ProtoReader.FIXED64);
  private static final int COUNT = ProtoReader.field(4, ProtoReader.FIXED64);
  private static final int TOTAL = ProtoReader.field(5, ProtoReader.FIXED64);
  private static final int BUCKETS = ProtoReader.field(6, ProtoReader.BYTES);
  private static final int BOUNDS = ProtoReader.field(7, ProtoReader.BYTES);
  private static final int LABEL = ProtoReader.field(9, ProtoReader.BYTES);
  private static final int EXPONENTIAL_LABEL = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int FLAGS = ProtoReader.field(10, ProtoReader.VARINT);
  private static final int MOST_BUCKETS = 512;

  private final ExponentialBuckets exponentials = new ExponentialBuckets();
  private double[] counts = new double[64];
  private double[] bounds = new double[64];
  private int countsRead;
  private int boundsRead;
  private long timeNanos;
  private long startNanos;
  private double count;
  private double sum;
  private boolean recorded;
  private int buckets;

  /** Reads the point that was entered; its attributes go to its series. */
  void read(ProtoReader point, boolean exponential, OtlpSeries series) {
    clear();
    int label = exponential ? EXPONENTIAL_LABEL : LABEL;
    for (int tag = point.tag(); tag != 0; tag = point.tag()) {
      if (tag == label) {
        int length = point.length();
        series.attribute(point.at(), point.at() + length);
        point.go(point.at() + length);
      } else if (!common(point, tag)
          && !(exponential ? exponentials.take(point, tag) : explicit(point, tag))) {
        point.skip(tag);
      }
    }
    addUp(exponential);
  }

  private void clear() {
    timeNanos = 0;
    startNanos = 0;
    count = 0;
    sum = Double.NaN;
    recorded = true;
    countsRead = 0;
    boundsRead = 0;
    exponentials.clear();
  }

  private boolean common(ProtoReader point, int tag) {
    if (tag == START) {
      startNanos = point.fixed64();
    } else if (tag == TIME) {
      timeNanos = point.fixed64();
    } else if (tag == COUNT) {
      count = point.fixed64();
    } else if (tag == TOTAL) {
      sum = point.float64();
    } else if (tag == FLAGS) {
      recorded = (point.varint() & 1) == 0;
    } else {
      return false;
    }
    return true;
  }

  private boolean explicit(ProtoReader point, int tag) {
    if (tag == BUCKETS) {
      countsRead = packed(point);
      for (int i = 0; i < countsRead; i++) {
        counts[i] = point.fixed64();
      }
    } else if (tag == BOUNDS) {
      boundsRead = packed(point);
      for (int i = 0; i < boundsRead; i++) {
        bounds[i] = point.float64();
      }
    } else {
      return false;
    }
    return true;
  }

  /** How many numbers of eight bytes a list has; there is room for them then. */
  private int packed(ProtoReader point) {
    int length = point.length();
    int many = length / Long.BYTES;
    if (many * Long.BYTES != length || many > MOST_BUCKETS) {
      throw new MalformedException(
          "expected at most "
              + MOST_BUCKETS
              + " buckets of eight bytes, found "
              + length
              + " bytes");
    }
    if (many > counts.length) {
      counts = Arrays.copyOf(counts, MOST_BUCKETS);
      bounds = Arrays.copyOf(bounds, MOST_BUCKETS);
    }
    return many;
  }

  private void addUp(boolean exponential) {
    if (!recorded) {
      buckets = 0;
    } else if (exponential) {
      exponentials();
    } else {
      explicits();
    }
  }

  private void explicits() {
    buckets = countsRead == boundsRead + 1 ? boundsRead : 0;
    for (int i = 1; i < buckets; i++) {
      counts[i] += counts[i - 1];
    }
  }

  private void exponentials() {
    double[] upTo = exponentials.upTo();
    buckets = upTo.length;
    if (buckets > counts.length) {
      counts = new double[MOST_BUCKETS];
      bounds = new double[MOST_BUCKETS];
    }
    for (int i = 0; i < buckets; i++) {
      counts[i] = upTo[i];
      bounds[i] = ExponentialBuckets.bound(i);
    }
  }

  long timeNanos() {
    return timeNanos;
  }

  long startNanos() {
    return startNanos;
  }

  /** How many buckets have a finite end. */
  int buckets() {
    return buckets;
  }

  /** Where a bucket ends. */
  double bound(int bucket) {
    return bounds[bucket];
  }

  /** What was counted up to the end of a bucket. */
  double upTo(int bucket) {
    return counts[bucket];
  }

  double count() {
    return recorded ? count : Double.NaN;
  }

  /** Whether there is a sum. */
  boolean summed() {
    return !Double.isNaN(sum);
  }

  double sum() {
    return recorded ? sum : Double.NaN;
  }
}
