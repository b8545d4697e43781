package dev.aegis.app.receive;

import dev.aegis.app.receive.OtlpSeries.Part;
import dev.aegis.app.series.Dropped;
import dev.aegis.app.series.SeriesTable;

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
  private static final int POINT = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int START = ProtoReader.field(2, ProtoReader.FIXED64);
  private static final int TIME = ProtoReader.field(3, ProtoReader.FIXED64);
  private static final int AS_DOUBLE = ProtoReader.field(4, ProtoReader.FIXED64);
  private static final int AS_INT = ProtoReader.field(6, ProtoReader.FIXED64);
  private static final int LABEL = ProtoReader.field(7, ProtoReader.BYTES);
  private static final int FLAGS = ProtoReader.field(8, ProtoReader.VARINT);

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

  /** One request being read. */
  private static final class Turn {
    private final Writing out;
    private final SeriesTable.Writer writer;
    private final ProtoReader in;
    private final OtlpSeries series;
    private final OtlpHistogram histogram = new OtlpHistogram();
    private boolean started;

    Turn(Writing out, ProtoReader in) {
      this.out = out;
      this.writer = out.writer;
      this.in = in;
      this.series = new OtlpSeries(writer, in.bytes);
    }

    void request() {
      in.each(RESOURCE_METRICS, this::resource);
    }

    private void resource() {
      int start = in.at();
      started = false;
      series.resource(start, start);
      in.each(RESOURCE, () -> series.resource(in.at(), in.end()));
      in.go(start);
      in.each(SCOPE_METRICS, () -> in.each(METRIC, this::metric));
    }

    private void metric() {
      OtlpMetric metric = OtlpMetric.read(in);
      for (int i = 0; i < metric.summaries(); i++) {
        out.refuse(Dropped.SUMMARY);
      }
      if (metric.kept()) {
        series.metric(metric);
        ProtoReader points = metric.points();
        points.each(POINT, () -> point(points, metric));
      }
    }

    private void point(ProtoReader point, OtlpMetric metric) {
      series.point();
      if (metric.histogram()) {
        histogram.read(point, metric.exponential(), series);
        histogram(metric);
      } else {
        number(point, metric);
      }
    }

    private void number(ProtoReader point, OtlpMetric metric) {
      long time = 0;
      long start = 0;
      double value = Double.NaN;
      boolean recorded = true;
      for (int tag = point.tag(); tag != 0; tag = point.tag()) {
        if (tag == LABEL) {
          int length = point.length();
          series.attribute(point.at(), point.at() + length);
          point.go(point.at() + length);
        } else if (tag == START) {
          start = point.fixed64();
        } else if (tag == TIME) {
          time = point.fixed64();
        } else if (tag == AS_DOUBLE) {
          value = point.float64();
        } else if (tag == AS_INT) {
          value = point.fixed64();
        } else if (tag == FLAGS) {
          recorded = (point.varint() & 1) == 0;
        } else {
          point.skip(tag);
        }
      }
      started(metric, start, time);
      put(series.of(Part.WHOLE), metric, time, recorded ? value : Double.NaN);
    }

    private void histogram(OtlpMetric metric) {
      long time = histogram.timeNanos();
      started(metric, histogram.startNanos(), time);
      for (int i = 0; i < histogram.buckets(); i++) {
        put(series.bucket(histogram.bound(i)), metric, time, histogram.upTo(i));
      }
      put(series.bucket(Double.POSITIVE_INFINITY), metric, time, histogram.count());
      put(series.of(Part.COUNT), metric, time, histogram.count());
      if (histogram.summed()) {
        put(series.of(Part.SUM), metric, time, histogram.sum());
      }
    }

    /** Since when a process counts tells when it was started; said once for each resource. */
    private void started(OtlpMetric metric, long startNanos, long timeNanos) {
      if (metric.countsFromStart() && startNanos > 0 && !started && startNanos <= timeNanos) {
        started = true;
        writer.point(series.started(), millis(timeNanos), startNanos / 1e9);
      }
    }

    private void put(int to, OtlpMetric metric, long timeNanos, double value) {
      out.point(to, millis(timeNanos), metric.adds() ? writer.newest(to) + value : value);
    }

    private static long millis(long nanos) {
      return Long.divideUnsigned(nanos, 1_000_000);
    }
  }
}
