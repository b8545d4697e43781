package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.series.Spelling;

/** What a metric of OTLP says of all its points, and where these lie in the message. */
final class OtlpMetric {
  private static final int NAME = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int UNIT = ProtoReader.field(3, ProtoReader.BYTES);
  private static final int GAUGE = ProtoReader.field(5, ProtoReader.BYTES);
  private static final int SUM = ProtoReader.field(7, ProtoReader.BYTES);
  private static final int HISTOGRAM = ProtoReader.field(9, ProtoReader.BYTES);
  private static final int EXPONENTIAL = ProtoReader.field(10, ProtoReader.BYTES);
  private static final int SUMMARIES = ProtoReader.field(11, ProtoReader.BYTES);
  private static final int TEMPORALITY = ProtoReader.field(2, ProtoReader.VARINT);
  private static final int MONOTONIC = ProtoReader.field(3, ProtoReader.VARINT);
  private static final long DELTA = 1;

  /** None, without a name and without points. */
  static final OtlpMetric NONE = new OtlpMetric(new byte[0]);

  private final byte[] bytes;
  private int nameFrom;
  private int nameTo;
  private int unitFrom;
  private int unitTo;
  private int kind;
  private int from;
  private int to;
  private boolean delta;
  private boolean monotonic;
  private int summaries;

  private OtlpMetric(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads the message that was entered. */
  static OtlpMetric read(ProtoReader in) {
    OtlpMetric metric = new OtlpMetric(in.bytes);
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      metric.take(in, tag);
    }
    metric.counting();
    return metric;
  }

  private void take(ProtoReader in, int tag) {
    if ((tag & 7) != ProtoReader.BYTES) {
      in.skip(tag);
      return;
    }
    int length = in.length();
    int start = in.at();
    in.go(start + length);
    if (tag == NAME) {
      nameFrom = start;
      nameTo = in.at();
    } else if (tag == UNIT) {
      unitFrom = start;
      unitTo = in.at();
    } else if (tag == GAUGE || tag == SUM || tag == HISTOGRAM || tag == EXPONENTIAL) {
      kind = tag;
      from = start;
      to = in.at();
    } else if (tag == SUMMARIES) {
      summaries++;
    }
  }

  /** How it counts may be said behind its points. */
  private void counting() {
    ProtoReader data = points();
    for (int tag = data.tag(); tag != 0; tag = data.tag()) {
      if (tag == TEMPORALITY) {
        delta = data.varint() == DELTA;
      } else if (tag == MONOTONIC && kind == SUM) {
        monotonic = data.varint() != 0;
      } else {
        data.skip(tag);
      }
    }
  }

  /** Over its points, among other fields. */
  ProtoReader points() {
    return new ProtoReader(bytes, from, to);
  }

  /** Whether it has a name and points of a kind that is kept. */
  boolean kept() {
    return kind != 0 && nameFrom < nameTo;
  }

  /** How many lists of summaries it has, which are not kept. */
  int summaries() {
    return summaries;
  }

  boolean histogram() {
    return kind == HISTOGRAM || kind == EXPONENTIAL;
  }

  boolean exponential() {
    return kind == EXPONENTIAL;
  }

  /** Whether its points tell what was added since the one before. */
  boolean adds() {
    return delta && kind != GAUGE;
  }

  /** Whether its points tell what was counted since the process began. */
  boolean countsFromStart() {
    return !delta && kind != GAUGE;
  }

  /** Goes on with all that the name of its series follows from. */
  Spelling spelt(Spelling resource) {
    return resource
        .then(bytes, nameFrom, nameTo)
        .then(bytes, unitFrom, unitTo)
        .then(kind << 1 | (monotonic ? 1 : 0));
  }

  /** As Prometheus writes it. */
  String name() {
    boolean gauge = kind == GAUGE || (kind == SUM && !monotonic);
    return OtlpNames.of(
        text(nameFrom, nameTo), text(unitFrom, unitTo), kind == SUM && monotonic, gauge);
  }

  private String text(int start, int stop) {
    return new String(bytes, start, stop - start, UTF_8);
  }
}
