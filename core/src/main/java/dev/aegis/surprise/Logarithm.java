package dev.aegis.surprise;

/**
 * The natural logarithm from a table, for what takes it many times a point: a number is {@code 2^e
 * c (1 + r)} with {@code c} from {@value #CELLS} places between 1 and 2 and a small {@code r}, so
 * that {@code ln x = e ln 2 + ln c + ln(1 + r)}, the last by four terms of its series (Tang,
 * <i>Table-Driven Implementation of the Logarithm Function in IEEE Floating-Point Arithmetic</i>,
 * 1990). Its error stays below {@code 1e-14}, also near 1, where that is much beside the logarithm
 * itself: it is for shares, and not for ratios that may be 1.
 */
final class Logarithm {
  private static final int CELL_BITS = 8;
  private static final int CELLS = 1 << CELL_BITS;
  private static final int FRACTION_BITS = 52;
  private static final int BIAS = 1023;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;
  private static final long ONE = (long) BIAS << FRACTION_BITS;
  private static final double LN_2 = Math.log(2);

  private static final double[] INVERSE = new double[CELLS];
  private static final double[] LN = new double[CELLS];

  static {
    for (int cell = 0; cell < CELLS; cell++) {
      double centre = 1 + (cell + 0.5) / CELLS;
      INVERSE[cell] = 1 / centre;
      LN[cell] = Math.log(centre);
    }
  }

  private Logarithm() {}

  /**
   * The natural logarithm.
   *
   * @param number above 0, finite and not subnormal
   */
  static double of(double number) {
    long bits = Double.doubleToRawLongBits(number);
    int exponent = (int) (bits >>> FRACTION_BITS) - BIAS;
    int cell = (int) (bits >>> (FRACTION_BITS - CELL_BITS)) & (CELLS - 1);
    double mantissa = Double.longBitsToDouble(bits & FRACTION | ONE);
    double r = Math.fma(mantissa, INVERSE[cell], -1);
    double series = r * (1 + r * (-1 / 2.0 + r * (1 / 3.0 + r * (-1 / 4.0))));
    return exponent * LN_2 + LN[cell] + series;
  }
}
