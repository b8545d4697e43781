package dev.aegis.app.wire;

import java.util.List;

/** Grades on a benchmark, for programs: one object on one line. */
public final class ScoreJson {
  private static final int DIGITS = 2;
  private static final int SHARE_DIGITS = 4;

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
   * Of a benchmark in which a component broke.
   *
   * @param benchmark its name
   * @param parts how many cases, and how often the right component was first or among the first
   *     three, for all cases under an empty name and for each part under its own
   */
  public static String ranked(String benchmark, List<Ranked> parts) {
    return Printer.line(out -> {
      out.text("benchmark", benchmark);
      for (Ranked each : parts) {
        out.count(each.key("n"), each.cases());
        out.real(each.key("ac1"), SummaryJson.rounded(each.first(), SHARE_DIGITS));
        out.real(each.key("ac3"), SummaryJson.rounded(each.firstThree(), SHARE_DIGITS));
      }
    });
  }

  /**
   * How often the right component was ranked high.
   *
   * @param part empty for all cases
   * @param cases how many, above 0
   * @param first share in which it was first
   * @param firstThree share in which it was among the first three
   */
  public record Ranked(String part, int cases, double first, double firstThree) {
    private String key(String figure) {
      return part.isEmpty()
          ? figure
          : part + Character.toUpperCase(figure.charAt(0)) + figure.substring(1);
    }
  }

  /**
   * The ranking of one case.
   *
   * @param id of the case
   * @param ranking the likeliest component first
   * @param probability that it is the first
   */
  public static String ranking(String id, List<String> ranking, double probability) {
    return Printer.line(out -> {
      out.text("case", id);
      out.texts("ranking", ranking);
      out.real("probability", SummaryJson.rounded(probability, 4));
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
