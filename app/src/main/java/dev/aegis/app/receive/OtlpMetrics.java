package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.series.Dropped;
import dev.aegis.app.series.SeriesTable;
import java.util.Arrays;

/**
 * Metrics of <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a> 1.x as series: numbers as
 * they are, histograms as buckets that add up, exponential ones with those of {@link
 * ExponentialBuckets}. What is counted from report to report (delta) is added up here. Thread-safe.
 */
public final class OtlpMetrics {
  private static final int RESOURCE_METRICS = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int RESOURCE = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int SCOPE_METRICS = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int METRIC = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int NAME = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int UNIT = ProtoReader.field(3, ProtoReader.BYTES);
  private static final int GAUGE = ProtoReader.field(5, ProtoReader.BYTES);
  private static final int SUM = ProtoReader.field(7, ProtoReader.BYTES);
  private static final int HISTOGRAM = ProtoReader.field(9, ProtoReader.BYTES);
  private static final int EXPONENTIAL = ProtoReader.field(10, ProtoReader.BYTES);
  private static final int SUMMARY = ProtoReader.field(11, ProtoReader.BYTES);
  private static final int POINT = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int TEMPORALITY = ProtoReader.field(2, ProtoReader.VARINT);
  private static final int MONOTONIC = ProtoReader.field(3, ProtoReader.VARINT);
  private static final int START = ProtoReader.field(2, ProtoReader.FIXED64);
  private static final int TIME = ProtoReader.field(3, ProtoReader.FIXED64);
  private static final int AS_DOUBLE = ProtoReader.field(4, ProtoReader.FIXED64);
  private static final int COUNT = ProtoReader.field(4, ProtoReader.FIXED64);
  private static final int TOTAL = ProtoReader.field(5, ProtoReader.FIXED64);
  private static final int AS_INT = ProtoReader.field(6, ProtoReader.FIXED64);
  private static final int BUCKETS = ProtoReader.field(6, ProtoReader.BYTES);
  private static final int BOUNDS = ProtoReader.field(7, ProtoReader.BYTES);
  private static final int NUMBER_LABEL = ProtoReader.field(7, ProtoReader.BYTES);
  private static final int HISTOGRAM_LABEL = ProtoReader.field(9, ProtoReader.BYTES);
  private static final int EXPONENTIAL_LABEL = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int FLAGS_NUMBER = ProtoReader.field(8, ProtoReader.VARINT);
  private static final int FLAGS_OTHER = ProtoReader.field(10, ProtoReader.VARINT);
  private static final int MOST_BUCKETS = 512;
  private static final long DELTA = 1;

  private static final byte[] METRIC_NAME = "__name__".getBytes(UTF_8);
  private static final byte[] LE = "le".getBytes(UTF_8);
  private static final byte[] INFINITE = "+Inf".getBytes(UTF_8);

  private final SeriesTable table;

  public OtlpMetrics(SeriesTable table) {
    this.table = table;
  }

  /**
   * Takes an {@code ExportMetricsServiceRequest}.
   *
   * @throws MalformedException when it is none; what came before the fault is kept
   */
  public Written accept(byte[] message) {
    try (SeriesTable.Writer writer = table.write()) {
      Writing out = new Writing(writer);
      new Turn(out, new ProtoReader(message, 0, message.length)).request();
      return out.written(0);
    }
  }

  /** What a metric says of all its points. */
  private static final class Metric {
    private String name = "";
    private String unit = "";
    private int kind;
    private int from;
    private int to;
    private boolean delta;
    private boolean monotonic;
  }

  /** One request being read. */
  private static final class Turn {
    private final Writing out;
    private final SeriesTable.Writer writer;
    private final ProtoReader in;
    private final LabelBuffer labels = new LabelBuffer();
    private final ExponentialBuckets exponentials = new ExponentialBuckets();
    private double[] counts = new double[64];
    private double[] bounds = new double[64];
    private boolean started;

    Turn(Writing out, ProtoReader in) {
      this.out = out;
      this.writer = out.writer;
      this.in = in;
    }

    void request() {
      in.each(RESOURCE_METRICS, this::resource);
    }

    private void resource() {
      int start = in.at();
      labels.clear();
      started = false;
      in.each(RESOURCE, () -> OtlpAttributes.identity(OtlpAttributes.resource(in), labels));
      in.go(start);
      in.each(SCOPE_METRICS, () -> in.each(METRIC, this::metric));
    }

    private void metric() {
      Metric metric = new Metric();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == NAME) {
          metric.name = in.text();
        } else if (tag == UNIT) {
          metric.unit = in.text();
        } else if (tag == GAUGE || tag == SUM || tag == HISTOGRAM || tag == EXPONENTIAL) {
          int length = in.length();
          metric.kind = tag;
          metric.from = in.at();
          metric.to = in.at() + length;
          in.go(metric.to);
        } else if (tag == SUMMARY) {
          in.skip(tag);
          out.refuse(Dropped.SUMMARY);
        } else {
          in.skip(tag);
        }
      }
      if (metric.kind != 0 && !metric.name.isEmpty()) {
        points(metric);
      }
    }

    private void points(Metric metric) {
      ProtoReader data = new ProtoReader(in.bytes, metric.from, metric.to);
      for (int tag = data.tag(); tag != 0; tag = data.tag()) {
        if (tag == TEMPORALITY) {
          metric.delta = data.varint() == DELTA;
        } else if (tag == MONOTONIC && metric.kind == SUM) {
          metric.monotonic = data.varint() != 0;
        } else {
          data.skip(tag);
        }
      }
      boolean gauge = metric.kind == GAUGE || (metric.kind == SUM && !metric.monotonic);
      String name =
          OtlpNames.of(metric.name, metric.unit, metric.kind == SUM && metric.monotonic, gauge);
      ProtoReader again = new ProtoReader(in.bytes, metric.from, metric.to);
      for (int tag = again.tag(); tag != 0; tag = again.tag()) {
        if (tag == POINT) {
          int outer = again.enter();
          LabelBuffer.Mark mark = labels.mark();
          if (metric.kind == GAUGE || metric.kind == SUM) {
            number(again, name, metric);
          } else {
            histogram(again, name, metric);
          }
          labels.back(mark);
          again.leave(outer);
        } else {
          again.skip(tag);
        }
      }
    }

    private void number(ProtoReader point, String name, Metric metric) {
      long time = 0;
      long start = 0;
      double value = Double.NaN;
      boolean recorded = true;
      for (int tag = point.tag(); tag != 0; tag = point.tag()) {
        if (tag == NUMBER_LABEL) {
          attribute(point);
        } else if (tag == START) {
          start = point.fixed64();
        } else if (tag == TIME) {
          time = point.fixed64();
        } else if (tag == AS_DOUBLE) {
          value = point.float64();
        } else if (tag == AS_INT) {
          value = point.fixed64();
        } else if (tag == FLAGS_NUMBER) {
          recorded = (point.varint() & 1) == 0;
        } else {
          point.skip(tag);
        }
      }
      double kept = recorded ? value : Double.NaN;
      boolean adds = metric.delta && metric.kind == SUM;
      started(metric.kind == SUM && !metric.delta ? start : 0, time);
      put(name.getBytes(UTF_8), null, millis(time), kept, adds);
    }

    private void attribute(ProtoReader point) {
      int outer = point.enter();
      OtlpAttributes.label(point, labels);
      point.leave(outer);
    }

    private void histogram(ProtoReader point, String name, Metric metric) {
      boolean exponential = metric.kind == EXPONENTIAL;
      long time = 0;
      long start = 0;
      double count = 0;
      double sum = Double.NaN;
      int buckets = 0;
      int limits = 0;
      boolean recorded = true;
      exponentials.clear();
      for (int tag = point.tag(); tag != 0; tag = point.tag()) {
        if (tag == (exponential ? EXPONENTIAL_LABEL : HISTOGRAM_LABEL)) {
          attribute(point);
        } else if (tag == START) {
          start = point.fixed64();
        } else if (tag == TIME) {
          time = point.fixed64();
        } else if (tag == COUNT) {
          count = point.fixed64();
        } else if (tag == TOTAL) {
          sum = point.float64();
        } else if (tag == BUCKETS && !exponential) {
          buckets = packed(point, false);
        } else if (tag == BOUNDS && !exponential) {
          limits = packed(point, true);
        } else if (tag == FLAGS_OTHER) {
          recorded = (point.varint() & 1) == 0;
        } else if (!exponential || !exponentials.take(point, tag)) {
          point.skip(tag);
        }
      }
      started(metric.delta ? 0 : start, time);
      long at = millis(time);
      byte[] bucket = (name + "_bucket").getBytes(UTF_8);
      double upTo = 0;
      for (int i = 0; recorded && buckets == limits + 1 && i < limits; i++) {
        upTo += counts[i];
        put(bucket, bound(bounds[i]), at, upTo, metric.delta);
      }
      if (recorded && exponential) {
        double[] cumulative = exponentials.upTo();
        for (int i = 0; i < cumulative.length; i++) {
          put(bucket, ExponentialBuckets.BOUNDS[i], at, cumulative[i], metric.delta);
        }
      }
      put(bucket, INFINITE, at, recorded ? count : Double.NaN, metric.delta);
      put((name + "_count").getBytes(UTF_8), null, at, recorded ? count : Double.NaN, metric.delta);
      if (!Double.isNaN(sum)) {
        put((name + "_sum").getBytes(UTF_8), null, at, recorded ? sum : Double.NaN, metric.delta);
      }
    }

    private static byte[] bound(double bound) {
      String text = Double.toString(bound);
      return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text).getBytes(UTF_8);
    }

    /** A list of numbers of eight bytes. */
    private int packed(ProtoReader point, boolean ofBounds) {
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
      for (int i = 0; i < many; i++) {
        if (ofBounds) {
          bounds[i] = point.float64();
        } else {
          counts[i] = point.fixed64();
        }
      }
      return many;
    }

    /** Since when a process counts tells when it was started; said once for each resource. */
    private void started(long startNanos, long timeNanos) {
      if (startNanos > 0 && !started && startNanos <= timeNanos) {
        started = true;
        writer.labels();
        labels.write(writer);
        byte[] name = "process_start_time_seconds".getBytes(UTF_8);
        writer.label(METRIC_NAME, 0, METRIC_NAME.length, name, 0, name.length);
        writer.point(writer.series(), millis(timeNanos), startNanos / 1e9);
      }
    }

    private void put(
        byte[] name,
        byte @org.jspecify.annotations.Nullable [] le,
        long millis,
        double value,
        boolean adds) {
      writer.labels();
      writer.label(METRIC_NAME, 0, METRIC_NAME.length, name, 0, name.length);
      labels.write(writer);
      if (le != null) {
        writer.label(LE, 0, LE.length, le, 0, le.length);
      }
      int series = writer.series();
      out.point(series, millis, adds ? writer.newest(series) + value : value);
    }

    private static long millis(long nanos) {
      return Long.divideUnsigned(nanos, 1_000_000);
    }
  }
}
