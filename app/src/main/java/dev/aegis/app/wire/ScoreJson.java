package dev.aegis.app.wire;

/** Grades on a benchmark, for programs: one object on one line. */
public final class ScoreJson {
  private static final int DIGITS = 2;

  private ScoreJson() {}

  /**
   * Of the Numenta Anomaly Benchmark.
   *
   * @param detector which was graded
   * @param standard the score in the standard profile; 100 is perfect, 0 is silence
   * @param lowFp the same where false alarms weigh double
   * @param lowFn the same where misses weigh double
   * @param files how many were graded
   */
  public static String nab(
      String detector, double standard, double lowFp, double lowFn, int files) {
    return Printer.line(out -> {
      out.text("benchmark", "nab");
      out.text("detector", detector);
      out.real("standard", SummaryJson.rounded(standard, DIGITS));
      out.real("lowFp", SummaryJson.rounded(lowFp, DIGITS));
      out.real("lowFn", SummaryJson.rounded(lowFn, DIGITS));
      out.count("files", files);
    });
  }
}
