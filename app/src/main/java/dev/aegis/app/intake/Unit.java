package dev.aegis.app.intake;

import java.util.Locale;

/** What a number counts, as told by the words of its column's name or by what stands behind it. */
enum Unit {
  NONE(1),
  NANOSECONDS(1e-6),
  MICROSECONDS(1e-3),
  MILLISECONDS(1),
  SECONDS(1e3),
  PERCENT(0.01),
  SHARE(1),
  PER_SECOND(1),
  PER_MINUTE(1.0 / 60),
  COUNT(1),
  BYTES(1),
  KILOBYTES(1e3),
  MEGABYTES(1e6),
  GIGABYTES(1e9),
  KIBIBYTES(1L << 10),
  MEBIBYTES(1L << 20),
  GIBIBYTES(1L << 30),
  CORES(1);

  private final double factor;

  Unit(double factor) {
    this.factor = factor;
  }

  /** To milliseconds, to a share, to a rate a second, or to bytes. */
  double factor() {
    return factor;
  }

  boolean isTime() {
    return switch (this) {
      case NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS -> true;
      case NONE,
          PERCENT,
          SHARE,
          PER_SECOND,
          PER_MINUTE,
          COUNT,
          BYTES,
          KILOBYTES,
          MEGABYTES,
          GIGABYTES,
          KIBIBYTES,
          MEBIBYTES,
          GIBIBYTES,
          CORES ->
          false;
    };
  }

  boolean isSize() {
    return switch (this) {
      case BYTES, KILOBYTES, MEGABYTES, GIGABYTES, KIBIBYTES, MEBIBYTES, GIBIBYTES -> true;
      case NONE,
          NANOSECONDS,
          MICROSECONDS,
          MILLISECONDS,
          SECONDS,
          PERCENT,
          SHARE,
          PER_SECOND,
          PER_MINUTE,
          COUNT,
          CORES ->
          false;
    };
  }

  /** A unit written behind a number; {@link #NONE} where the text is none. */
  static Unit behindNumber(String text) {
    return switch (text) {
      case "%" -> PERCENT;
      case "ns" -> NANOSECONDS;
      case "us", "µs", "μs" -> MICROSECONDS;
      case "ms" -> MILLISECONDS;
      case "s", "sec" -> SECONDS;
      case "B" -> BYTES;
      case "kB", "KB" -> KILOBYTES;
      case "MB" -> MEGABYTES;
      case "GB" -> GIGABYTES;
      case "Ki", "KiB" -> KIBIBYTES;
      case "Mi", "MiB" -> MEBIBYTES;
      case "Gi", "GiB" -> GIBIBYTES;
      case "/s", "rps", "req/s", "ops/s" -> PER_SECOND;
      default -> NONE;
    };
  }

  /** A unit that is a word of a column's name; {@link #NONE} where the word is none. */
  static Unit ofWord(String word, boolean last) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "s", "sec", "secs" -> last ? SECONDS : NONE;
      case "seconds", "second" -> SECONDS;
      case "ms", "msec", "msecs", "millis", "milliseconds", "millisecond" -> MILLISECONDS;
      case "us", "usec", "usecs", "micros", "microseconds" -> MICROSECONDS;
      case "ns", "nsec", "nanos", "nanoseconds" -> NANOSECONDS;
      case "pct", "percent", "percentage", "%" -> PERCENT;
      case "ratio", "share", "fraction" -> SHARE;
      case "count", "total", "counter" -> last ? COUNT : NONE;
      case "bytes", "b" -> last ? BYTES : NONE;
      case "kb" -> KILOBYTES;
      case "mb" -> MEGABYTES;
      case "gb" -> GIGABYTES;
      case "kib", "ki" -> KIBIBYTES;
      case "mib", "mi" -> MEBIBYTES;
      case "gib", "gi" -> GIBIBYTES;
      case "cores", "core", "millicores", "m" -> last ? CORES : NONE;
      case "ops", "persecond", "persec" -> last ? PER_SECOND : NONE;
      case "permin", "perminute" -> last ? PER_MINUTE : NONE;
      default -> NONE;
    };
  }
}
