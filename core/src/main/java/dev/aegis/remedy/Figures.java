package dev.aegis.remedy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures as people write them. */
final class Figures {
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

  private Figures() {}

  /** At most three significant digits, no trailing zeros, no exponent. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).round(THREE).stripTrailingZeros().toPlainString();
  }
}
