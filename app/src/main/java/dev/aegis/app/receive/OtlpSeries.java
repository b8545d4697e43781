package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.series.SeriesTable;
import dev.aegis.app.series.Spelling;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which series a point of OTLP belongs to. A sender writes resource, metric and attributes in the
 * same bytes each time: they are hashed as they are met, and taken apart only where the series that
 * they spell is not known. One request, one thread.
 */
final class OtlpSeries {
  private static final byte[] NAME = "__name__".getBytes(UTF_8);
  private static final byte[] LE = "le".getBytes(UTF_8);
  private static final byte[] NOTHING = new byte[0];
  private static final String STARTED = "process_start_time_seconds";

  /** Which of the series that a point makes. */
  enum Part {
    WHOLE(0, ""),
    BUCKET(1, "_bucket"),
    COUNT(2, "_count"),
    SUM(3, "_sum");

    private final long spelt;
    private final String suffix;

    Part(long spelt, String suffix) {
      this.spelt = spelt;
      this.suffix = suffix;
    }
  }

  private final SeriesTable.Writer writer;
  private final byte[] bytes;
  private Spelling resource;
  private int resourceFrom;
  private int resourceTo;
  private Spelling ofMetric;
  private OtlpMetric metric = OtlpMetric.NONE;
  private Spelling point;
  private int[] attributes = new int[2 * 16];
  private int attributeCount;
  private final LabelBuffer labels = new LabelBuffer();
  private LabelBuffer.@Nullable Mark ofResource;
  private boolean ofPoint;

  OtlpSeries(SeriesTable.Writer writer, byte[] bytes) {
    this.writer = writer;
    this.bytes = bytes;
    this.resource = writer.spelling();
    this.ofMetric = resource;
    this.point = resource;
  }

  /** What follows is said by the resource whose message lies there. */
  void resource(int from, int to) {
    resourceFrom = from;
    resourceTo = to;
    resource = writer.spelling().then(bytes, from, to);
    ofResource = null;
  }

  /** The points that follow belong to this metric. */
  void metric(OtlpMetric next) {
    metric = next;
    ofMetric = next.spelt(resource);
  }

  /** Begins a point without attributes. */
  void point() {
    point = ofMetric;
    attributeCount = 0;
    ofPoint = false;
  }

  /** The point has the attribute whose message lies there. */
  void attribute(int from, int to) {
    if (2 * attributeCount == attributes.length) {
      attributes = Arrays.copyOf(attributes, 2 * attributes.length);
    }
    attributes[2 * attributeCount] = from;
    attributes[2 * attributeCount + 1] = to;
    attributeCount++;
    point = point.then(bytes, from, to);
  }

  /** The series of a part; {@link SeriesTable.Writer#NONE} where it is refused. */
  int of(Part part) {
    Spelling spelling = point.then(part.spelt);
    int known = writer.known(spelling);
    return known >= 0 ? known : apart(spelling, part, NOTHING);
  }

  /** The series of the bucket that ends at a bound; refused as above. */
  int bucket(double bound) {
    Spelling spelling = point.then(Part.BUCKET.spelt).then(Double.doubleToRawLongBits(bound));
    int known = writer.known(spelling);
    return known >= 0
        ? known
        : apart(spelling, Part.BUCKET, OtlpNames.bound(bound).getBytes(UTF_8));
  }

  /** The series that tells since when the process of the resource counts; refused as above. */
  int started() {
    Spelling spelling = resource.then(0);
    int known = writer.known(spelling);
    if (known >= 0) {
      return known;
    }
    resourceApart();
    ofPoint = false;
    return written(spelling, STARTED, NOTHING);
  }

  private int apart(Spelling spelling, Part part, byte[] bound) {
    if (!ofPoint) {
      resourceApart();
      for (int i = 0; i < attributeCount; i++) {
        OtlpAttributes.label(
            new ProtoReader(bytes, attributes[2 * i], attributes[2 * i + 1]), labels);
      }
      ofPoint = true;
    }
    return written(spelling, metric.name() + part.suffix, bound);
  }

  private void resourceApart() {
    if (ofResource == null) {
      ProtoReader in = new ProtoReader(bytes, resourceFrom, resourceTo);
      OtlpAttributes.identity(OtlpAttributes.resource(in), labels);
      ofResource = labels.mark();
    } else {
      labels.back(ofResource);
    }
  }

  private int written(Spelling spelling, String name, byte[] bound) {
    byte[] text = name.getBytes(UTF_8);
    writer.labels();
    writer.label(NAME, 0, NAME.length, text, 0, text.length);
    labels.write(writer);
    writer.label(LE, 0, LE.length, bound, 0, bound.length);
    int series = writer.series();
    writer.spelt(spelling, series);
    return series;
  }
}
