package dev.aegis.postmortem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How figures are written wherever people read them: the unit always stands beside the number,
 * times are UTC, and what was not measured says so. Pure and independent of the machine's language.
 */
public final class Figures {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final String NOT_MEASURED = "not measured";

  private Figures() {}

  /** Time of day in UTC, such as {@code 03:00:05}. */
  public static String time(Instant at) {
    return TIME.format(at);
  }

  /** Date and time of day in UTC, such as {@code 2026-11-01 03:00:05}. */
  public static String dateTime(Instant at) {
    return DATE_TIME.format(at);
  }

  /**
   * Dollars: cents below 100, whole dollars from there on, such as {@code $0.31} or {@code $1,409}.
   */
  public static String money(double dollars) {
    if (!Double.isFinite(dollars)) {
      return NOT_MEASURED;
    }
    double size = Math.abs(dollars);
    String sign = dollars < 0 ? "-" : "";
    boolean whole = size >= 99.995 || size == Math.rint(size);
    return sign + "$" + String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", size);
  }

  /** What the cloud costs more or less an hour, such as {@code +$1.90/h}. */
  public static String dollarsPerHour(double dollars) {
    return (dollars < 0 ? "" : "+") + money(dollars) + "/h";
  }

  /** A length of time, such as {@code 89 s}, {@code 42 min} or {@code 2 h 5 min}. */
  public static String duration(Duration length) {
    return seconds(length.toMillis() / 1000.0);
  }

  /** The same from seconds; below 0 with its sign; seconds stay seconds up to two minutes. */
  public static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NOT_MEASURED;
    }
    String sign = seconds < 0 ? "-" : "";
    double size = Math.abs(seconds);
    if (Math.round(size) < 2 * MINUTE) {
      String form = size < 10 && size != Math.rint(size) ? "%.1f s" : "%.0f s";
      return sign + String.format(Locale.ROOT, form, size);
    }
    if (Math.round(size / MINUTE) < 2 * MINUTE) {
      return sign + twoUnits(size, MINUTE, "min", 1, "s");
    }
    return sign + twoUnits(size, HOUR, "h", MINUTE, "min");
  }

  private static String twoUnits(
      double seconds, double large, String largeName, double small, String smallName) {
    long smalls = Math.round(seconds / small);
    long each = Math.round(large / small);
    String rest = smalls % each == 0 ? "" : " " + smalls % each + " " + smallName;
    return smalls / each + " " + largeName + rest;
  }

  /** A response time, such as {@code 220 ms} or {@code 4.2 s}; below 0 was not measured. */
  public static String millis(double millis) {
    if (!(millis >= 0) || Double.isInfinite(millis)) {
      return NOT_MEASURED;
    }
    if (millis < 10 && millis != Math.rint(millis)) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 999.5) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    double seconds = millis / 1000;
    boolean whole = seconds >= 99.95 || Math.abs(seconds - Math.rint(seconds)) < 0.005;
    return String.format(Locale.ROOT, whole ? "%,.0f s" : "%.1f s", seconds);
  }

  /** A share as per cent, such as {@code 12.4 %}; below 0 was not measured. */
  public static String percent(double share) {
    if (!(share >= 0) || Double.isInfinite(share)) {
      return NOT_MEASURED;
    }
    double percent = 100 * share;
    boolean whole =
        percent == 0 || percent >= 99.95 || Math.abs(percent - Math.rint(percent)) < 1e-9;
    if (!whole && percent < 0.095) {
      return twoDigits(percent) + " %";
    }
    return String.format(Locale.ROOT, whole ? "%.0f %%" : "%.1f %%", percent);
  }

  /**
   * A probability to two digits, never rounded to certainty: {@code .02}, {@code <.01}, {@code
   * 1.00}.
   */
  public static String probability(double p) {
    if (!(p >= 0 && p <= 1)) {
      return NOT_MEASURED;
    }
    if (p > 0 && p < 0.005) {
      return "<.01";
    }
    if (p < 1 && p >= 0.995) {
      return ">.99";
    }
    String digits = String.format(Locale.ROOT, "%.2f", p);
    return digits.startsWith("0") ? digits.substring(1) : digits;
  }

  /** The everyday name of a metric: {@code p99} for {@code latency_p99_ms}. */
  public static String metricName(String metric) {
    return switch (metric) {
      case "latency_p99_ms" -> "p99";
      case "latency_p50_ms" -> "p50";
      case "latency_mean_ms" -> "mean response time";
      case "error_ratio" -> "errors";
      default -> metricWords(metric);
    };
  }

  private static String metricWords(String metric) {
    for (String unit : new String[] {"_ratio", "_ms", "_per_second"}) {
      if (metric.endsWith(unit) && metric.length() > unit.length()) {
        return metric.substring(0, metric.length() - unit.length()).replace('_', ' ');
      }
    }
    return metric.replace('_', ' ');
  }

  /** A metric's value in the unit that its name ends in. */
  public static String metricValue(String metric, double value) {
    if (!Double.isFinite(value)) {
      return NOT_MEASURED;
    }
    if (metric.endsWith("_ms")) {
      return millis(value);
    }
    if (metric.endsWith("_ratio") || metric.equals("utilisation")) {
      return percent(value);
    }
    return number(value) + (metric.endsWith("_per_second") ? "/s" : "");
  }

  /** A bare number, as many digits as carry something. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return NOT_MEASURED;
    }
    double size = Math.abs(value);
    if (size >= 1e15) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    if (size == Math.rint(size) || size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 1) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return twoDigits(value);
  }

  private static String twoDigits(double value) {
    if (Math.abs(value) < 1e-4) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
    return rounded.stripTrailingZeros().toPlainString();
  }
}
