package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.SeriesKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Settles, once a file is read, what its columns were: which of two claims a quantity, and in which
 * unit, which only the numbers can tell where the name does not. Every guess becomes a note.
 */
final class Resolution {
  /** Recognised quantities in the order of their table, best names first; the rest by name. */
  private static final Comparator<Quantity> ORDER =
      Comparator.comparing((Quantity q) -> q.known() == null)
          .thenComparing(Quantity::known, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparingInt(q -> q.name().rank())
          .thenComparing(q -> q.name().raw());

  private final FileTable table;
  private final SeriesStore store;
  private final String defaultService;
  private final List<String> notes;
  private final Map<SeriesKey, Quantity> claimed = new HashMap<>();
  private final Set<String> ownNames = new TreeSet<>();
  private final Set<String> textColumns = new TreeSet<>();
  private final Set<String> doubledColumns = new TreeSet<>();
  private final Set<String> gatheredColumns = new TreeSet<>();
  private long doubledValues;
  private long widest = 1;

  Resolution(FileTable table, SeriesStore store, String defaultService, List<String> notes) {
    this.table = table;
    this.store = store;
    this.defaultService = defaultService;
    this.notes = notes;
  }

  void run() {
    List<Quantity> quantities = new ArrayList<>(table.quantities());
    quantities.sort(ORDER);
    for (Quantity quantity : quantities) {
      quantity.buffers().values().forEach(PointBuffer::settle);
    }
    for (Quantity quantity : quantities) {
      if (quantity.numbers() > 0) {
        resolve(quantity, quantities);
      }
      reportTexts(quantity);
      reportBuffers(quantity);
    }
    reportFolds();
    list("columns kept under their own names", ownNames);
    list("columns of text, not used", textColumns);
    list("columns that look like answers, never read", new TreeSet<>(table.answers()));
  }

  private void resolve(Quantity quantity, List<Quantity> all) {
    Known known = quantity.known();
    Reading reading = known == null ? null : Reading.of(known, quantity, all);
    if (reading != null && !reading.guess().isEmpty()) {
      notes.add("column " + quantity.name().raw() + ": " + reading.guess());
    }
    Set<Metric> became = new HashSet<>();
    for (Map.Entry<Labels, PointBuffer> entry : quantity.buffers().entrySet()) {
      PointBuffer points = entry.getValue();
      Metric metric = reading == null || known == null ? null : metric(known, entry.getKey());
      if (reading != null && metric != null && claim(metric, entry.getKey(), quantity)) {
        store.merge(entry.getKey().key(metric, defaultService), points, reading.change());
        became.add(metric);
      } else if (known == Known.ERROR_RATIO
          && reading == null
          && claimRatio(quantity, entry, all)) {
        became.add(Metric.ERROR_RATIO);
      } else {
        keepOwn(quantity, entry.getKey(), points);
      }
    }
    if (known == Known.LATENCY && became.contains(Metric.LATENCY_P99)) {
      notes.add(
          "column " + quantity.name().raw() + ": names no statistic, read as the 99th percentile");
    }
  }

  private @Nullable Metric metric(Known known, Labels labels) {
    if (known == Known.LATENCY) {
      boolean taken = claimed.containsKey(labels.key(Metric.LATENCY_P99, defaultService));
      return taken ? Metric.LATENCY_MEAN : Metric.LATENCY_P99;
    }
    return known.metric();
  }

  private boolean claim(Metric metric, Labels labels, Quantity quantity) {
    return claimed.putIfAbsent(labels.key(metric, defaultService), quantity) == null;
  }

  private void keepOwn(Quantity quantity, Labels labels, PointBuffer points) {
    String name = store.nameOf(quantity.name().raw());
    Metric metric = new Metric(name);
    for (int i = 2; !claim(metric, labels, quantity); i++) {
      metric = new Metric(name + "_" + i);
    }
    ownNames.add(metric.name());
    store.merge(labels.key(metric, defaultService), points, DoubleUnaryOperator.identity());
  }

  /** Failed requests over requests where the file has both, for the times it has both. */
  private boolean claimRatio(
      Quantity errors, Map.Entry<Labels, PointBuffer> entry, List<Quantity> all) {
    Quantity requests = Reading.first(Known.REQUEST_RATE, all);
    PointBuffer offered = requests == null ? null : requests.buffers().get(entry.getKey());
    if (requests == null || offered == null) {
      return false;
    }
    PointBuffer failed = entry.getValue();
    double factor = Reading.perSecond(errors, requests) / Reading.perSecond(requests, errors);
    PointBuffer ratio = new PointBuffer(PointBuffer.Fold.MEAN, Math.max(failed.size(), 64));
    long tooMany = 0;
    for (int i = 0; i < failed.size(); i++) {
      double of = offered.at(failed.time(i));
      if (of > 0) {
        double share = failed.value(i) * factor / of;
        tooMany += share > 1.05 ? 1 : 0;
        ratio.add(failed.time(i), Math.min(share, 1));
      } else if (of == 0 && failed.value(i) == 0) {
        ratio.add(failed.time(i), 0);
      }
    }
    ratio.settle();
    if (ratio.size() == 0
        || tooMany > ratio.size() / 10
        || !claim(Metric.ERROR_RATIO, entry.getKey(), errors)) {
      return false;
    }
    String note = "column " + errors.name().raw() + ": counts, divided by " + requests.name().raw();
    if (!notes.contains(note)) {
      notes.add(note);
    }
    store.merge(
        entry.getKey().key(Metric.ERROR_RATIO, defaultService),
        ratio,
        DoubleUnaryOperator.identity());
    return true;
  }

  private void reportTexts(Quantity quantity) {
    if (quantity.texts() == 0) {
      return;
    }
    if (quantity.numbers() == 0) {
      textColumns.add(quantity.name().raw());
    } else {
      table
          .tally()
          .count(
              "cells that are no number in " + quantity.name().raw(),
              quantity.firstTextRow(),
              quantity.texts());
    }
  }

  private void reportBuffers(Quantity quantity) {
    long doubled = 0;
    long width = 1;
    for (PointBuffer points : quantity.buffers().values()) {
      doubled += points.doubled();
      width = Math.max(width, points.widthMillis());
    }
    if (doubled > 0) {
      doubledValues += doubled;
      doubledColumns.add(quantity.name().raw());
    }
    if (width > 1) {
      widest = Math.max(widest, width);
      gatheredColumns.add(quantity.name().raw());
    }
  }

  private void reportFolds() {
    if (doubledValues > 0) {
      notes.add(
          say("values for a time that had one already: %,d in ", doubledValues)
              + columns(doubledColumns)
              + "; of percentiles the highest is kept, of others the mean");
    }
    if (widest > 1) {
      notes.add(
          "more points than are kept in "
              + columns(gatheredColumns)
              + say("; gathered into buckets of up to %,d s", Math.ceilDiv(widest, 1_000))
              + ", of percentiles the highest, of others the mean");
    }
  }

  private static String columns(Set<String> names) {
    return names.size() == 1
        ? "column " + names.iterator().next()
        : say("%,d columns", names.size());
  }

  private void list(String what, Set<String> names) {
    if (!names.isEmpty()) {
      List<String> shown = names.stream().limit(6).toList();
      int more = names.size() - shown.size();
      notes.add(
          say("%s (%,d): ", what, names.size())
              + String.join(", ", shown)
              + (more > 0 ? say(" and %,d more", more) : ""));
    }
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
