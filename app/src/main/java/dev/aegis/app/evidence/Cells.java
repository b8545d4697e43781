package dev.aegis.app.evidence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Prints values of a result: short, the same everywhere, numbers without exponents for daily sizes.
 */
final class Cells {
  /** Nine digits tell instants of a day apart to the millisecond and hide the last bits' noise. */
  private static final MathContext DIGITS = new MathContext(9, RoundingMode.HALF_EVEN);

  private static final double HUGE = 1e15;
  private static final double TINY = 1e-9;

  private Cells() {}

  static String print(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Timestamp timestamp) {
      return instant(rows.getObject(column, LocalDateTime.class), timestamp);
    }
    return value.toString();
  }

  /** A cell as a value of its own kind; dates, lists and the like as text. */
  static @Nullable Object value(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    return switch (value) {
      case null -> null;
      case Double number -> Double.isFinite(number) ? number : null;
      case Float number -> Float.isFinite(number) ? number.doubleValue() : null;
      case BigDecimal number -> number.doubleValue();
      case BigInteger number -> number.bitLength() < 63 ? number.longValue() : number.doubleValue();
      case Number number -> number.longValue();
      case Boolean yes -> yes;
      case Timestamp timestamp ->
          utc(rows.getObject(column, LocalDateTime.class), timestamp).toInstant(ZoneOffset.UTC);
      default -> value.toString();
    };
  }

  private static LocalDateTime utc(@Nullable LocalDateTime utc, Timestamp fallback) {
    return utc == null ? fallback.toLocalDateTime() : utc;
  }

  private static String instant(LocalDateTime utc, Timestamp fallback) {
    return DateTimeFormatter.ISO_INSTANT.format(
        (utc == null ? fallback.toLocalDateTime() : utc).toInstant(ZoneOffset.UTC));
  }

  /** A value of {@link #value} as text. */
  static String printed(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Double number -> number(number);
      default -> value.toString();
    };
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value, DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= HUGE || size < TINY ? rounded.toString() : rounded.toPlainString();
  }
}
