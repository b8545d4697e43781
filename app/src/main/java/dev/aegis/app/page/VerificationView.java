package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Comparison;
import dev.aegis.room.Verification;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a plan that was carried out helped.
 *
 * @param tone {@code good}, {@code bad}, or {@code calm} while it is too early to say
 * @param word the outcome
 * @param sentence for people
 * @param rows what was forecast beside what was measured: name, forecast, measured
 */
public record VerificationView(String tone, String word, String sentence, List<List<String>> rows) {
  public VerificationView {
    rows = List.copyOf(rows);
  }

  static VerificationView of(Verification v) {
    return new VerificationView(
        switch (v.outcome()) {
          case PENDING -> "calm";
          case HELD -> "good";
          case NOT_HELD -> "bad";
        },
        switch (v.outcome()) {
          case PENDING -> "Too early to say";
          case HELD -> "Held";
          case NOT_HELD -> "Not held";
        },
        Said.inert(v.sentence()),
        v.comparison() == null ? List.of() : rows(v.comparison()));
  }

  private static List<List<String>> rows(Comparison c) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("recovery", seconds(c.recoverySeconds()), seconds(c.measuredRecoverySeconds())));
    if (c.hasP99()) {
      rows.add(
          List.of(
              "p99",
              Figures.millis(c.p99Millis())
                  + " ("
                  + Figures.millis(c.p99LowMillis())
                  + " to "
                  + Figures.millis(c.p99HighMillis())
                  + ")",
              Figures.millis(c.measuredP99Millis())
                  + (c.inBand() ? ", in the band" : ", outside the band")));
    }
    rows.add(List.of("errors", share(c.errorRatio()), share(c.measuredErrorRatio())));
    return rows;
  }

  private static String seconds(double seconds) {
    return seconds < 0 ? "not known" : Figures.seconds(seconds);
  }

  private static String share(double share) {
    return share < 0 ? "not known" : Figures.percent(share);
  }
}
