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
  private static final double PERCENT_AT_MOST = 150;

  /** Recognised quantities in the order of their table, best names first; the rest by name. */
  private static final Comparator<Quantity> ORDER =
      Comparator.comparing((Quantity q) -> q.known() == null)
          .thenComparing(Quantity::known, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparingInt(q -> q.name().rank())
          .thenComparing(q -> q.name().raw());

  /** How a column becomes a metric: the change of its numbers, and what had to be guessed. */
  private record Reading(DoubleUnaryOperator change, String guess) {}

  private final FileTable table;
  private final SeriesStore store;
  private final String defaultService;
  private final List<String> notes;
  private final Map<SeriesKey, Quantity> claimed = new HashMap<>();
  private final Set<String> ownNames = new TreeSet<>();
  private final Set<String> textColumns = new TreeSet<>();

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
    list("columns kept under their own names", ownNames);
    list("columns of text, not used", textColumns);
    list("columns that look like answers, never read", new TreeSet<>(table.answers()));
  }

  private void resolve(Quantity quantity, List<Quantity> all) {
    Known known = quantity.known();
    Reading reading = known == null ? null : reading(known, quantity, all);
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
    String name = CleanText.metric(quantity.name().raw());
    Metric metric = new Metric(name);
    for (int i = 2; !claim(metric, labels, quantity); i++) {
      metric = new Metric(name + "_" + i);
    }
    ownNames.add(metric.name());
    store.merge(labels.key(metric, defaultService), points, DoubleUnaryOperator.identity());
  }

  private static @Nullable Reading reading(Known known, Quantity quantity, List<Quantity> all) {
    return switch (known.scale()) {
      case TIME -> time(quantity);
      case SHARE -> share(known, quantity, all);
      case ERRORS -> errors(quantity, all);
      case SUCCESS -> success(quantity);
      case RATE -> rate(quantity);
      case NUMBER ->
          quantity.unit() == Unit.NONE || quantity.unit() == Unit.COUNT ? plain("") : null;
      case LIMIT -> null;
    };
  }

  private static @Nullable Reading time(Quantity quantity) {
    Unit unit = quantity.unit();
    if (unit.isTime()) {
      return times(unit.factor(), "");
    }
    if (unit != Unit.NONE) {
      return null;
    }
    double median = quantity.median();
    return median < 1
        ? times(1_000, say("names no unit; with a median of %.3g read as seconds", median))
        : times(1, "names no unit; read as milliseconds");
  }

  private static @Nullable Reading share(Known known, Quantity quantity, List<Quantity> all) {
    Unit unit = quantity.unit();
    Known limitKind = known.limit();
    Quantity limit = limitKind == null ? null : first(limitKind, all);
    if (limit != null && (unit.isSize() || (unit == Unit.NONE && quantity.aboveOne()))) {
      double most = limit.median() * limit.unit().factor();
      double factor = unit.factor();
      return most > 0
          ? new Reading(
              v -> v * factor / most, say("divided by the median of %s", limit.name().raw()))
          : null;
    }
    if (unit == Unit.PERCENT) {
      return times(Unit.PERCENT.factor(), "");
    }
    if (unit != Unit.NONE && unit != Unit.SHARE) {
      return null;
    }
    if (!quantity.aboveOne()) {
      return plain("");
    }
    return quantity.highest() <= PERCENT_AT_MOST ? percent(quantity) : null;
  }

  private static Reading percent(Quantity quantity) {
    return times(
        Unit.PERCENT.factor(),
        say("values up to %.4g cannot be shares; read as per cent", quantity.highest()));
  }

  private static @Nullable Reading errors(Quantity quantity, List<Quantity> all) {
    Unit unit = quantity.unit();
    if (unit == Unit.PERCENT) {
      return times(Unit.PERCENT.factor(), "");
    }
    if (unit != Unit.NONE && unit != Unit.SHARE) {
      return null;
    }
    if (!quantity.aboveOne()) {
      return plain("");
    }
    boolean counts = quantity.wholeNumbers() && first(Known.REQUEST_RATE, all) != null;
    boolean couldBePercent = quantity.highest() <= 100;
    return unit == Unit.SHARE || (couldBePercent && !counts)
        ? couldBePercent ? percent(quantity) : null
        : null;
  }

  private static @Nullable Reading success(Quantity quantity) {
    if (quantity.highest() <= 0) {
      // A column that never says anything but 0 was not measured: an outage has a beginning.
      return null;
    }
    boolean percent = quantity.unit() == Unit.PERCENT || quantity.aboveOne();
    if (percent && quantity.highest() > 100.001) {
      return null;
    }
    double factor = percent ? Unit.PERCENT.factor() : 1;
    return new Reading(v -> Math.max(0, 1 - v * factor), "turned into the share that failed");
  }

  private static @Nullable Reading rate(Quantity quantity) {
    Unit unit = quantity.unit();
    return switch (basis(quantity)) {
      case PER_SECOND -> unit == Unit.NONE || unit == Unit.PER_SECOND ? plain("") : null;
      case PER_MINUTE -> times(unit.factor(), "");
      case PER_INTERVAL -> {
        double seconds = interval(quantity) / 1_000.0;
        yield seconds > 0
            ? times(1 / seconds, say("counted over %.4g s, read as a rate", seconds))
            : null;
      }
    };
  }

  private enum Basis {
    PER_SECOND,
    PER_MINUTE,
    PER_INTERVAL
  }

  private static Basis basis(Quantity quantity) {
    if (quantity.unit() == Unit.PER_MINUTE) {
      return Basis.PER_MINUTE;
    }
    boolean counted = quantity.name().summed() || quantity.unit() == Unit.COUNT;
    return counted ? Basis.PER_INTERVAL : Basis.PER_SECOND;
  }

  private static long interval(Quantity quantity) {
    return quantity.buffers().values().stream()
        .mapToLong(PointBuffer::interval)
        .filter(i -> i > 0)
        .min()
        .orElse(0);
  }

  /** Failed requests over requests where the file has both, for the times it has both. */
  private boolean claimRatio(
      Quantity errors, Map.Entry<Labels, PointBuffer> entry, List<Quantity> all) {
    Quantity requests = first(Known.REQUEST_RATE, all);
    PointBuffer offered = requests == null ? null : requests.buffers().get(entry.getKey());
    if (requests == null || offered == null) {
      return false;
    }
    PointBuffer failed = entry.getValue();
    double factor = perSecond(errors, requests) / perSecond(requests, errors);
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

  /** The factor to a rate a second; 1 where neither name tells, since then both count alike. */
  private static double perSecond(Quantity quantity, Quantity beside) {
    boolean told = quantity.unit() != Unit.NONE || quantity.name().summed();
    Quantity teller = told ? quantity : beside;
    return switch (basis(teller)) {
      case PER_SECOND -> 1;
      case PER_MINUTE -> Unit.PER_MINUTE.factor();
      case PER_INTERVAL -> 1_000.0 / Math.max(interval(teller), 1);
    };
  }

  private static @Nullable Quantity first(Known known, List<Quantity> all) {
    for (Quantity quantity : all) {
      if (quantity.known() == known && quantity.numbers() > 0) {
        return quantity;
      }
    }
    return null;
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
    String fold =
        quantity.buffers().values().stream().anyMatch(b -> b.fold() == PointBuffer.Fold.MAX)
            ? "highest"
            : "mean";
    if (doubled > 0) {
      notes.add(
          say(
              "column %s: %,d values for a time that had one already; the %s is kept",
              quantity.name().raw(), doubled, fold));
    }
    if (width > 1) {
      notes.add(
          say(
              "column %s: more points than are kept; gathered into buckets of up to %,d ms, the %s"
                  + " of each",
              quantity.name().raw(), width, fold));
    }
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

  private static Reading plain(String guess) {
    return new Reading(DoubleUnaryOperator.identity(), guess);
  }

  private static Reading times(double factor, String guess) {
    return new Reading(v -> v * factor, guess);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
