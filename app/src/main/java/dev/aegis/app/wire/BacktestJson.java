package dev.aegis.app.wire;

import dev.aegis.twin.Backtest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the twin could vouch for, for programs: a line a window, a line a place, a summary. */
public final class BacktestJson {
  private static final int DIGITS = 4;

  private BacktestJson() {}

  /**
   * One service in one region: {@code {"window":{…}}} for each, then {@code {"place":{…}}}. A
   * figure that there is not is {@code null}.
   */
  public static List<String> lines(
      String service,
      String region,
      List<Backtest.Result> windows,
      List<Backtest.Vouched> vouched,
      List<String> advice) {
    List<String> lines = new ArrayList<>();
    for (Backtest.Result result : windows) {
      lines.add(
          Printer.line(
              out -> out.object("window", result, (to, r) -> window(to, service, region, r))));
    }
    lines.add(
        Printer.line(out ->
            out.object(
                "place",
                vouched,
                (to, all) -> {
                  to.text("service", service).text("region", region);
                  to.count("windows", windows.size());
                  to.count("foretold", count(windows, Backtest.Grade.REPRODUCED));
                  to.count("misfits", count(windows, Backtest.Grade.MISFIT));
                  to.list("actions", all, BacktestJson::action);
                  to.texts("advice", advice);
                })));
    return lines;
  }

  /** The last line {@code {"summary":{…}}}. */
  public static String summary(long seed, int places, int vouched, int exitCode) {
    return Printer.line(out ->
        out.object(
            "summary",
            seed,
            (to, s) ->
                to.count("seed", s)
                    .count("places", places)
                    .count("vouchedFor", vouched)
                    .count("exitCode", exitCode)));
  }

  private static long count(List<Backtest.Result> windows, Backtest.Grade grade) {
    return windows.stream().filter(w -> w.grade() == grade).count();
  }

  private static void window(Printer to, String service, String region, Backtest.Result r) {
    to.text("service", service).text("region", region);
    to.instant("from", r.window().from()).instant("to", r.window().to());
    to.instant("fittedUntil", r.split());
    to.text("grade", r.grade().name().toLowerCase(Locale.ROOT)).text("sentence", r.sentence());
    to.count("points", r.figures().points());
    to.realOrNull("seenP99Millis", rounded(r.figures().seenP99Millis()));
    to.realOrNull("foretoldP99Millis", rounded(r.figures().foretoldP99Millis()));
    to.realOrNull("seenErrors", rounded(r.figures().seenErrors()));
    to.realOrNull("foretoldErrors", rounded(r.figures().foretoldErrors()));
    to.list(
        "parameters",
        r.parameters(),
        (each, p) -> each.text("name", p.name()).text("value", p.value()).text("from", p.from()));
    to.texts("missing", r.missing()).texts("unknowns", r.unknowns());
  }

  private static void action(Printer to, Backtest.Vouched vouched) {
    to.text("action", vouched.kind().wire());
    to.count("windows", vouched.windows());
    to.textOrNull("whyNot", vouched.whyNot().orElse(null));
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? SummaryJson.rounded(value, DIGITS) : Double.NaN;
  }
}
