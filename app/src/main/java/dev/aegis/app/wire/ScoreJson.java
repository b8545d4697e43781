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

  /**
   * Of RootCauseBench.
   *
   * @param n cases with a label
   * @param correct how many were answered right
   * @param decoysBlamed how often an innocent commit was named that was laid out to be
   */
  public static String rootCauseBench(int n, int correct, int decoysBlamed) {
    return Printer.line(out -> {
      out.text("benchmark", "rootcausebench");
      out.count("n", n);
      out.count("correct", correct);
      out.count("decoysBlamed", decoysBlamed);
    });
  }

  /**
   * Of a benchmark whose labels are not there.
   *
   * @param benchmark its name
   * @param answered how many cases were answered
   */
  public static String unlabelled(String benchmark, int answered) {
    return Printer.line(out -> {
      out.text("benchmark", benchmark);
      out.count("n", 0);
      out.count("answered", answered);
    });
  }

  /**
   * An answer to one case.
   *
   * @param name of the case
   * @param answer a commit, or {@code none}
   */
  public static String answer(String name, String answer) {
    return Printer.line(out -> {
      out.text("case", name);
      out.text("answer", answer);
    });
  }
}
