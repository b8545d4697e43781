package dev.aegis.agent;

import dev.aegis.postmortem.Figures;
import dev.aegis.room.Recheck.Checked;
import dev.aegis.room.Recheck.Figure;
import dev.aegis.room.Recheck.Outcome;
import dev.aegis.room.ValidationResult;
import java.util.List;

/** Two replays of the same fix, side by side. */
final class Verdicts {
  private Verdicts() {}

  /** The replay has changed when its verdict is another one; its figures differ a little always. */
  static Checked compared(ValidationResult was, ValidationResult now) {
    boolean same = was.verdict() == now.verdict();
    return new Checked(
        "",
        same ? Outcome.HOLDS : Outcome.CHANGED,
        "replayed again",
        "",
        "",
        List.of(
            new Figure("verdict", was.verdict().name(), now.verdict().name()),
            new Figure(
                "P(SLO held)",
                Figures.probability(was.probability()),
                Figures.probability(now.probability())),
            new Figure("met again", recovery(was), recovery(now))));
  }

  private static String recovery(ValidationResult result) {
    return result.recoverySeconds() < 0 ? "not" : Figures.seconds(result.recoverySeconds());
  }
}
