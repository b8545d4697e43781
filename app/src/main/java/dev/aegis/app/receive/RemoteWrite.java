package dev.aegis.app.receive;

import dev.aegis.app.series.Dropped;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.app.series.Spelling;
import java.util.Arrays;

/**
 * Prometheus <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">remote write 1.0</a>
 * and <a href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">2.0</a>: a body
 * compressed with Snappy that holds series with their labels and samples. Native histograms are
 * counted and not kept; metadata and exemplars are skipped. Thread-safe.
 */
public final class RemoteWrite {
  private static final int LABELS_OR_SYMBOLS = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int SERIES_1 = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int SYMBOL_2 = ProtoReader.field(4, ProtoReader.BYTES);
  private static final int SERIES_2 = ProtoReader.field(5, ProtoReader.BYTES);
  private static final int SAMPLE = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int HISTOGRAM_1 = ProtoReader.field(4, ProtoReader.BYTES);
  private static final int HISTOGRAM_2 = ProtoReader.field(3, ProtoReader.BYTES);
  private static final int EXEMPLAR_1 = ProtoReader.field(3, ProtoReader.BYTES);
  private static final int EXEMPLAR_2 = ProtoReader.field(4, ProtoReader.BYTES);
  private static final int NAME = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int VALUE = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int SAMPLE_VALUE = ProtoReader.field(1, ProtoReader.FIXED64);
  private static final int SAMPLE_TIME = ProtoReader.field(2, ProtoReader.VARINT);

  private final SeriesTable table;
  private final int most;

  /**
   * @param most bytes of a body after decompression
   */
  public RemoteWrite(SeriesTable table, int most) {
    this.table = table;
    this.most = most;
  }

  /** Which message a body holds. */
  public enum Version {
    V1,
    V2
  }

  /**
   * Takes a body into the table.
   *
   * @throws MalformedException when it is none; what came before the fault is kept, as if it had
   *     come alone
   */
  public Written accept(byte[] body, Version version) {
    byte[] message = Snappy.decompress(body, most);
    try (SeriesTable.Writer writer = table.write()) {
      Turn turn = new Turn(new Writing(writer), new ProtoReader(message, 0, message.length));
      if (version == Version.V1) {
        turn.version1();
      } else {
        turn.version2();
      }
      return turn.out.written(turn.exemplars);
    }
  }

  /** One body being read. */
  private static final class Turn {
    private final Writing out;
    private final SeriesTable.Writer writer;
    private final ProtoReader in;
    private int[] symbolFrom = new int[64];
    private int[] symbolTo = new int[64];
    private int symbols;
    private long exemplars;

    Turn(Writing out, ProtoReader in) {
      this.out = out;
      this.writer = out.writer;
      this.in = in;
    }

    void version1() {
      in.each(SERIES_1, this::series1);
    }

    private void series1() {
      int start = in.at();
      int end = endOfLabels();
      // Labels that stand behind something else would not be part of what is known.
      boolean apart = labelsBehind(end);
      Spelling spelling = writer.spelling().then(in.bytes, start, end);
      int known = apart ? SeriesTable.Writer.NONE : writer.known(spelling);
      if (known < 0) {
        in.go(start);
        known = spelt1();
        if (!apart) {
          writer.spelt(spelling, known);
        }
      }
      in.go(end);
      samples(known, HISTOGRAM_1, EXEMPLAR_1);
    }

    /** Goes over the labels at the beginning of a series, to where the first other field begins. */
    private int endOfLabels() {
      int end = in.at();
      for (int tag = in.tag(); tag == LABELS_OR_SYMBOLS; tag = in.tag()) {
        end = in.skipBytes();
      }
      return end;
    }

    private boolean labelsBehind(int end) {
      in.go(end);
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == LABELS_OR_SYMBOLS) {
          return true;
        }
        in.skip(tag);
      }
      return false;
    }

    /** The series by its labels taken apart. */
    private int spelt1() {
      writer.labels();
      in.each(LABELS_OR_SYMBOLS, this::label1);
      return writer.series();
    }

    private void label1() {
      int nameFrom = in.at();
      int nameTo = nameFrom;
      int valueFrom = nameFrom;
      int valueTo = nameFrom;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == NAME) {
          int length = in.length();
          nameFrom = in.at();
          nameTo = nameFrom + length;
          in.go(nameTo);
        } else if (tag == VALUE) {
          int length = in.length();
          valueFrom = in.at();
          valueTo = valueFrom + length;
          in.go(valueTo);
        } else {
          in.skip(tag);
        }
      }
      writer.label(in.bytes, nameFrom, nameTo, in.bytes, valueFrom, valueTo);
    }

    /** The symbols may stand behind the series that name them, hence twice over the body. */
    void version2() {
      int start = in.at();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == SYMBOL_2) {
          int length = in.length();
          symbol(in.at(), in.at() + length);
          in.go(in.at() + length);
        } else {
          in.skip(tag);
        }
      }
      in.go(start);
      in.each(SERIES_2, this::series2);
    }

    private void symbol(int from, int to) {
      if (symbols == symbolFrom.length) {
        symbolFrom = Arrays.copyOf(symbolFrom, 2 * symbols);
        symbolTo = Arrays.copyOf(symbolTo, 2 * symbols);
      }
      symbolFrom[symbols] = from;
      symbolTo[symbols++] = to;
    }

    private void series2() {
      writer.labels();
      int start = in.at();
      in.each(LABELS_OR_SYMBOLS, this::labels2);
      in.go(start);
      samples(writer.series(), HISTOGRAM_2, EXEMPLAR_2);
    }

    private void labels2() {
      while (in.at() < in.end()) {
        int name = reference();
        int value = reference();
        writer.label(
            in.bytes,
            symbolFrom[name],
            symbolTo[name],
            in.bytes,
            symbolFrom[value],
            symbolTo[value]);
      }
    }

    private int reference() {
      long symbol = in.varint();
      if (symbol < 0 || symbol >= symbols) {
        throw new MalformedException(
            "expected a label among the " + symbols + " symbols, found number " + symbol);
      }
      return (int) symbol;
    }

    private void samples(int series, int histogram, int exemplar) {
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == SAMPLE) {
          int outer = in.enter();
          sample(series);
          in.leave(outer);
        } else {
          if (tag == histogram) {
            out.refuse(Dropped.NATIVE_HISTOGRAM);
          } else if (tag == exemplar) {
            exemplars++;
          }
          in.skip(tag);
        }
      }
    }

    private void sample(int series) {
      double value = 0;
      long time = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == SAMPLE_VALUE) {
          value = in.float64();
        } else if (tag == SAMPLE_TIME) {
          time = in.varint();
        } else {
          in.skip(tag);
        }
      }
      out.point(series, time, value);
    }
  }
}
