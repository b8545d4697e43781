package dev.aegis.app.intake;

import dev.aegis.app.intake.PointBuffer.Fold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of one column (or one metric name) of one file, before their unit is settled. */
final class Quantity {
  private static final Comparator<Labels> ORDER =
      Comparator.comparing(Labels::service)
          .thenComparing(Labels::region)
          .thenComparing(Labels::version)
          .thenComparing(Labels::pod);

  private final ColumnName name;
  private final Map<Labels, PointBuffer> buffers = new TreeMap<>(ORDER);

  /** The same again, to be found without comparing names: once a cell. */
  private final Map<Labels, PointBuffer> found = new HashMap<>();

  private Unit unit;
  private long numbers;
  private long texts;
  private long firstTextRow;
  private long aboveOneAndHalf;
  private long fractions;
  private double highest = Double.NEGATIVE_INFINITY;
  private @Nullable Labels lastLabels;
  private @Nullable PointBuffer lastBuffer;

  Quantity(ColumnName name) {
    this.name = name;
    this.unit = name.unit();
  }

  ColumnName name() {
    return name;
  }

  @Nullable Known known() {
    return name.known();
  }

  Unit unit() {
    return unit;
  }

  Map<Labels, PointBuffer> buffers() {
    return buffers;
  }

  long numbers() {
    return numbers;
  }

  long texts() {
    return texts;
  }

  long firstTextRow() {
    return firstTextRow;
  }

  void text(long row) {
    texts++;
    if (firstTextRow == 0) {
      firstTextRow = row;
    }
  }

  /** A header's row of units says more than the name. */
  void unit(Unit said) {
    unit = said;
  }

  /** Brings a number with a unit behind it to the unit of the column. */
  double scaled(double value, Unit behind) {
    if (behind == Unit.NONE) {
      return value;
    }
    if (unit == Unit.NONE) {
      unit = behind.isTime() ? Unit.MILLISECONDS : behind.isSize() ? Unit.BYTES : behind;
    }
    return value * behind.factor() / unit.factor();
  }

  /** Below zero is impossible for everything that is recognised. */
  boolean impossible(double value) {
    return value < 0 && name.known() != null;
  }

  /** Keeps a point; false when there is no room for one more series. */
  boolean add(Labels labels, long at, double value, SeriesCount count) {
    PointBuffer buffer = lastBuffer;
    if (buffer == null || !labels.equals(lastLabels)) {
      buffer = found.get(labels);
      if (buffer == null) {
        buffer = count.open(fold());
        if (buffer == null) {
          return false;
        }
        buffers.put(labels, buffer);
        found.put(labels, buffer);
      }
      lastLabels = labels;
      lastBuffer = buffer;
    }
    buffer.add(at, value);
    numbers++;
    aboveOneAndHalf += value > 1.5 ? 1 : 0;
    fractions += value == Math.rint(value) ? 0 : 1;
    highest = Math.max(highest, value);
    return true;
  }

  /** More than a stray value stands above what a share can be. */
  boolean aboveOne() {
    return aboveOneAndHalf >= Math.min(2, numbers) && aboveOneAndHalf > 0;
  }

  boolean wholeNumbers() {
    return fractions == 0;
  }

  double highest() {
    return highest;
  }

  /** The median over all series of this column; NaN when there is none. */
  double median() {
    double[] all =
        buffers.values().stream()
            .flatMapToDouble(
                b -> java.util.stream.IntStream.range(0, b.size()).mapToDouble(b::value))
            .sorted()
            .toArray();
    return all.length == 0 ? Double.NaN : all[all.length / 2];
  }

  private Fold fold() {
    Known known = name.known();
    boolean percentile =
        known == Known.LATENCY_P99
            || known == Known.LATENCY_P95
            || known == Known.LATENCY_P90
            || known == Known.LATENCY;
    return percentile ? Fold.MAX : Fold.MEAN;
  }
}
