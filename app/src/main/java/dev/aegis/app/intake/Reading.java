package dev.aegis.app.intake;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a column becomes a metric: in which unit its numbers are, which only they can tell where the
 * name does not.
 *
 * @param change from its numbers to the metric's unit
 * @param guess what had to be guessed; empty when nothing had
 */
record Reading(DoubleUnaryOperator change, String guess) {
  private static final double PERCENT_AT_MOST = 150;

  /** The reading of a column, beside the others of its file; {@code null} where it fits none. */
  static @Nullable Reading of(Known known, Quantity quantity, List<Quantity> all) {
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

  /** The factor to a rate a second; 1 where neither name tells, since then both count alike. */
  static double perSecond(Quantity quantity, Quantity beside) {
    boolean told = quantity.unit() != Unit.NONE || quantity.name().summed();
    Quantity teller = told ? quantity : beside;
    return switch (basis(teller)) {
      case PER_SECOND -> 1;
      case PER_MINUTE -> Unit.PER_MINUTE.factor();
      case PER_INTERVAL -> 1_000.0 / Math.max(interval(teller), 1);
    };
  }

  /** The column of the file that is of this kind; {@code null} where none is. */
  static @Nullable Quantity first(Known known, List<Quantity> all) {
    for (Quantity quantity : all) {
      if (quantity.known() == known && quantity.numbers() > 0) {
        return quantity;
      }
    }
    return null;
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
